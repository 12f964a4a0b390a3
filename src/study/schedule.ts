/** Seeded numbers in [0, 1): Mulberry32 (Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Every item once, shuffled (Fisher-Yates) by the run's seed and the number of the block. A slow minute then touches
 * every cell alike.
 */
export function blockOrder<Item>(items: readonly Item[], seed: number, block: number): Item[] {
  const random = seededRandom(seed + Math.imul(block + 1, 0x9e3779b1));
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick] as Item, order[last] as Item];
  }
  return order;
}

/** A seed for a run that is given none. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
