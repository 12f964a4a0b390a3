import { haveCommonRun } from "../analysis/compared-lines.js";
import { cellKey } from "../analysis/keys.js";
import { compareText, type Entry } from "./archive.js";

/** Two runs with a page of their own; `a` is the reference. */
export interface Pair {
  a: Entry;
  b: Entry;
}

/** Newest runs of so many machines of one study are set against each other: 6 machines make 15 pages. */
const MOST_MACHINES = 6;
/** Newest imported runs that are searched for common cells: 12 make at most 66 pages. */
const MOST_IMPORTS = 12;

/**
 * The pairs that get a page, each once:
 * of every study, the newest run of each machine against that of each other machine (the newest six machines);
 * every run against the run before it of the same study on the same machine;
 * of the twelve newest imported runs, those of different studies that share a cell.
 */
export function choosePairs(newestFirst: readonly Entry[]): Pair[] {
  const pairs = [...acrossMachines(newestFirst), ...consecutive(newestFirst), ...imported(newestFirst)];
  const known = new Set<string>();
  return pairs.filter(({ a, b }) => {
    const key = [a.run.id, b.run.id].sort(compareText).join(" ");
    return known.size < known.add(key).size;
  });
}

/** Folder of the pair's page. */
export function pairSlug({ a, b }: Pair): string {
  return `${a.run.id}--${b.run.id}`;
}

function acrossMachines(entries: readonly Entry[]): Pair[] {
  return groups(entries, ({ run }) => run.study).flatMap((study) => {
    const newest = groups(study, ({ run }) => run.machine.id).flatMap(([first]) => first ?? []);
    return everyPair(newest.slice(0, MOST_MACHINES));
  });
}

function consecutive(entries: readonly Entry[]): Pair[] {
  // A run and one that goes on with it are no pair: the same trials would stand on both sides.
  return groups(entries, ({ run }) => `${run.study} ${run.machine.id}`).flatMap((series) =>
    series.flatMap((b, index) => {
      const a = series.slice(index + 1).find((earlier) => !haveCommonRun(earlier.line, b.line));
      return a ? [{ a, b }] : [];
    }),
  );
}

function imported(entries: readonly Entry[]): Pair[] {
  const imports = entries.filter(({ run }) => run.origin !== undefined).slice(0, MOST_IMPORTS);
  return everyPair(imports).filter(({ a, b }) => a.run.study !== b.run.study && shareCell(a, b));
}

/** The reference first: bare metal before a virtual machine, then by name, so that the order of recording says nothing. */
function everyPair(entries: readonly Entry[]): Pair[] {
  const ordered = [...entries].sort(
    (a, b) =>
      Number(isVirtual(a)) - Number(isVirtual(b)) ||
      compareText(a.run.study, b.run.study) ||
      compareText(a.run.machine.name, b.run.machine.name) ||
      compareText(a.run.id, b.run.id),
  );
  return ordered.flatMap((a, index) => ordered.slice(index + 1).map((b) => ({ a, b })));
}

function isVirtual({ run }: Entry): boolean {
  const kind = run.machine.virtualisation;
  return kind !== undefined && kind !== null && kind !== "none";
}

function shareCell(a: Entry, b: Entry): boolean {
  const alone = a.run.experiments.length === 1 && b.run.experiments.length === 1;
  const keys = ({ run }: Entry) =>
    run.experiments.flatMap(({ id, cells }) => cells.map(({ factors }) => `${alone ? "" : id} ${cellKey(factors)}`));
  const known = new Set(keys(a));
  return keys(b).some((key) => known.has(key));
}

function groups(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[][] {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) byKey.set(keyOf(entry), [...(byKey.get(keyOf(entry)) ?? []), entry]);
  return [...byKey.values()];
}
