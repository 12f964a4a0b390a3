import type { CellView } from "./cell-view.js";
import type { Estimator } from "./estimate.js";
import { type Pair, type Pairs, pairsOf } from "./pairs.js";
import type { Change } from "./types.js";
import { judge } from "./verdict.js";

/** A change with the cells that it is between. */
export interface CellChange extends Pair {
  change: Change;
}

/** The judged comparisons of one experiment. */
export interface Comparisons {
  changes: Record<keyof Pairs, CellChange[]>;
  /** Number of p values in the page's family. */
  familySize: number;
  /**
   * Judges further comparisons that only the data could choose (everything against the best cell), as a family of
   * their own. A pair that the page's family could not decide stays undecided: no sentence contradicts a table.
   */
  judgeMore(pairs: readonly Pair[]): CellChange[];
}

export interface ComparisonOptions {
  estimator: Estimator;
  floorPercent: number;
}

/**
 * Judges every pair that the experiments call for, as one family. A pair that stands in two lists is one test of it, and
 * both lists show the same change.
 *
 * @param experiments views of each experiment's cells
 * @returns one set of comparisons for each experiment, in order
 */
export function compareCells(experiments: readonly (readonly CellView[])[], options: ComparisonOptions): Comparisons[] {
  const planned = experiments.map(pairsOf);
  const family = judgePairs(distinctPairs(planned.flatMap((pairs) => Object.values(pairs).flat())), options);
  const known = new Map<CellView, Map<CellView, CellChange>>();
  for (const entry of family) known.set(entry.from, (known.get(entry.from) ?? new Map()).set(entry.to, entry));
  const judged = ({ from, to }: Pair) => known.get(from)?.get(to);
  const familySize = family.filter(({ change }) => change.p !== null).length;
  return planned.map(({ againstBaseline, steps, acrossStrategies, firstToLast }) => ({
    changes: {
      againstBaseline: againstBaseline.flatMap((pair) => judged(pair) ?? []),
      steps: steps.flatMap((pair) => judged(pair) ?? []),
      acrossStrategies: acrossStrategies.flatMap((pair) => judged(pair) ?? []),
      firstToLast: firstToLast.flatMap((pair) => judged(pair) ?? []),
    },
    familySize,
    judgeMore: (pairs) =>
      judgePairs(pairs, options).map((entry) =>
        asDecided(entry, judged(entry) ?? judged({ from: entry.to, to: entry.from })),
      ),
  }));
}

/** The change of a pair, undecided where the page's family (in either direction) leaves it so. */
function asDecided(entry: CellChange, inFamily: CellChange | undefined): CellChange {
  if (inFamily?.change.verdict !== "inconclusive" || entry.change.verdict === "inconclusive") return entry;
  const { reason, q } = inFamily.change;
  return { ...entry, change: { ...entry.change, verdict: "inconclusive", ...(reason && { reason }), q } };
}

function distinctPairs(pairs: readonly Pair[]): Pair[] {
  const seen = new Map<CellView, Set<CellView>>();
  return pairs.filter(({ from, to }) => {
    const partners = seen.get(from) ?? new Set();
    seen.set(from, partners);
    return partners.size < partners.add(to).size;
  });
}

function judgePairs(pairs: readonly Pair[], { estimator, floorPercent }: ComparisonOptions): CellChange[] {
  const changes = judge(
    pairs.map(({ from, to }) => ({ from, to, estimate: estimator(from, to) })),
    floorPercent,
  );
  return pairs.map(({ from, to }, index) => ({ from, to, change: changes[index] as Change }));
}
