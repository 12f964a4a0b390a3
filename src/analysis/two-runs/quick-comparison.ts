import { geometricMean } from "../../stats/geometric-mean.js";
import { median } from "../../stats/median.js";
import { welchT } from "../../stats/welch-t.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { logTimes } from "../cells/usable-times.js";
import { RANKS_FROM } from "../comparing/estimate.js";
import { signOf } from "../comparing/figure-cost.js";
import type { Comparison } from "../results/run-analysis.js";
import { commonMeasure, measureKey } from "./common-measure.js";
import type { ExperimentDigest } from "./run-digest.js";

type Summary = Pick<Comparison["summary"], "measure" | "geometricMeanRatio" | "matched" | "withRatio">;

/**
 * What {@link compareRuns} says of two runs in its summary, from their digests: the ratios that it gives, without their
 * intervals, which take a thousand times as long.
 */
export function quickComparison(a: readonly ExperimentDigest[], b: readonly ExperimentDigest[]): Summary {
  const byFactorsAlone = a.length === 1 && b.length === 1;
  const keyOf = (id: string, { key, measure }: CellView) =>
    [...(byFactorsAlone ? [] : [id]), key, measureKey(measure)].join("/");
  const inB = new Map(b.flatMap(({ id, cells }) => cells.map((cell) => [keyOf(id, cell), cell] as const)));
  const both: CellView[] = [];
  const ratios = a.flatMap(({ id, cells }) =>
    cells.flatMap((cell) => {
      const other = inB.get(keyOf(id, cell));
      if (other === undefined) return [];
      inB.delete(keyOf(id, cell));
      both.push(cell);
      return ratioOf(cell, other) ?? [];
    }),
  );
  const measure = commonMeasure(both);
  const hasMean = measure !== null && ratios.length > 0;
  return {
    ...(measure && { measure }),
    geometricMeanRatio: hasMean ? geometricMean(ratios) : null,
    matched: both.length,
    withRatio: ratios.length,
  };
}

/** Typical time, or figure, of `to` over that of `from`: of medians, or, of few trials, of geometric means; `null` where there is none. */
function ratioOf(from: CellView, to: CellView): number | null {
  const fewest = Math.min(from.times.length, to.times.length);
  if (!isTimed(from) || !isTimed(to)) return null;
  const sign = signOf(from.measure);
  if (fewest > 1 && fewest < RANKS_FROM) return Math.exp(sign * welchT(logTimes(from), logTimes(to)).estimate);
  const medianOf = ({ times }: CellView) => median(times.map(({ wallMs }) => wallMs));
  return Math.exp(sign * Math.log(medianOf(to) / medianOf(from)));
}
