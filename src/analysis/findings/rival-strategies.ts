import { group } from "d3-array";
import type { Factors } from "../../record/schema/run-schema.js";
import { sizeWords, variantWords, workerWords } from "../cells/cell-labels.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { Finding } from "../results/run-analysis.js";
import type { FindingContext } from "./finding-context.js";

/**
 * Sentences on strategies at equal workers: one for each pair of strategies, workload and number of tasks, at the largest
 * N and the most workers that both were measured with (more than once, where there is such a pair).
 *
 * @param areOpposed which cells the finding sets against each other
 */
export function rivalFindings(
  context: FindingContext,
  areOpposed: (one: Factors, other: Factors) => boolean,
): Omit<Finding, "id">[] {
  const rivals = context.comparisons.changes.acrossStrategies.filter(
    ({ from, to, change }) => change.ratio !== null && areOpposed(from.factors, to.factors),
  );
  const tasksOf = ({ from }: CellChange) => (context.varying.includes("tasks") ? from.factors.tasks : "");
  const byLine = group(rivals, (entry) => {
    const { from, to } = entry;
    return [from.variant, to.variant, from.factors.workload, tasksOf(entry)].join("|");
  });
  return [...byLine.values()].map((all) => {
    const repeated = all.filter(({ change }) => change.interval !== null);
    const line = repeated.length > 0 ? repeated : all;
    const most = line.reduce(larger);
    return {
      text: sentence(most, context),
      weight: isUndecided(most.change) ? 38 : 68,
      evidence: { changes: line.map(({ change }) => change), cells: [most.from.key, most.to.key] },
    };
  });
}

function larger(a: CellChange, b: CellChange): CellChange {
  const [n, otherN] = [a.from.factors.n ?? 0, b.from.factors.n ?? 0];
  if (n !== otherN) return otherN > n ? b : a;
  return b.from.factors.workers > a.from.factors.workers ? b : a;
}

function sentence({ from, to, change }: CellChange, { varying }: FindingContext): string {
  const [one, other] = [variantWords(from.factors, varying), variantWords(to.factors, varying)];
  const size = sizeWords(from.factors, varying);
  const place = `At ${workerWords(from.factors.workers)}${size && `, ${size}`}`;
  if (isUndecided(change)) return `${place}: from ${one} to ${other} there is ${undecidedWords(change)}.`;
  return `${place}: ${other} ${changeWords(change, one)}.`;
}
