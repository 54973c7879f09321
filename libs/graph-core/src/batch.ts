import { decodeBatch } from "./decode-result.ts";
import { GraphError, GraphInputError } from "./errors.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import type { GraphRequest } from "./request.ts";
import type { Line } from "./sender.ts";
import { type SendOptions, toRequest } from "./to-request.ts";
import { createBatchTransport } from "./transport-batch.ts";

/** What an operation takes. */
export type InputOf<Op> = Op extends Operation<infer Input, unknown> ? Input : never;

/** What an operation answers. */
export type ResultOf<Op> = Op extends Operation<infer _, infer Result> ? Result : never;

/** One operation of a batch, with its input. */
export interface BatchItem<Op> {
  readonly operation: Op;
  readonly input: InputOf<Op>;
  /** Places of earlier items, from 0, that must succeed first. */
  readonly dependsOn?: readonly number[];
}

/** How one operation of a batch ended. */
export type BatchResult<Result> =
  | { readonly kind: "ok"; readonly value: Result }
  /** A `GraphError`, unless a middleware threw something else. */
  | { readonly kind: "failed"; readonly error: Error };

/** The items of a batch, each with the input that its operation takes. */
export type BatchOf<Operations extends readonly AnyOperation[]> = {
  readonly [Place in keyof Operations]: BatchItem<Operations[Place]>;
};

/** The results of a batch, each of its operation's type. */
export type BatchResults<Operations extends readonly AnyOperation[]> = {
  readonly [Place in keyof Operations]: BatchResult<ResultOf<Operations[Place]>>;
};

/**
 * Any operations in as few requests as Graph allows: `batch` of a `GraphClient`, for a `GraphSender`.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: () => token });
 * const [group] = await batch(graph, [{ operation: getGroup, input: { groupId } }]);
 * ```
 */
export async function batch<const Operations extends readonly AnyOperation[]>(
  { line }: { readonly line: Line },
  items: BatchOf<Operations>,
  options: SendOptions = {},
): Promise<BatchResults<Operations>> {
  const { root, transport, over } = line;
  const calls: readonly BatchItem<AnyOperation>[] = items;
  checkDependencies(calls);
  const requests = calls.map(({ operation, input }) => toRequest(root, operation, input, options));
  const results = await runBatch(calls, requests, over(createBatchTransport(transport, root)));
  options.signal?.throwIfAborted();
  return decodeBatch<Operations>(results);
}

/** Checks that items depend on earlier ones only, so that no circle is possible. */
function checkDependencies(items: readonly BatchItem<AnyOperation>[]): void {
  for (const [index, { operation, dependsOn = [] }] of items.entries())
    for (const other of dependsOn)
      if (!Number.isInteger(other) || other < 0 || other >= index)
        throw new GraphInputError(
          `${operation.name}: dependsOn ${other} is not an earlier item of the batch`,
          {
            parameter: "dependsOn",
            operation: operation.name,
          },
        );
}

/** Runs items, each as soon as those that it depends on have succeeded; one failure is not another's. */
async function runBatch(
  items: readonly BatchItem<AnyOperation>[],
  requests: readonly GraphRequest[],
  send: (request: GraphRequest) => Promise<unknown>,
): Promise<readonly BatchResult<unknown>[]> {
  const results: Promise<BatchResult<unknown>>[] = [];
  for (const [index, request] of requests.entries()) {
    const { operation } = request;
    const dependsOn = items[index]?.dependsOn ?? [];
    const run = async (): Promise<BatchResult<unknown>> => {
      const earlier = await Promise.all(results.filter((_, place) => dependsOn.includes(place)));
      if (earlier.some(({ kind }) => kind === "failed"))
        return { kind: "failed", error: dependencyFailed(operation, dependsOn) };
      try {
        return { kind: "ok", value: await send(request) };
      } catch (error) {
        return { kind: "failed", error: error instanceof Error ? error : new Error(String(error)) };
      }
    };
    results.push(run());
  }
  return Promise.all(results);
}

function dependencyFailed({ name }: AnyOperation, dependsOn: readonly number[]): GraphError {
  const message = `${name}: not sent, because an item that it depends on failed (${dependsOn.join(", ")})`;
  return new GraphError(message, {
    code: "dependencyFailed",
    operation: name,
    attempts: 0,
    mayHaveTakenEffect: false,
  });
}
