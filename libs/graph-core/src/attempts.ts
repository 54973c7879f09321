import type { Authorized } from "./authorize.ts";
import { leavesOpen, notSent, type Sent, toCallFacts } from "./call-facts.ts";
import { parseClaimsChallenge } from "./claims-challenge.ts";
import { type Clock, sleep } from "./clock.ts";
import { GraphNetworkError, GraphThrottledError, GraphTimeoutError } from "./errors.ts";
import type { Emit } from "./events.ts";
import type { Admission, Governor } from "./governor.ts";
import type { GraphRequest, GraphResponse, Send } from "./request.ts";
import { readRetryAfter } from "./retry-after.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { type Outcome, planRetry } from "./retry-plan.ts";
import { TransportError } from "./transport.ts";

/** What the attempts of all calls of a client share. */
export interface AttemptOptions {
  readonly authorized: Authorized;
  readonly governor: Governor | undefined;
  readonly budget: RetryBudget;
  readonly maxAttempts: number;
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly emit: Emit | undefined;
}

/** Sends a request until it has an answer that will not get better, in its turn and within its deadline. */
export function createAttempts(options: AttemptOptions): Send {
  return (request) => run({ ...options, request, deadlineMs: request.deadlineMs ?? options.deadlineMs });
}

interface Call extends AttemptOptions {
  readonly request: GraphRequest;
}

async function run(call: Call): Promise<GraphResponse> {
  const { request, clock, authorized, emit } = call;
  let token = await authorized.prepare(request);
  let isChallenged = false;
  // The clock runs from the first admission on: standing in our own queue is not the service's delay.
  let deadline: number | undefined;
  let sent = notSent;
  for (let attempt = 1; ; attempt += 1) {
    request.signal?.throwIfAborted();
    const admission = await admit(call, sent, deadline);
    deadline ??= clock.now() + call.deadlineMs;
    const outcome = await exchange(call, attempt, token, deadline).finally(() => admission.release());
    const response = outcome.kind === "response" ? outcome.response : undefined;
    sent = toSent(outcome, attempt, sent);
    if (response !== undefined && response.status < 400) {
      call.budget.refill();
      return attempt === 1 ? response : withSent(response, sent);
    }
    const claims =
      response?.status === 401 ? parseClaimsChallenge(response.headers["www-authenticate"]) : undefined;
    if (response !== undefined && claims !== undefined && !isChallenged) {
      isChallenged = true;
      const renewed = await authorized.renew(request, token, claims, sent);
      if (renewed === token) return withSent(response, sent);
      token = renewed;
      emit?.onRetry({ request, attempt, waitMs: 0, reason: "claims challenge" });
      continue;
    }
    const waitMs = plan(call, outcome, sent, deadline);
    if (typeof waitMs !== "number") return waitMs;
    if (waitMs > 0) emit?.onWait({ request, attempt, reason: "retry", waitMs });
    // After a 429 the gate is closed for everybody, and the wait is there.
    if (response?.status !== 429 || call.governor === undefined) await sleep(clock, waitMs, request.signal);
    const fresh = authorized.prepare(request, sent);
    if (typeof fresh !== "string") token = await fresh;
    else if (!isChallenged) token = fresh;
  }
}

function toSent(exchanged: Exchanged, attempts: number, { mayHaveTakenEffect }: Sent): Sent {
  const isOpen =
    exchanged.kind === "response"
      ? leavesOpen(exchanged.response.status)
      : exchanged.error.failure !== "notSent";
  return { attempts, mayHaveTakenEffect: mayHaveTakenEffect || isOpen };
}

async function admit(call: Call, sent: Sent, deadline: number | undefined): Promise<Admitted> {
  const { governor, request, clock, emit } = call;
  if (governor === undefined) return ungoverned;
  const attempt = sent.attempts + 1;
  const patienceMs = deadline === undefined ? call.deadlineMs : deadline - clock.now();
  const { signal } = request;
  const asked = governor.acquire({
    isWrite: request.method !== "GET",
    isRetry: attempt > 1,
    patienceMs,
    ...(signal === undefined ? {} : { signal }),
  });
  if (asked instanceof Promise) emit?.onWait({ request, attempt, reason: "turn" });
  const admission = asked instanceof Promise ? await asked : asked;
  if (admission.kind === "admitted") return admission;
  const facts = toCallFacts(request, sent);
  if (admission.kind === "full")
    throw new GraphThrottledError(`${request.operation.name}: too many calls wait for their turn`, {
      ...facts,
      code: "queueFull",
    });
  const seconds = Math.ceil(admission.retryAfterMs / 1000);
  throw new GraphThrottledError(
    `${request.operation.name}: the service asks to wait ${seconds} s, longer than the deadline allows`,
    { ...facts, code: "throttled", retryAfterMs: admission.retryAfterMs },
  );
}

type Admitted = Extract<Admission, { readonly kind: "admitted" }>;

const ungoverned: Admitted = { kind: "admitted", release: () => undefined };

type Exchanged =
  | { readonly kind: "response"; readonly response: GraphResponse }
  | { readonly kind: "failure"; readonly error: TransportError };

async function exchange(call: Call, attempt: number, token: string, deadline: number): Promise<Exchanged> {
  const { request, clock, authorized, emit } = call;
  const start = clock.now();
  emit?.onRequest({ request, attempt });
  try {
    if (start >= deadline) throw new TransportError("timeout");
    const response = await authorized.send(request, token, deadline - start);
    if (emit !== undefined) {
      const requestId = response.headers["request-id"];
      const event = { request, attempt, durationMs: clock.now() - start, status: response.status };
      emit.onResponse(requestId === undefined ? event : { ...event, requestId });
    }
    return { kind: "response", response };
  } catch (error) {
    emit?.onResponse({ request, attempt, durationMs: clock.now() - start, error });
    // The caller asked for it and recognises the reason.
    if (request.signal?.aborted === true || !(error instanceof TransportError)) throw error;
    return { kind: "failure", error };
  }
}

/** Milliseconds to wait before the next attempt, or the answer that stands; throws when there is no answer. */
function plan(call: Call, exchanged: Exchanged, sent: Sent, deadline: number): number | GraphResponse {
  const { request, clock, budget, governor, emit } = call;
  const { attempts: attempt } = sent;
  const outcome = toOutcome(exchanged, clock.date());
  const decision = planRetry({
    outcome,
    attempt,
    maxAttempts: call.maxAttempts,
    isIdempotent: request.method === "GET" || request.operation.idempotent === true,
    remainingMs: deadline - clock.now(),
    random: clock.random(),
  });
  const isThrottled = outcome.kind === "status" && outcome.status === 429;
  let why = decision.kind === "stop" ? decision.why : undefined;
  if (isThrottled) {
    const closedMs = decision.kind === "retry" ? decision.waitMs : outcome.retryAfterMs;
    if (closedMs !== undefined) governor?.close(closedMs);
  } else if (decision.kind === "retry" && decision.waitMs > 0 && !budget.take()) {
    // A throttled call costs no budget: the gate bounds those already.
    why = "too many calls fail to try this one again";
  }
  if (decision.kind === "retry" && why === undefined) {
    const reason = outcome.kind === "status" ? `status ${outcome.status}` : `connection ${outcome.failure}`;
    emit?.onRetry({ request, attempt, waitMs: decision.waitMs, reason });
    return decision.waitMs;
  }
  if (exchanged.kind === "failure") throw failed(request, exchanged.error, sent, why);
  return withSent(exchanged.response, sent, why);
}

function toOutcome(exchanged: Exchanged, dateMs: number): Outcome {
  if (exchanged.kind === "failure") return { kind: "failure", failure: exchanged.error.failure };
  const { response } = exchanged;
  return { kind: "status", status: response.status, retryAfterMs: readRetryAfter(response, dateMs) };
}

function withSent(response: GraphResponse, sent: Sent, note?: string): GraphResponse {
  const { status, headers } = response;
  const value = response.value === undefined ? {} : { value: response.value };
  return {
    status,
    headers,
    body: response.body,
    ...value,
    ...sent,
    ...(note === undefined ? {} : { note }),
  };
}

function failed(request: GraphRequest, error: TransportError, sent: Sent, why?: string): Error {
  const { name } = request.operation;
  const facts = { ...toCallFacts(request, sent), cause: error };
  const { host } = new URL(request.url);
  if (error.failure === "timeout")
    return new GraphTimeoutError(`${name}: no response from ${host} before the deadline`, {
      ...facts,
      code: "timeout",
    });
  const note = why === undefined ? "" : `; ${why}`;
  return new GraphNetworkError(`${name}: no response from ${host}: ${error.message}${note}`, {
    ...facts,
    code: "network",
  });
}
