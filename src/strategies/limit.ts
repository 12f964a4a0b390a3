/** Something under way: its result, and the moment at which its place is free again (a worker may outlive its answer). */
export interface Started<Result> {
  result: Promise<Result>;
  released: Promise<void>;
}

/** All results, in order, and a promise for the moment at which the last place is free. */
export interface Through<Result> {
  results: Result[];
  allReleased: Promise<void>;
}

/**
 * Calls `start` for every item, with at most `limit` of them under way, in order. A worker that has answered but has not
 * gone yet still holds its place.
 */
export async function forEachAtMost<Item, Result>(
  items: readonly Item[],
  limit: number,
  start: (item: Item) => Started<Result>,
): Promise<Through<Result>> {
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
