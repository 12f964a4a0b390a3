/** One line of the bench: figures of ours and of what it is held against, taken in turn. */
export interface Measure {
  name: string;
  unit: "ms" | "%" | "kB" | "MB";
  ours: number[];
  other: number[];
  otherName: string;
  /** What the ratio of medians (or, without another, our median) is allowed to be; `null`: told without a goal. */
  limit: number | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  const upper = sorted[Math.floor(middle)] as number;
  return Number.isInteger(middle) ? ((sorted[middle - 1] as number) + upper) / 2 : upper;
}

/** Takes both figures in turn, so that a slow minute touches both. */
export async function inTurn(times: number, ours: () => Promise<number>, other: () => Promise<number>) {
  const figures = { ours: [] as number[], other: [] as number[] };
  for (let turn = 0; turn < times; turn++) {
    figures.ours.push(await ours());
    figures.other.push(await other());
  }
  return figures;
}
