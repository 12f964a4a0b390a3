import { group } from "d3-array";
import type { Factors } from "../../record/schema/run-schema.js";
import { workerWords } from "../../words/number.js";
import { sizeWords, variantWords } from "../cells/cell-labels.js";
import { isUndecided, pairWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Draft, FindingContext } from "./finding.js";

/**
 * Sentences on strategies at equal workers: one for each pair of strategies, workload and number of tasks, at the largest
 * N and the most workers that both were measured with (more than once, where there is such a pair).
 *
 * @param areOpposed which cells the finding sets against each other
 */
export function rivalFindings(
  { comparisons, varying }: FindingContext,
  areOpposed: (one: Factors, other: Factors) => boolean,
): Draft[] {
  const rivals = comparisons.changes.acrossStrategies.filter(
    ({ from, to, change }) => change.ratio !== null && areOpposed(from.factors, to.factors),
  );
  const byLine = group(rivals, ({ from, to }) => {
    const { workload, tasks } = from.factors;
    return `${from.variant}|${to.variant}|${workload}|${varying.includes("tasks") ? tasks : ""}`;
  });
  return [...byLine.values()].map((all) => {
    const repeated = all.filter(({ change }) => change.interval !== null);
    const line = repeated.length > 0 ? repeated : all;
    const { from, to, change } = line.reduce(larger);
    const [one, other] = [variantWords(from.factors, varying), variantWords(to.factors, varying)];
    const size = sizeWords(from.factors, varying);
    const place = `At ${workerWords(from.factors.workers)}${size && `, ${size}`}`;
    return {
      text: `${place}: ${pairWords(change, one, other)}.`,
      weight: isUndecided(change) ? 38 : 68,
      changes: line,
      cells: [from, to],
    };
  });
}

function larger(a: CellChange, b: CellChange): CellChange {
  const [n, otherN] = [a.from.factors.n ?? 0, b.from.factors.n ?? 0];
  if (n !== otherN) return otherN > n ? b : a;
  return b.from.factors.workers > a.from.factors.workers ? b : a;
}
