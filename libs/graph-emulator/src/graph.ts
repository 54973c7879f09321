import type { AnyOperation } from "@intunectl/graph-core";
import type { Answer, ServiceContext } from "./context.ts";
import { answerBatch } from "./batch/batch.ts";
import { hasEffect } from "./delivery.ts";
import type { Exchange } from "./exchange.ts";
import { badRequest, Failure } from "./failure.ts";
import { toFailure } from "./faults/fault-failure.ts";
import { readJson } from "./http/read-json.ts";
import { isObject, ownMember } from "./json.ts";
import { isKindOf } from "./operations/types.ts";
import { authorize } from "./identity/authorize.ts";
import { claimsChallenge } from "./identity/challenge.ts";
import { readCaller } from "./identity/tokens.ts";
import { listRoots, printMetadata } from "./odata/metadata-document.ts";
import { perform, type Performance } from "./operations/perform.ts";
import { hasCasts, readCasts } from "./operations/casts.ts";
import { decodeSegments, noMethod } from "./router.ts";

/** Answers a request to a version of Graph. */
export function handleGraph(
  context: ServiceContext,
  exchange: Exchange,
  answer: (context: ServiceContext, exchange: Exchange) => Answer,
): Answer {
  const { request, path } = exchange;
  const { behaviour } = context;
  const [version = "", ...given] = decodeSegments(path);
  if (version !== "beta" && version !== "v1.0") throw badRequest(`Invalid version: ${version}`);
  const document =
    exchange.batch === undefined ? describeService(context, exchange, version, given) : undefined;
  if (document !== undefined) return document;
  const caller = readCaller(context.issuer, request.headers["authorization"], context.now(), () =>
    claimsChallenge(context, exchange),
  );
  exchange.caller = caller;
  if (given.length === 1 && given[0] === "$batch" && exchange.batch === undefined)
    return answerBatch(context, exchange, version, answer);

  const { place, casts, isCount } = locate(context, version, given);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const operation = chooseOperation(context, exchange, place.operations.get(method) ?? []);
  if (operation === undefined) throw noMethod(behaviour.unroutedStatus);
  exchange.operation = operation.name;
  authorize(operation, caller);
  const isWrite = method !== "GET";
  const { appId, tenantId } = caller;
  if (!exchange.isLate) context.throttle.check({ appId, tenantId, isWrite }, context.now());
  if (!exchange.isLate) exchange.plan = context.faults.plan({ operation: operation.name, method, path });

  const { terminal, staleMs } = exchange.plan;
  if (!hasEffect(exchange.plan) && terminal !== undefined) throw toFailure(terminal, context, exchange);
  const reader = staleMs > 0 ? context.store.asOf(context.now() - staleMs) : context.store;
  const result = perform(context, exchange, { operation, place, casts, isCount, reader });
  exchange.hasEffect = isWrite;
  if (terminal?.kind === "status") throw toFailure(terminal, context, exchange);
  return result;
}

/** What the service says of itself; anybody may read it. */
function describeService(
  { surface, catalog, scheme }: ServiceContext,
  { request }: Exchange,
  version: string,
  given: readonly string[],
): Answer | undefined {
  const [name = ""] = given;
  if (request.method !== "GET" || given.length > 1 || version !== surface.model.version) return undefined;
  if (name === "$metadata")
    return {
      status: 200,
      text: { type: "application/xml", value: printMetadata(surface.model, surface.operations, catalog) },
    };
  if (name !== "") return undefined;
  const value = listRoots(surface.operations, catalog).map((root) => ({
    name: root.name,
    kind: root.isCollection ? "EntitySet" : "Singleton",
    url: root.name,
  }));
  const root = `${scheme}://${request.headers["host"] ?? ""}/${version}`;
  return { status: 200, body: { "@odata.context": `${root}/$metadata`, value } };
}

/** Of several operations with one address, that for the type that the request names; else the most general one. */
function chooseOperation(
  { catalog, surface }: ServiceContext,
  exchange: Exchange,
  candidates: readonly AnyOperation[],
): AnyOperation | undefined {
  if (candidates.length < 2) return candidates[0];
  const typeOf = (operation: AnyOperation): string => {
    const what = catalog.modelOf(operation);
    return what === undefined || !("entity" in what) ? "" : what.entity;
  };
  const general = candidates.toSorted((left, right) =>
    isKindOf(surface.model, typeOf(left), typeOf(right)) ? 1 : -1,
  );
  const wanted = peekType(exchange);
  const fitting = general.filter((operation) => isKindOf(surface.model, wanted, typeOf(operation)));
  return fitting.at(-1) ?? general[0];
}

/** The type that a body names; a body that cannot be read is refused later. */
function peekType({ request }: Exchange): string {
  try {
    const json = readJson(request);
    const type = isObject(json) ? ownMember(json, "@odata.type") : undefined;
    return typeof type === "string" ? type.replace(/^#/, "") : "";
  } catch {
    return "";
  }
}

/** A path is taken as it is first: some operations have a type cast in their own path. */
function locate(
  { router, surface }: ServiceContext,
  version: string,
  given: readonly string[],
): Pick<Performance, "place" | "casts" | "isCount"> {
  if (!hasCasts(given)) return { place: router.findPlace(version, given), casts: [], isCount: false };
  try {
    return { place: router.findPlace(version, given), casts: [], isCount: false };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { segments, casts, isCount } = readCasts(surface.model, given);
    return { place: router.findPlace(version, segments), casts, isCount };
  }
}
