import { haveCommonRun } from "../../analysis/two-runs/pooled-sides.js";
import { isUsable } from "../../record/folder/run-facts.js";
import { type ArchivedRun, compareText, groupEntries, type ListedRun } from "./run-entry.js";

/** Two runs with a page of their own; `a` is the reference. */
export interface Pair<L extends ListedRun = ListedRun> {
  a: L;
  b: L;
}

/** The first runs of a study are all set against each other: 6 make 15 pages. */
const MOST_WITH_ALL = 6;
/** A later run is set against the newest earlier run of so many other machines. */
const MOST_MACHINES = 5;
/** An imported run is set against so many earlier ones of other studies. */
const MOST_IMPORTS = 5;

/**
 * The pairs that get a page, newest first, each once. A run is set against earlier runs only, so that one more run takes no
 * pair away: the first six runs of a study all against each other; later ones against the run before on the same machine
 * and the newest of five other machines; an imported run against those of other studies that share a cell with it. A failed
 * run, or one without trials, is set against none, unless it is asked for.
 *
 * @param kept slugs of pairs that were published or asked for; those whose runs are here are pairs as well
 */
export function choosePairs(newestFirst: readonly ArchivedRun[], kept: Iterable<string> = []): Pair<ArchivedRun>[] {
  const oldestFirst = newestFirst.filter(({ run }) => isUsable(run)).reverse();
  const chosen = [...withinStudies(oldestFirst), ...imported(oldestFirst)];
  const bySlug = new Map(chosen.map((pair) => [pairSlug(pair), pair]));
  const byId = new Map(newestFirst.map((entry) => [entry.run.id, entry]));
  for (const slug of kept) {
    const pair = pairOf(slug, byId);
    if (pair !== null) bySlug.set(slug, pair);
  }
  const place = new Map(newestFirst.map((entry, index) => [entry, index]));
  const newest = ({ a, b }: Pair<ArchivedRun>) => Math.min(place.get(a) ?? 0, place.get(b) ?? 0);
  return [...bySlug.values()].sort((x, y) => newest(x) - newest(y) || compareText(pairSlug(y), pairSlug(x)));
}

/** Folder of the pair's page. */
export function pairSlug({ a, b }: Pair): string {
  return `${a.run.id}--${b.run.id}`;
}

const SLUG = /^(\d{8}t\d{6}z-.+-[0-9a-f]{6})--(\d{8}t\d{6}z-.+-[0-9a-f]{6})$/;

function pairOf(slug: string, byId: ReadonlyMap<string, ArchivedRun>): Pair<ArchivedRun> | null {
  const [, first = "", second = ""] = SLUG.exec(slug) ?? [];
  const [a, b] = [byId.get(first), byId.get(second)];
  return a === undefined || b === undefined || a === b ? null : { a, b };
}

function withinStudies(oldestFirst: readonly ArchivedRun[]): Pair<ArchivedRun>[] {
  return groupEntries(oldestFirst, ({ run }) => run.study).flatMap((study) => {
    const machines = new Map<string, Placed[]>();
    return study.flatMap((entry, index) => {
      const all = index < MOST_WITH_ALL;
      const partners = all ? study.slice(0, index).filter(isApartFrom(entry)) : newestOfMachines(machines, entry);
      const { id } = entry.run.machine;
      const own = machines.get(id);
      if (own === undefined) machines.set(id, [{ entry, index }]);
      else own.push({ entry, index });
      return partners.map((partner) => ordered(partner, entry));
    });
  });
}

/** A run with its place among those of its study, oldest first. */
interface Placed {
  entry: ArchivedRun;
  index: number;
}

/**
 * Whether another run may be a partner of this one. A run and one that goes on with it have trials in common, and would be
 * compared with themselves; runs without a common cell would have an empty page.
 */
function isApartFrom(entry: ArchivedRun): (other: ArchivedRun) => boolean {
  return (other) => !haveCommonRun(other.line, entry.line) && shareCell(other, entry);
}

/**
 * The newest run of the machine itself, and of the other machines that were last at work.
 *
 * @param machines the earlier runs of each, oldest first
 */
function newestOfMachines(machines: ReadonlyMap<string, readonly Placed[]>, entry: ArchivedRun): ArchivedRun[] {
  const isApart = isApartFrom(entry);
  const newest = [...machines.values()]
    .flatMap((runs) => runs.findLast((one) => isApart(one.entry)) ?? [])
    .sort((a, b) => b.index - a.index)
    .map((one) => one.entry);
  const isOwn = (other: ArchivedRun) => other.run.machine.id === entry.run.machine.id;
  return [...newest.filter(isOwn), ...newest.filter((other) => !isOwn(other)).slice(0, MOST_MACHINES)];
}

function imported(oldestFirst: readonly ArchivedRun[]): Pair<ArchivedRun>[] {
  const imports = oldestFirst.filter(({ run }) => run.origin !== undefined);
  return imports.flatMap((entry, index) =>
    imports
      .slice(0, index)
      .filter((other) => other.run.study !== entry.run.study && shareCell(other, entry))
      .slice(-MOST_IMPORTS)
      .map((other) => ordered(other, entry)),
  );
}

/**
 * The reference first: on one machine the earlier run; else bare metal before a virtual machine, then by name, so that the
 * order of recording says nothing.
 */
function ordered(earlier: ArchivedRun, later: ArchivedRun): Pair<ArchivedRun> {
  if (earlier.run.machine.id === later.run.machine.id) return { a: earlier, b: later };
  const order =
    Number(isVirtual(earlier)) - Number(isVirtual(later)) ||
    compareText(earlier.run.study, later.run.study) ||
    compareText(earlier.run.machine.name, later.run.machine.name);
  return order <= 0 ? { a: earlier, b: later } : { a: later, b: earlier };
}

function isVirtual({ run }: ListedRun): boolean {
  const kind = run.machine.virtualisation;
  return kind !== undefined && kind !== null && kind !== "none";
}

function shareCell(a: ArchivedRun, b: ArchivedRun): boolean {
  // Most runs of a study have all cells in common, and one list of them.
  if (a.cells === b.cells) return a.cells.some(({ keys }) => keys.length > 0);
  const alone = a.cells.length === 1 && b.cells.length === 1;
  const keys = ({ cells }: ArchivedRun) =>
    cells.flatMap((one) => one.keys.map((key) => `${alone ? "" : one.id} ${key}`));
  const known = new Set(keys(a));
  return keys(b).some((key) => known.has(key));
}
