import { show } from "../schema/quote-value.js";
import type { Run } from "../schema/run-schema.js";

/** What must be equal for the blocks of two recordings to be those of one. */
export interface Kin extends Pick<Run, "study" | "studyHash" | "seed"> {
  origin?: object | undefined;
  machine: Pick<Run["machine"], "id" | "name">;
  software: Pick<Run["software"], "node">;
}

/** What is known of a run that others may go on with. */
export type Related = Kin & Pick<Run, "id" | "parent">;

/** A run with those that it goes on with. */
export interface Lineage<R extends Related = Run> {
  /** Oldest first; the run itself is the last. */
  runs: R[];
  /** Where the line breaks off: a parent that is not there or cannot be one, and why. */
  broken: { id: string; why: string } | null;
}

/**
 * Follows a run to its parent and on to the first of the line, as far as they are there and fit. Files come from other
 * people: a run may name any other, or itself.
 *
 * @param find the run of an id, where it is at hand
 */
export function lineageOf(run: Run, find: (id: string) => Run | undefined): Lineage {
  return lineOf(run, find, blockRange);
}

/** As {@link lineageOf}, where the runs are known by their descriptions and the numbers of their blocks. */
export function lineOf<R extends Related>(
  run: R,
  find: (id: string) => R | undefined,
  rangeOf: (run: R) => readonly [first: number, last: number],
): Lineage<R> {
  const runs = [run];
  const seen = new Set([run.id]);
  for (let child = run; child.parent !== undefined; ) {
    const id = child.parent;
    if (seen.has(id)) return { runs, broken: { id, why: "the runs name each other as parents" } };
    const parent = find(id);
    if (parent === undefined) return { runs, broken: { id, why: "it is not at hand" } };
    const why = whyNotPooled(parent, child) ?? whyNotNumberedOn(rangeOf(parent), rangeOf(child));
    if (why !== null) return { runs, broken: { id, why } };
    seen.add(id);
    runs.unshift(parent);
    child = parent;
  }
  return { runs, broken: null };
}

/** Why the blocks of a run and of one that goes on with it may not be pooled; `null` where they may. */
export function whyNotPooled(parent: Kin, child: Kin): string | null {
  if (parent.origin !== undefined || child.origin !== undefined)
    return "it was imported, and its cells not interleaved";
  if (parent.machine.id !== child.machine.id) return `it was recorded on another machine, ${show(parent.machine.name)}`;
  if (parent.software.node !== child.software.node) {
    return `it was recorded on Node ${show(parent.software.node ?? "none")}, not on Node ${show(child.software.node ?? "none")}`;
  }
  const sameStudy = parent.study === child.study && parent.studyHash === child.studyHash && parent.studyHash !== null;
  if (!sameStudy) return "the study is not the same as it was then";
  return parent.seed === child.seed ? null : "its seed is another";
}

function whyNotNumberedOn([, last]: readonly [number, number], [first]: readonly [number, number]): string | null {
  return first > last ? null : "its blocks are not numbered on from there";
}

/** Numbers of the first and of the last block that a run has a trial of; without any, nothing is before or after it. */
export function blockRange({ experiments }: Pick<Run, "experiments">): [first: number, last: number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { cells } of experiments) {
    for (const { trials } of cells) {
      for (const { block } of trials) {
        if (block < first) first = block;
        if (block > last) last = block;
      }
    }
  }
  return [first, last];
}

/** How many blocks a run has trials of. */
export function blockCount({ experiments }: Pick<Run, "experiments">): number {
  const blocks = new Set<number>();
  for (const { cells } of experiments)
    for (const { trials } of cells) for (const { block } of trials) blocks.add(block);
  return blocks.size;
}
