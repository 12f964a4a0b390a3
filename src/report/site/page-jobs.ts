import { sha256 } from "../../record/schema/run-id.js";
import { type Pair, pairSlug } from "../archive/comparison-pairs.js";
import type { ArchivedRun, ListedRun } from "../archive/run-entry.js";
import type { Several } from "../pages/several.js";

/** The runs that some pages are made from, and what else these pages show: plain data, so that any thread can make them. */
export type PageSource =
  | { kind: "run"; run: Plain; pairs: readonly Pair[]; against: number }
  | { kind: "pair"; pair: Pair<Plain> }
  | { kind: "several"; several: Several<Plain>; pairs: readonly Pair[] };

/** The part of a run that can be sent to a thread, which opens its files. */
type Plain = ListedRun & Pick<ArchivedRun, "children" | "files">;

/** Pages that are made together, by one thread. */
export interface PageJob {
  /** Hash of everything that the pages depend on. */
  key: string;
  source: PageSource;
}

/** A job with its name. Most pages of a large archive are kept: the source is put together only for those that are made. */
export interface PlannedJob {
  /** Folder of the pages, such as "run/<id>". */
  name: string;
  key: string;
  source: () => PageSource;
}

/** The jobs for every run, for every pair, and for every run that is set against several. */
export function planJobs(
  runs: readonly ArchivedRun[],
  pairs: readonly Pair<ArchivedRun>[],
  several: readonly Several<ArchivedRun>[],
): PlannedJob[] {
  const pairsOf = groupPairs(pairs);
  const against = new Map(several.map(({ reference, others }) => [reference, others.length]));
  return [
    ...runs.map((run) => runJob(run, pairsOf.get(run) ?? [], against.get(run) ?? 0)),
    ...pairs.map(pairJob),
    ...several.map((one) => severalJob(one, pairs)),
  ];
}

function groupPairs(pairs: readonly Pair<ArchivedRun>[]): Map<ArchivedRun, Pair<ArchivedRun>[]> {
  const byRun = new Map<ArchivedRun, Pair<ArchivedRun>[]>();
  for (const pair of pairs) {
    for (const run of [pair.a, pair.b]) {
      const own = byRun.get(run);
      if (own === undefined) byRun.set(run, [pair]);
      else own.push(pair);
    }
  }
  return byRun;
}

/**
 * @param pairs those with the run
 * @param against number of runs on the page that sets several against this one
 */
function runJob(run: ArchivedRun, pairs: readonly Pair<ArchivedRun>[], against: number): PlannedJob {
  const source = (): PageSource => ({ kind: "run", run: plainRun(run), pairs: pairs.map(plainPair), against });
  return job(`run/${run.run.id}`, source, [
    ...contentOf(run),
    run.download,
    run.children,
    against,
    pairs.map(({ a, b }) => [linkOf(a), linkOf(b)]),
  ]);
}

function pairJob(pair: Pair<ArchivedRun>): PlannedJob {
  const source = (): PageSource => ({ kind: "pair", pair: plainPair(pair) });
  return job(`compare/${pairSlug(pair)}`, source, [contentOf(pair.a), contentOf(pair.b)]);
}

function severalJob({ reference, others }: Several<ArchivedRun>, pairs: readonly Pair<ArchivedRun>[]): PlannedJob {
  const ids = new Set([reference, ...others].map(({ run }) => run.id));
  const own = pairs.filter(({ a, b }) => ids.has(a.run.id) && ids.has(b.run.id)).map(plainPair);
  const source = (): PageSource => {
    return { kind: "several", several: { reference: plainRun(reference), others: others.map(plainRun) }, pairs: own };
  };
  return job(`compare/${reference.run.id}`, source, [reference, ...others].map(contentOf).concat(own.map(pairSlug)));
}

function job(name: string, source: () => PageSource, dependsOn: unknown): PlannedJob {
  return { name, key: sha256(JSON.stringify([name, dependsOn])), source };
}

function contentOf({ key, line }: ArchivedRun): unknown[] {
  return [key, line.runs, line.broken];
}

/** The facts that links to the run show. */
function linkOf({ run }: ListedRun): unknown[] {
  return [run.id, run.study, run.label ?? null, run.machine.name, run.startedAt];
}

function plainPair({ a, b }: Pair<ArchivedRun>): Pair<Plain> {
  return { a: plainRun(a), b: plainRun(b) };
}

function plainRun({ run, analysis, line, children, files, sha256, bytes, path, download }: ArchivedRun): Plain {
  return { run, analysis, line, children, files, sha256, bytes, path, download };
}
