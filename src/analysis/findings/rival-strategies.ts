import { groupBy } from "../cell-view.js";
import type { CellChange } from "../comparisons.js";
import { sizeWords, variantWords, workerWords } from "../labels.js";
import type { Finding } from "../types.js";
import { changeWords, evidenceWords, lessOrMore } from "../words.js";
import type { FindingContext } from "./finding-context.js";
import { moreBlocksWords } from "./more-blocks.js";

/**
 * Sentences on strategies at equal workers: one for each pair of strategies and size, at the largest worker count that
 * both were measured with.
 *
 * @param areOpposed which strategies the finding sets against each other
 */
export function rivalFindings(
  context: FindingContext,
  areOpposed: (one: string, other: string) => boolean,
): Omit<Finding, "id">[] {
  const rivals = context.comparisons.changes.acrossStrategies.filter(
    ({ from, to, change }) => change.ratio !== null && areOpposed(from.factors.strategy, to.factors.strategy),
  );
  const byLine = groupBy(rivals, ({ from, to }) => `${from.variant}|${to.variant}|${from.size}`);
  return [...byLine.values()].map((line) => {
    const most = line.reduce((a, b) => (b.from.factors.workers > a.from.factors.workers ? b : a));
    return {
      text: sentence(most, context),
      weight: isUndecided(most) ? 38 : 68,
      evidence: { changes: line.map(({ change }) => change), cells: [most.from.key, most.to.key] },
    };
  });
}

function sentence(entry: CellChange, { varying }: FindingContext): string {
  const { from, to, change } = entry;
  const [one, other] = [variantWords(from.factors, varying), variantWords(to.factors, varying)];
  const size = sizeWords(from.factors, varying);
  const place = `At ${workerWords(from.factors.workers)}${size && `, ${size}`}`;
  if (!isUndecided(entry)) return `${place}: ${other} ${changeWords(change, one)}.`;
  const seen = `${lessOrMore(change.changePercent as number)}; ${evidenceWords(change)}`;
  return `${place}: not enough evidence that ${other} and ${one} differ (${seen}). ${moreBlocksWords(change)}`;
}

/** Inconclusive although there was an interval to conclude from. */
function isUndecided({ change }: CellChange): boolean {
  return change.verdict === "inconclusive" && change.interval !== null;
}
