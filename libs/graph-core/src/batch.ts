import { GraphError, GraphInputError } from "./errors.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import type { GraphRequest } from "./request.ts";

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

/** Checks that items depend on earlier ones only, so that no circle is possible. */
export function checkDependencies(items: readonly BatchItem<AnyOperation>[]): void {
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
export async function runBatch(
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
