/** The results of a task for each item, in the order of the items, with at most `limit` at work. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  task: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await task(item);
  };
  // Each index is filled once, in whatever order the tasks end.
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
