import { smallest } from "../../record/limits/extremes.js";
import { slugify } from "../../record/schema/run-id.js";
import type { Experiment, Factors } from "../../record/schema/run-schema.js";
import { isOneThread } from "../../record/timing/effective-workers.js";

/** Names of at most so many characters are shown as they are: longer ones leave a chart no room. */
const LONGEST = 36;
/** What is kept of either end of a name that has nothing in common with the others. */
const END = 16;

const NAMED = ["strategy", "workload"] as const;

/** Given name of each short one. */
export type GivenNames = Readonly<Record<string, string>>;

/**
 * An experiment whose long names of strategies and workloads are cut to what tells them apart: of `sum.py --in a.csv
 * --solver jacobi` and `sum.py --in a.csv --solver multigrid`, `jacobi` and `multigrid`. Names of others stay, and so does
 * an experiment without long ones.
 */
export function withShortNames(experiment: Experiment): { experiment: Experiment; given: GivenNames } {
  const factors = experiment.cells.map((cell) => cell.factors);
  const { short, given } = shortFactors(factors);
  if (short === factors) return { experiment, given };
  const cells = experiment.cells.map((cell, index) => ({ ...cell, factors: short[index] as Factors }));
  return { experiment: { ...experiment, cells }, given };
}

/** The factors of cells with short names. */
export function shortFactors(factors: readonly Factors[]): { short: readonly Factors[]; given: GivenNames } {
  const given: Record<string, string> = {};
  let short = factors;
  // One short name stands for one thing, be it a strategy or a workload.
  const taken = new Set<string>();
  for (const factor of NAMED) {
    const names = shortNames([...new Set(factors.flatMap((one) => one[factor] ?? []))], taken);
    if (names.size === 0) continue;
    for (const [full, cut] of names) given[cut] = full;
    short = short.map((one) => ({ ...one, [factor]: names.get(one[factor] ?? "") ?? one[factor] }));
  }
  return { short, given };
}

/** Short names by given ones; empty where all are short. */
export function shortNames(names: readonly string[], taken = new Set<string>()): Map<string, string> {
  if (names.every((name) => name.length <= LONGEST)) return new Map();
  const apart = names.length > 1 ? differences(names) : names;
  return new Map(
    names.map((name, index) => {
      const cut = unlike(abridged(apart[index] ?? name), taken);
      taken.add(cut);
      return [name, cut];
    }),
  );
}

/** Pieces of a name: each with the space or slash behind it. */
function pieces(name: string): string[] {
  return name.match(/[^\s/]*[\s/]+|[^\s/]+$/g) ?? [name];
}

/** What is left of each name without the pieces that all of them start and end with; never nothing. */
function differences(names: readonly string[]): string[] {
  const all = names.map(pieces);
  const most = smallest(all.map(({ length }) => length)) - 1;
  const [first = []] = all;
  let from = 0;
  while (from < most && all.every((own) => own[from] === first[from])) from += 1;
  let behind = 0;
  while (behind < most - from && all.every((own) => own.at(-1 - behind) === first.at(-1 - behind))) behind += 1;
  const left = () =>
    all.map((own) =>
      own
        .slice(from, own.length - behind)
        .join("")
        .trim(),
    );
  if (left().some(needsMore)) {
    if (from > 0) from -= 1;
    else if (behind > 0) behind -= 1;
  }
  return left();
}

/** A number alone says nothing, "--solver 2" does; and "sequential" alone is a strategy of ours, "--mode sequential" is not. */
function needsMore(name: string): boolean {
  return /^[\d.,]+$/.test(name) || isOneThread(slugify(name));
}

function abridged(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, END).trim()} … ${name.slice(-END).trim()}`;
}

function unlike(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  let own = name;
  while (taken.has(own)) {
    own = `${name} (${number})`;
    number += 1;
  }
  return own;
}
