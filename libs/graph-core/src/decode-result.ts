import type { Operation } from "./operation.ts";

/** A response as the operation's result: the outer shape was checked, the rest is what the service promises. */
export function decodeResult<Result>(_: Operation<unknown, Result>, value: object): Result {
  return value as Result;
}

/** One item of a page as the operation's item: the list was checked, its items are what the service promises. */
export function decodeItem<Item>(
  _: Operation<unknown, { readonly value: readonly Item[] }>,
  value: unknown,
): Item {
  return value as Item;
}
