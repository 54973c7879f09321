import { batch, type BatchOf, type BatchResults } from "./batch.ts";
import type { AttemptMiddleware, Call, TokenSource } from "./call.ts";
import { answerClaims } from "./claims-challenge.ts";
import type { GraphClientOptions } from "./client-options.ts";
import { systemClock } from "./clock.ts";
import { clouds } from "./clouds.ts";
import { createEmit } from "./events.ts";
import { createGovernor } from "./governor.ts";
import { readIntuneError } from "./intune-error.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import { pages, type Pages } from "./pages.ts";
import { checkPermissions } from "./permissions.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { createGraphSender, type OperationSender } from "./sender.ts";
import type { SendOptions } from "./to-request.ts";
import { createTokenSource } from "./token-source.ts";
import { createFetchTransport } from "./transport-fetch.ts";
import { takeTurns } from "./turns.ts";

/** Sends generated operations, reads collections and batches. */
export interface GraphClient extends OperationSender {
  /** Every item of a collection, following `@odata.nextLink`. */
  pages<Input, Item>(
    operation: Operation<Input, { readonly value: readonly Item[] }>,
    input: NoInfer<Input>,
    options?: SendOptions,
  ): Pages<Item>;
  /**
   * Any operations in as few requests as Graph allows, 20 in one, in parallel; each has its own result or error.
   *
   * Rejects only with a `GraphInputError` before anything is sent, or with the signal's reason.
   *
   * @example
   * ```ts
   * const [group, filters] = await graph.batch([
   *   { operation: getGroup, input: { groupId } },
   *   { operation: listAssignmentFilters, input: {} },
   * ]);
   * if (group.kind === "ok") console.log(group.value.displayName);
   * ```
   */
  batch<const Operations extends readonly AnyOperation[]>(
    items: BatchOf<Operations>,
    options?: SendOptions,
  ): Promise<BatchResults<Operations>>;
}

/**
 * A client for one cloud and one credential, with everything that a program against Intune should have.
 *
 * @example
 * ```ts
 * const graph = createGraphClient({ credential: staticToken(token) });
 * for await (const group of graph.pages(listGroups, { $top: 50 })) console.log(group.displayName);
 * ```
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { credential, cloud = "global", permissions = "off", clock = systemClock, fetch, tenantId } = options;
  const { graph, scope } = clouds[cloud];
  const governor = options.governor ?? createGovernor({ clock });
  const budget = createRetryBudget(50);
  const emit = createEmit(options.events ?? [], clock);
  const warn = (call: Call, message: string): void =>
    emit?.onWarning({ request: call.request, attempt: call.attempts + 1, message });
  const kept = createTokenSource(credential, { scope, tenantId, clock });
  const source =
    permissions === "off" ? kept : checkPermissions(kept, permissions === "warn" ? warn : undefined);
  // Who has no token need not stand in the queue; whoever stood there asks again, because tokens grow old.
  const prepare: AttemptMiddleware = (next) => async (call) => {
    call.prepared = await source(call);
    const response = await next(call);
    if (response.status < 400) budget.refill();
    return response;
  };
  const token: TokenSource = (call) => {
    const { prepared } = call;
    call.prepared = undefined;
    return prepared ?? source(call);
  };
  const onWait = (call: Call): void => {
    call.prepared = undefined;
    emit?.onWait({ request: call.request, attempt: call.attempts + 1, reason: "turn" });
  };
  const sender = createGraphSender({
    ...options,
    baseUrl: options.baseUrl ?? graph,
    ...(fetch === undefined || options.transport !== undefined
      ? {}
      : { transport: createFetchTransport(fetch) }),
    token,
    attempts: [
      answerClaims(source),
      prepare,
      ...(governor === false ? [] : [takeTurns(governor, { onWait, clock })]),
      ...(emit === undefined ? [] : [emit.around]),
    ],
    readError: readIntuneError,
    onRetry(call, waitMs, outcome) {
      // A throttled call costs no budget: the gate bounds those already.
      if (outcome !== 429 && waitMs > 0 && !budget.take()) return "too many calls fail to try this one again";
      const event = { request: call.request, attempt: call.attempts, waitMs };
      emit?.onRetry({ ...event, reason: String(outcome) });
      if (waitMs > 0) emit?.onWait({ ...event, reason: "retry" });
      if (outcome !== 429 || governor === false) return waitMs;
      // The gate is closed for everybody, and the wait is there.
      governor.close(waitMs);
      return 0;
    },
  });
  return {
    send: (operation, input, more) => sender.send(operation, input, more),
    pages: (operation, input, more) => pages(sender, operation, input, more),
    batch: (items, more) => batch(sender, items, more),
  };
}
