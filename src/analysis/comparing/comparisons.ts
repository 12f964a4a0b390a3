import type { CellView } from "../cells/cell-view.js";
import type { Change } from "../results/run-analysis.js";
import type { Estimator } from "./estimate.js";
import { type Pair, type Pairs, pairsOf } from "./pairs.js";
import { judge } from "./verdict.js";

/** A change with the cells that it is between. */
export interface CellChange extends Pair {
  change: Change;
}

/** The judged comparisons of one experiment. */
export interface Comparisons {
  changes: Record<keyof Pairs, CellChange[]>;
  /** Number of p values in the experiment's family. */
  familySize: number;
  /**
   * Judges further comparisons that only the data could choose (everything against the best cell), as a family of
   * their own. A pair that the experiment's family could not decide stays undecided: no sentence contradicts a table.
   */
  judgeMore(pairs: readonly Pair[]): CellChange[];
}

export interface ComparisonOptions {
  estimator: Estimator;
  floorPercent: number;
}

/**
 * Judges every pair that an experiment calls for, as one family. A pair that stands in two lists is one test of it, and
 * both lists show the same change.
 */
export function compareCells(views: readonly CellView[], options: ComparisonOptions): Comparisons {
  const planned = pairsOf(views);
  const family = judgePairs(distinctPairs(Object.values(planned).flat()), options);
  const known = new Map<CellView, Map<CellView, CellChange>>();
  for (const entry of family) known.set(entry.from, (known.get(entry.from) ?? new Map()).set(entry.to, entry));
  const judged = ({ from, to }: Pair) => known.get(from)?.get(to);
  const familySize = family.filter(({ change }) => change.p !== null).length;
  const all = (pairs: readonly Pair[]) => pairs.flatMap((pair) => judged(pair) ?? []);
  return {
    changes: {
      againstBaseline: all(planned.againstBaseline),
      steps: all(planned.steps),
      acrossStrategies: all(planned.acrossStrategies),
      firstToLast: all(planned.firstToLast),
    },
    familySize,
    judgeMore: (pairs) =>
      judgePairs(pairs, options).map((entry) =>
        asDecided(entry, judged(entry) ?? judged({ from: entry.to, to: entry.from })),
      ),
  };
}

/** The change of a pair, undecided where the experiment's family (in either direction) leaves it so. */
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
