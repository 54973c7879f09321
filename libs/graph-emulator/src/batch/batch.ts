import type { Answer, ServiceContext, ServiceRequest } from "../context.ts";
import { createExchange, type Exchange, writeLog } from "../exchange.ts";
import { describeFault, toDelivery } from "../delivery.ts";
import { badRequest, Failure, toErrorBody } from "../failure.ts";
import { readGraphJson } from "../http/read-json.ts";
import { type BatchItem, decodeBatch } from "./decode-batch.ts";
import { toResponse } from "../response.ts";

/** Most requests in a batch. */
const maxItems = 20;

/** Answers `$batch`: items one after another, each with an answer of its own; there is no transaction around them. */
export function answerBatch(
  context: ServiceContext,
  exchange: Exchange,
  version: string,
  answer: (context: ServiceContext, exchange: Exchange) => Answer,
): Answer {
  if (exchange.request.method !== "POST") throw badRequest("The $batch endpoint takes POST.");
  exchange.operation = "$batch";
  const items = decodeBatch(readGraphJson(exchange.request), maxItems);
  const done = new Map<string, BatchResponse>();
  for (const item of inOrder(items)) {
    const isHeld = item.dependsOn.some((id) => (done.get(id)?.status ?? 424) >= 400);
    done.set(
      item.id,
      isHeld ? failDependency(exchange, item) : run(context, exchange, version, item, answer),
    );
  }
  const responses = items.flatMap(({ id }) => done.get(id) ?? []);
  const isThrottled = responses.some(({ status }) => status === 429);
  return {
    status: isThrottled ? context.behaviour.throttledBatch : 200,
    body: { responses: context.behaviour.batchOrder === "reversed" ? responses.toReversed() : responses },
  };
}

interface BatchResponse {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Items after those that they depend on, otherwise as they were sent. */
function inOrder(items: readonly BatchItem[]): readonly BatchItem[] {
  const ordered: BatchItem[] = [];
  const placed = new Set<string>();
  let waiting = items;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every((id) => placed.has(id)));
    if (ready.length === 0) throw badRequest("The dependsOn properties of the batch lead in a circle.");
    ordered.push(...ready);
    for (const { id } of ready) placed.add(id);
    waiting = waiting.filter((item) => !ready.includes(item));
  }
  return ordered;
}

function run(
  context: ServiceContext,
  outer: Exchange,
  version: string,
  item: BatchItem,
  answer: (context: ServiceContext, exchange: Exchange) => Answer,
): BatchResponse {
  const inner = createExchange(context, toRequest(outer.request, version, item), {
    isLate: outer.isLate,
    batch: outer,
  });
  const { status, headers, text, body } = { headers: {}, ...answer(context, inner) };
  const delivery = toDelivery(inner.plan);
  // What happens to a connection happens to the one that all items came by.
  if (delivery.kind !== "answer" && outer.plan.terminal === undefined && inner.plan.terminal !== undefined)
    outer.plan = { ...outer.plan, terminal: toOuter(inner.plan.terminal) };
  outer.plan = { ...outer.plan, delayMs: Math.max(outer.plan.delayMs, inner.plan.delayMs) };
  writeLog(context, inner, status, describeFault(inner.plan)).answeredAt = new Date().toISOString();
  const response = toResponse(context, { status, headers }, inner);
  const { date: _, ...own } = response.headers;
  if (text !== undefined)
    return { id: item.id, status, headers: { ...own, "content-type": text.type }, body: text.value };
  if (body === undefined) return { id: item.id, status, headers: own };
  return { id: item.id, status, headers: { ...own, "content-type": "application/json" }, body };
}

/** A part of a batch cannot be carried out late: by then the others have been. */
function toOuter(
  fault: NonNullable<Exchange["plan"]["terminal"]>,
): NonNullable<Exchange["plan"]["terminal"]> {
  return fault.kind === "reset" ? { kind: "reset", at: "after" } : fault;
}

function toRequest(outer: ServiceRequest, version: string, item: BatchItem): ServiceRequest {
  const { authorization, host } = outer.headers;
  const body = item.body === undefined ? "" : JSON.stringify(item.body);
  return {
    method: item.method,
    target: `/${version}/${item.url.replace(/^\//, "")}`,
    headers: {
      ...item.headers,
      ...(authorization === undefined ? {} : { authorization }),
      ...(host === undefined ? {} : { host }),
    },
    body: Buffer.from(body),
  };
}

function failDependency(outer: Exchange, { id }: BatchItem): BatchResponse {
  const failure = new Failure(424, "FailedDependency", "A request that this one depends on has failed.");
  const body = toErrorBody(failure, outer);
  return { id, status: 424, headers: { "content-type": "application/json" }, body };
}
