/**
 * Calls `start` for every item, with at most `limit` of them under way, in order. `start` resolves with the result
 * and with `released`, a promise for the moment at which the place is free again (a worker that has answered but has
 * not gone yet still holds its place).
 */
export async function forEachAtMost<Item, Result>(
  items: Item[],
  limit: number,
  start: (item: Item) => { result: Promise<Result>; released: Promise<void> },
): Promise<{ results: Result[]; allReleased: Promise<void> }> {
  const results: Promise<Result>[] = [];
  const releases: Promise<void>[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      const { result, released } = start(items[index] as Item);
      results[index] = result;
      releases[index] = released;
      await result;
      if (next < items.length) await released;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return { results: await Promise.all(results), allReleased: Promise.all(releases).then(() => undefined) };
}
