import { sha256 } from "../../record/schema/run-id.js";
import { type Pair, pairSlug } from "../archive/comparison-pairs.js";
import type { RecordedRun } from "../archive/list-runs.js";
import type { Child, Listed } from "../archive/run-entry.js";
import type { RunRef } from "../archive/run-opener.js";
import type { Several } from "../pages/several.js";

/** Pages that are made together, from one or a few runs: plain data, so that another thread can make them. */
export type Order =
  | { kind: "run"; ref: RunRef; children: readonly Child[]; pairs: readonly Pair[]; against: number }
  | { kind: "pair"; a: RunRef; b: RunRef }
  | { kind: "several"; reference: RunRef; others: readonly RunRef[]; pairs: readonly Pair[] };

/** What another thread needs to make the pages of an order. */
export interface Job {
  key: string;
  order: Order;
}

/** An order with what its pages depend on: where the key is the same, they are. */
export interface Unit {
  name: string;
  key: string;
  /** Most pages of a large archive are there: only those that are to be made need their order. */
  order: () => Order;
}

/** Orders the pages of a run. `pairs` are those with the run; `against`: how many stand against it on one page. */
export function orderRun(run: RecordedRun, pairs: readonly Pair<RecordedRun>[], against: number): Unit {
  const order = (): Order => {
    return { kind: "run", ref: refOf(run), children: run.children, pairs: pairs.map(plainPair), against };
  };
  return unit(`run/${run.run.id}`, order, [
    ...contentOf(run),
    run.download,
    run.children,
    against,
    pairs.map(({ a, b }) => [wordsOf(a), wordsOf(b)]),
  ]);
}

export function orderPair({ a, b }: Pair<RecordedRun>): Unit {
  const order = (): Order => ({ kind: "pair", a: refOf(a), b: refOf(b) });
  return unit(`compare/${pairSlug({ a, b })}`, order, [contentOf(a), contentOf(b)]);
}

export function orderSeveral({ reference, others }: Several<RecordedRun>, pairs: readonly Pair<RecordedRun>[]): Unit {
  const ids = new Set([reference, ...others].map(({ run }) => run.id));
  const own = pairs.filter(({ a, b }) => ids.has(a.run.id) && ids.has(b.run.id)).map(plainPair);
  const order = (): Order => ({ kind: "several", reference: refOf(reference), others: others.map(refOf), pairs: own });
  return unit(`compare/${reference.run.id}`, order, [reference, ...others].map(contentOf).concat(own.map(pairSlug)));
}

function unit(name: string, order: () => Order, dependsOn: unknown): Unit {
  return { name, key: sha256(JSON.stringify([name, dependsOn])), order };
}

function contentOf({ key, line }: RecordedRun): unknown[] {
  return [key, line.runs, line.broken];
}

/** What a page that leads to the run says of it. */
function wordsOf({ run }: Listed): unknown[] {
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
