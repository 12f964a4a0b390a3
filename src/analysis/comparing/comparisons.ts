import type { CellView } from "../cells/cell-view.js";
import type { Change, Decision } from "../results/run-analysis.js";
import { type Estimator, pValueOf, turned } from "./estimate.js";
import { familyOf } from "./family.js";
import { type Pair, type Pairs, pairsOf } from "./pairs.js";
import { qValuesOf, toChange } from "./verdict.js";

/** A change with the cells that it is between. */
export interface CellChange extends Pair {
  change: Change;
}

/** The decided comparisons of one experiment. */
export interface Comparisons {
  /** Those that tables show, each list in reading order. */
  changes: Record<keyof Pairs, CellChange[]>;
  /** Every pair of the family that has a p value, and how many further ones count as p = 1. */
  family: { decisions: Decision[]; untested: number };
  /** Whether the family has a pair, as it has every pair that a table or a sentence may show. */
  isMember(one: CellView, other: CellView): boolean;
  /** The one decision on a pair, told from the first cell to the second. */
  decide(from: CellView, to: CellView): CellChange;
}

export interface ComparisonOptions {
  estimator: Estimator;
  interleaved: boolean;
  floorPercent: number;
}

/** A pair with its q, and the rule that it is held to, from a family of its own. */
export interface SettledPair extends Member {
  floorPercent: number;
  atMostQ: number;
}

/** Cells that are compared among themselves only, and the pairs across them, which another family corrects. */
export interface Apart {
  parts: readonly (readonly CellView[])[];
  settled: readonly SettledPair[];
}

/**
 * Decides every pair that an experiment may call for, as one family. A pair that stands in two lists, or is asked for the
 * other way round, is one decision. A settled pair is none of this family: its q comes with it.
 */
export function compareCells(
  views: readonly CellView[],
  options: ComparisonOptions,
  { parts, settled }: Apart = { parts: [views], settled: [] },
): Comparisons {
  const plans = parts.map((part) => ({ part, planned: pairsOf(part) }));
  const families = plans.map(({ part, planned }) => familyOf(part, planned));
  const pairs = families.flatMap((family) => family.pairs);
  const untested = families.reduce((sum, family) => sum + family.untested, 0);
  const pOf = pValueOf(options.interleaved);
  const pValues = pairs.map(({ from, to }) => pOf(from, to));
  const qValues = qValuesOf(pValues, untested);
  const members = pairs.map((pair, index) => ({ ...pair, p: pValues[index] ?? null, q: qValues[index] ?? null }));
  const inFamily = byPair([...members, ...settled]);
  const decide = decider(inFamily, members.length + untested, options);
  const all = (list: keyof Pairs) =>
    plans.flatMap(({ planned }) => planned[list].map(({ from, to }) => decide(from, to)));
  return {
    changes: {
      againstBaseline: all("againstBaseline"),
      steps: all("steps"),
      acrossStrategies: all("acrossStrategies"),
      firstToLast: all("firstToLast"),
    },
    family: {
      decisions: members.flatMap(({ from, to, p, q }) =>
        p === null || q === null ? [] : [{ from: from.key, to: to.key, p, q }],
      ),
      untested,
    },
    isMember: (one, other) => inFamily(one, other) !== undefined || inFamily(other, one) !== undefined,
    decide,
  };
}

interface Member extends Pair {
  p: number | null;
  q: number | null;
  /** Absent: those of the experiment. */
  floorPercent?: number;
  atMostQ?: number;
}

/** @param size comparisons of the family: a pair outside it is corrected as one of so many */
function decider(
  inFamily: ReturnType<typeof byPair>,
  size: number,
  { estimator, floorPercent }: ComparisonOptions,
): Comparisons["decide"] {
  const decided = new Map<CellView, Map<CellView, CellChange>>();
  const keep = (entry: CellChange) => {
    decided.set(entry.from, (decided.get(entry.from) ?? new Map()).set(entry.to, entry));
    return entry;
  };
  return (from, to) => {
    const known = decided.get(from)?.get(to);
    if (known) return known;
    const other = inFamily(to, from);
    const estimate = other ? turned(estimator(to, from)) : estimator(from, to);
    const outside = estimate.p === null ? null : Math.min(1, estimate.p * size);
    const rule = { floorPercent, ...(other ?? inFamily(from, to) ?? { q: outside }) };
    return keep({ from, to, change: toChange({ from, to, estimate }, rule) });
  };
}

function byPair(members: readonly Member[]): (from: CellView, to: CellView) => Member | undefined {
  const known = new Map<CellView, Map<CellView, Member>>();
  for (const member of members) known.set(member.from, (known.get(member.from) ?? new Map()).set(member.to, member));
  return (from, to) => known.get(from)?.get(to);
}
