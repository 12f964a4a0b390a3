import { sha256 } from "../../record/schema/run-id.js";
import { type Pair, pairSlug } from "../archive/comparison-pairs.js";
import type { RecordedRun } from "../archive/list-runs.js";
import type { Child, Listed } from "../archive/run-entry.js";
import type { RunRef } from "../archive/run-opener.js";
import type { Several } from "../pages/several.js";

/** The runs that some pages are made from, and what else these pages show: plain data, so that any thread can make them. */
export type PageSource =
  | { kind: "run"; ref: RunRef; children: readonly Child[]; pairs: readonly Pair[]; against: number }
  | { kind: "pair"; a: RunRef; b: RunRef }
  | { kind: "several"; reference: RunRef; others: readonly RunRef[]; pairs: readonly Pair[] };

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
  runs: readonly RecordedRun[],
  pairs: readonly Pair<RecordedRun>[],
  several: readonly Several<RecordedRun>[],
): PlannedJob[] {
  const pairsOf = groupPairs(pairs);
  const against = new Map(several.map(({ reference, others }) => [reference, others.length]));
  return [
    ...runs.map((run) => runJob(run, pairsOf.get(run) ?? [], against.get(run) ?? 0)),
    ...pairs.map(pairJob),
    ...several.map((one) => severalJob(one, pairs)),
  ];
}

function groupPairs(pairs: readonly Pair<RecordedRun>[]): Map<RecordedRun, Pair<RecordedRun>[]> {
  const byRun = new Map<RecordedRun, Pair<RecordedRun>[]>();
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
function runJob(run: RecordedRun, pairs: readonly Pair<RecordedRun>[], against: number): PlannedJob {
  const source = (): PageSource => {
    return { kind: "run", ref: refOf(run), children: run.children, pairs: pairs.map(plainPair), against };
  };
  return job(`run/${run.run.id}`, source, [
    ...contentOf(run),
    run.download,
    run.children,
    against,
    pairs.map(({ a, b }) => [linkOf(a), linkOf(b)]),
  ]);
}

function pairJob({ a, b }: Pair<RecordedRun>): PlannedJob {
  const source = (): PageSource => ({ kind: "pair", a: refOf(a), b: refOf(b) });
  return job(`compare/${pairSlug({ a, b })}`, source, [contentOf(a), contentOf(b)]);
}

function severalJob({ reference, others }: Several<RecordedRun>, pairs: readonly Pair<RecordedRun>[]): PlannedJob {
  const ids = new Set([reference, ...others].map(({ run }) => run.id));
  const own = pairs.filter(({ a, b }) => ids.has(a.run.id) && ids.has(b.run.id)).map(plainPair);
  const source = (): PageSource => {
    return { kind: "several", reference: refOf(reference), others: others.map(refOf), pairs: own };
  };
  return job(`compare/${reference.run.id}`, source, [reference, ...others].map(contentOf).concat(own.map(pairSlug)));
}

function job(name: string, source: () => PageSource, dependsOn: unknown): PlannedJob {
  return { name, key: sha256(JSON.stringify([name, dependsOn])), source };
}

function contentOf({ key, line }: RecordedRun): unknown[] {
  return [key, line.runs, line.broken];
}

/** The facts that links to the run show. */
function linkOf({ run }: Listed): unknown[] {
  return [run.id, run.study, run.label ?? null, run.machine.name, run.startedAt];
}

function refOf(run: RecordedRun): RunRef {
  return { listed: plainRun(run), files: run.files };
}

function plainPair({ a, b }: Pair<RecordedRun>): Pair {
  return { a: plainRun(a), b: plainRun(b) };
}

function plainRun({ run, analysis, line, sha256, bytes, path, download }: RecordedRun): Listed {
  return { run, analysis, line, sha256, bytes, path, download };
}
