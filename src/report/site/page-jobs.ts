import { sha256 } from "../../record/schema/run-id.js";
import { type Pair, pairSlug } from "../archive/comparison-pairs.js";
import type { ArchivedRun, ListedRun } from "../archive/run-entry.js";
import type { Several } from "../pages/comparing/several.js";

/** A run without the figures of its cells: plain data that can be sent to a thread, which opens the files. */
export type PlainRun = ListedRun & Pick<ArchivedRun, "children" | "files" | "key">;

/** The runs that some pages are made from, and what else these pages show. */
export type PageSource =
  | { kind: "run"; run: PlainRun; pairs: readonly Pair[]; against: number; isLight: boolean }
  | { kind: "pair"; pair: Pair<PlainRun> }
  | { kind: "several"; several: Several<PlainRun>; pairs: readonly Pair[] };

/** Pages that are made together, by one thread. */
export interface PageJob {
  /** Folder of the pages, such as "run/<id>". */
  name: string;
  /** Hash of everything that the pages depend on. */
  key: string;
  source: PageSource;
}

/** Folder of the pages of runs. */
export const RUNS = "run/";

/** The jobs for every run, those of `light` without charts, for every pair, and for every run that is set against several. */
export function planJobs(
  runs: readonly ArchivedRun[],
  pairs: readonly Pair<ArchivedRun>[],
  several: readonly Several<ArchivedRun>[],
  light: ReadonlySet<ArchivedRun>,
): PageJob[] {
  const plainRuns = new Map(runs.map((run) => [run, plainRun(run)]));
  const plain = (run: ArchivedRun) => plainRuns.get(run) as PlainRun;
  const plainPairs = pairs.map(({ a, b }) => ({ a: plain(a), b: plain(b) }));
  const pairsOf = groupPairs(plainPairs);
  const place = new Map(plainPairs.map((pair, index) => [pair, index]));
  const amongThem = (some: readonly PlainRun[]) =>
    [...new Set(some.flatMap((run) => pairsOf.get(run) ?? []))]
      .filter(({ a, b }) => some.includes(a) && some.includes(b))
      .sort((x, y) => (place.get(x) ?? 0) - (place.get(y) ?? 0));
  const against = new Map(several.map(({ reference, others }) => [reference.run.id, others.length]));
  return [
    ...[...plainRuns].map(([archived, run]) =>
      runJob(run, pairsOf.get(run) ?? [], against.get(run.run.id) ?? 0, light.has(archived)),
    ),
    ...plainPairs.map(pairJob),
    ...several.map(({ reference, others }) => {
      const one = { reference: plain(reference), others: others.map(plain) };
      return severalJob(one, amongThem([one.reference, ...one.others]));
    }),
  ];
}

export function plainRun(run: ArchivedRun): PlainRun {
  const { analysis, line, children, files, key, sha256, bytes, path, download } = run;
  return { run: run.run, analysis, line, children, files, key, sha256, bytes, path, download };
}

/** Pairs by each of their runs. */
function groupPairs(pairs: readonly Pair<PlainRun>[]): Map<PlainRun, Pair<PlainRun>[]> {
  const byRun = new Map<PlainRun, Pair<PlainRun>[]>();
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
function runJob(run: PlainRun, pairs: readonly Pair<PlainRun>[], against: number, isLight: boolean): PageJob {
  const { download, children } = run;
  const links = pairs.map(({ a, b }) => [linkOf(a), linkOf(b)]);
  const dependsOn = [...contentOf(run), download, children, against, links, isLight];
  return job(`${RUNS}${run.run.id}`, { kind: "run", run, pairs, against, isLight }, dependsOn);
}

function pairJob(pair: Pair<PlainRun>): PageJob {
  return job(`compare/${pairSlug(pair)}`, { kind: "pair", pair }, [contentOf(pair.a), contentOf(pair.b)]);
}

/** @param pairs those among the runs, newest first */
function severalJob(several: Several<PlainRun>, pairs: readonly Pair[]): PageJob {
  const dependsOn = [...[several.reference, ...several.others].map(contentOf), ...pairs.map(pairSlug)];
  return job(`compare/${several.reference.run.id}`, { kind: "several", several, pairs }, dependsOn);
}

function job(name: string, source: PageSource, dependsOn: unknown): PageJob {
  return { name, key: sha256(JSON.stringify([name, dependsOn])), source };
}

function contentOf({ key, line }: PlainRun): unknown[] {
  return [key, line.runs, line.broken];
}

/** The facts that links to the run show. */
function linkOf({ run }: ListedRun): unknown[] {
  return [run.id, run.study, run.label ?? null, run.machine.name, run.startedAt];
}
