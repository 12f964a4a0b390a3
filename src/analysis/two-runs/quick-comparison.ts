import { geometricMean } from "../../stats/geometric-mean.js";
import { median } from "../../stats/median.js";
import { welchT } from "../../stats/welch-t.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { logTimes } from "../cells/usable-times.js";
import { RANKS_FROM } from "../comparing/estimate.js";
import type { Comparison } from "../results/run-analysis.js";
import type { ExperimentDigest } from "./run-digest.js";

type Summary = Pick<Comparison["summary"], "geometricMeanRatio" | "matched" | "withRatio">;

/**
 * What {@link compareRuns} says of two runs in its summary, from their digests: the ratios that it gives, without their
 * intervals, which take a thousand times as long.
 */
export function quickComparison(a: readonly ExperimentDigest[], b: readonly ExperimentDigest[]): Summary {
  const byFactorsAlone = a.length === 1 && b.length === 1;
  const keyOf = (id: string, { key }: CellView) => (byFactorsAlone ? key : `${id}/${key}`);
  const inB = new Map(b.flatMap(({ id, cells }) => cells.map((cell) => [keyOf(id, cell), cell] as const)));
  let matched = 0;
  const ratios = a.flatMap(({ id, cells }) =>
    cells.flatMap((cell) => {
      const other = inB.get(keyOf(id, cell));
      if (other === undefined) return [];
      inB.delete(keyOf(id, cell));
      matched += 1;
      return ratioOf(cell, other) ?? [];
    }),
  );
  return { geometricMeanRatio: ratios.length === 0 ? null : geometricMean(ratios), matched, withRatio: ratios.length };
}

/** Typical time of `to` over that of `from`: of medians, or, of few trials, of geometric means; `null` where there is none. */
function ratioOf(from: CellView, to: CellView): number | null {
  const fewest = Math.min(from.times.length, to.times.length);
  if (!isTimed(from) || !isTimed(to)) return null;
  if (fewest > 1 && fewest < RANKS_FROM) return Math.exp(welchT(logTimes(from), logTimes(to)).estimate);
  const medianOf = ({ times }: CellView) => median(times.map(({ wallMs }) => wallMs));
  return Math.exp(Math.log(medianOf(to) / medianOf(from)));
}
