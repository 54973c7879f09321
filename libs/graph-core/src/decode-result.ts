import type { BatchResult, BatchResults } from "./batch.ts";
import type { AnyOperation, Operation } from "./operation.ts";

/** A response as the operation's result: the outer shape was checked, the rest is what the service promises. */
export function decodeResult<Result>(_: Operation<unknown, Result>, value: object): Result {
  return value as Result;
}

/** A page as the operation's items: the list was checked, its items are what the service promises. */
export function decodeItems<Item>(
  _: Operation<unknown, { readonly value: readonly Item[] }>,
  value: readonly unknown[],
): readonly Item[] {
  return value as readonly Item[];
}

/** The results of a batch, each as its operation's: they were made from the operations, in their order. */
export function decodeBatch<Operations extends readonly AnyOperation[]>(
  results: readonly BatchResult<unknown>[],
): BatchResults<Operations> {
  return results as BatchResults<Operations>;
}
