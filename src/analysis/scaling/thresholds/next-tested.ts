/** The fewest tested workers above a count; `null` where it is the most. */
export function nextTested(points: readonly { workers: number }[], workers: number): number | null {
  return points.find((point) => point.workers > workers)?.workers ?? null;
}
