import { interpreterNames } from "../schema/interpreter-names.js";
import { show } from "../schema/quote-value.js";
import type { Run } from "../schema/run-schema.js";
import { type BlockRange, factsOf, hasFailed, type RunFacts, type RunTotals } from "./run-facts.js";

/** A run with those that it goes on with. */
export interface Lineage<R = Run> {
  /** Oldest first; the run itself is the last. */
  runs: R[];
  /** The parent that is missing or cannot be one, and the reason; `null` where the line is whole. */
  broken: { id: string; why: string } | null;
}

/** Follows a run to its parent and on to the first of the line; see {@link lineOf}. */
export function lineageOf(run: Run, find: (id: string) => Run | undefined): Lineage {
  const found = new Map([[run.id, run]]);
  const { runs, broken } = lineOf(factsOf(run), (id) => {
    const parent = find(id);
    if (parent !== undefined) found.set(parent.id, parent);
    return parent && factsOf(parent);
  });
  return { runs: runs.map(({ id }) => found.get(id) as Run), broken };
}

/**
 * Follows a run to its parent and on to the first of the line, by their facts. The line ends before a parent that is missing
 * or does not fit; a failed run has nothing to add to others. Files come from other people: a run may name any other, or itself.
 *
 * @param find the run of an id; undefined where it is missing
 */
export function lineOf(
  run: RunFacts & RunTotals,
  find: (id: string) => (RunFacts & RunTotals) | undefined,
): Lineage<RunFacts & RunTotals> {
  const runs = [run];
  if (hasFailed(run)) return { runs, broken: null };
  const seen = new Set([run.id]);
  for (let child = run; child.parent !== undefined; ) {
    const id = child.parent;
    if (seen.has(id)) return { runs, broken: { id, why: "the runs name each other as parents" } };
    const parent = find(id);
    if (parent === undefined) return { runs, broken: { id, why: "it is not at hand" } };
    const why = whyNotPooled(parent, child) ?? whyNotNumberedOn(parent.blocks, child.blocks);
    if (why !== null) return { runs, broken: { id, why } };
    seen.add(id);
    runs.unshift(parent);
    child = parent;
  }
  return { runs, broken: null };
}

/** Facts that must be equal for the blocks of two recordings to be those of one. */
type PooledFacts = Pick<RunFacts, "study" | "studyHash" | "seed" | "origin"> & {
  machine: Pick<Run["machine"], "id" | "name">;
  software: Pick<Run["software"], "node" | "interpreters">;
};

/** Why the blocks of a run and of one that goes on with it may not be pooled; `null` where they may. */
export function whyNotPooled(parent: PooledFacts, child: PooledFacts): string | null {
  if (parent.origin !== undefined || child.origin !== undefined)
    return "it was imported, and its cells not interleaved";
  if (parent.machine.id !== child.machine.id) {
    const [then, now] = [parent.machine, child.machine].map(({ id, name }) => `${show(name)} (${id})`);
    return `it was recorded on another machine, ${then}, not on ${now}`;
  }
  if (parent.software.node !== child.software.node) {
    return `it was recorded on Node ${show(parent.software.node ?? "none")}, not on Node ${show(child.software.node ?? "none")}`;
  }
  const [then, now] = [interpreterNames(parent.software), interpreterNames(child.software)];
  if (then !== now) return `it was recorded on ${show(then || "Node alone")}, not on ${show(now || "Node alone")}`;
  const sameStudy = parent.study === child.study && parent.studyHash === child.studyHash && parent.studyHash !== null;
  if (!sameStudy) {
    const [then, now] = [parent, child].map(({ study, studyHash }) => `${study} ${studyHash?.slice(0, 7)}`);
    return `the study is not the same as it was then: ${then} was recorded, and this is ${now}`;
  }
  return parent.seed === child.seed ? null : "its seed is another";
}

/** A run without blocks is neither before nor after another. */
function whyNotNumberedOn({ last }: BlockRange, { first }: BlockRange): string | null {
  return last === null || first === null || first > last ? null : "its blocks are not numbered on from there";
}
