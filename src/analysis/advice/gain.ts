import { geometricMean } from "../../stats/geometric-mean.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import type { Timing } from "../cells/usable-times.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import type { CellChange } from "../comparing/comparisons.js";
import { toChange } from "../comparing/verdict.js";
import type { Change } from "../results/run-analysis.js";

/**
 * Change from the baseline to the named cells. Of several it is that of their geometric mean: the time of the luckiest of
 * equal cells is too good, their mean is not. It is decided as each of them is, where all are decided alike.
 *
 * @returns `undefined` where the baseline is one of them, or where there is no ratio
 */
export function gainOf(
  named: readonly [CellView, ...CellView[]],
  { baselines, comparisons, estimator }: Pick<AnalysedExperiment, "baselines" | "comparisons" | "estimator">,
): CellChange | undefined {
  const [first] = named;
  const baseline = baselines.get(first)?.baseline;
  if (baseline === undefined || named.includes(baseline) || !isTimed(baseline)) return undefined;
  const each = named.map((view) => comparisons.decide(baseline, view).change);
  const [only] = each as [Change];
  if (each.some(({ ratio }) => ratio === null)) return undefined;
  if (each.length === 1) return { from: baseline, to: first, change: only };
  const to = { ...first, times: meanTimes(named) };
  const estimate = estimator(baseline, to);
  if (estimate.logRatio === null) return undefined;
  const least = each.reduce((weakest, change) => ((change.q ?? 1) > (weakest.q ?? 1) ? change : weakest));
  const {
    verdict: _,
    reason: __,
    ...figures
  } = toChange({ from: baseline, to, estimate }, { q: least.q, floorPercent: 0 });
  const open = each.find(({ verdict }) => verdict !== only.verdict);
  const verdict = open === undefined ? only.verdict : "inconclusive";
  const reason = open === undefined ? only.reason : "not-significant";
  const toEach = named.map(({ factors }) => factors);
  return { from: baseline, to: first, change: { ...figures, verdict, ...(reason && { reason }), toEach } };
}

/** Geometric means of the cells' times, block by block; where blocks mean nothing, trial by trial. */
function meanTimes(named: readonly CellView[]): Timing[] {
  const [first, ...others] = named.map(({ times }) => times) as [Timing[], ...Timing[][]];
  const inBlocks = others.map((times) => new Map(times.map(({ block, wallMs }) => [block, wallMs])));
  return first.flatMap(({ block, wallMs }) => {
    const rest = inBlocks.flatMap((times) => times.get(block) ?? []);
    return rest.length < others.length ? [] : [{ block, wallMs: geometricMean([wallMs, ...rest]) }];
  });
}
