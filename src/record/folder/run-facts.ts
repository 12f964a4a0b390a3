import type { InternedValues } from "../files/interned-values.js";
import type { Machine, Run } from "../schema/run-schema.js";

/** Description of a run without its trials, as lists, filters, overviews and histories show it. Every run is one. */
export type RunFacts = Pick<
  Run,
  | "id"
  | "parent"
  | "resumed"
  | "study"
  | "studyHash"
  | "label"
  | "status"
  | "startedAt"
  | "finishedAt"
  | "seed"
  | "machine"
  | "commit"
> & {
  software: Pick<Run["software"], "tool" | "node" | "interpreters" | "execArgv">;
  origin?: Pick<NonNullable<Run["origin"]>, "format" | "sha256" | "importedAt"> | undefined;
  experiments: readonly ExperimentFacts[];
};

/** Numbers that are counted over the trials of a run. */
export interface RunTotals {
  blocks: BlockRange;
  trials: { ok: number; failed: number };
}

export interface ExperimentFacts {
  id: string;
  title: string;
  question?: string | undefined;
}

/** Numbers of the first and last block that a run has a trial of (`null`: it has no trial), and how many such blocks it has. */
export interface BlockRange {
  first: number | null;
  last: number | null;
  count: number;
}

export function factsOf(run: Run): RunFacts & RunTotals {
  const { id, parent, resumed, study, studyHash, label, status, startedAt, finishedAt, seed, machine, commit } = run;
  const { tool, node, interpreters, execArgv } = run.software;
  return {
    id,
    ...(parent !== undefined && { parent }),
    ...(resumed !== undefined && { resumed }),
    study,
    studyHash,
    ...(label !== undefined && { label }),
    status,
    startedAt,
    finishedAt,
    seed,
    machine,
    software: { tool, node, ...(interpreters && { interpreters }), ...(execArgv && { execArgv }) },
    ...(commit !== undefined && { commit }),
    ...(run.origin && { origin: originFacts(run.origin) }),
    experiments: run.experiments.map(({ id, title, question }) => ({
      id,
      title,
      ...(question !== undefined && { question }),
    })),
    blocks: blockRange(run),
    trials: trialCounts(run),
  };
}

/** Whether the run ended because its program failed everywhere: it stands for nothing, and is never taken unless it is named. */
export function hasFailed({ status }: Pick<RunFacts, "status">): boolean {
  return status === "failed";
}

/** Whether anything was recorded: a run may be interrupted before its first trial ends. */
export function hasTrials(run: Run | (RunFacts & RunTotals)): boolean {
  if ("trials" in run) return run.trials.ok + run.trials.failed > 0;
  return run.experiments.some(({ cells }) => cells.some(({ trials }) => trials.length > 0));
}

/** Whether a run may be taken where none is named: it did not fail, and holds trials. */
export function isUsable(run: Run | (RunFacts & RunTotals)): boolean {
  return !hasFailed(run) && hasTrials(run);
}

/** Blocks that a run was planned with and had no room for in its file, which is how one ends early that was neither interrupted nor failed. */
export function blocksWithoutRoom({ status, plan }: Pick<Run, "status" | "plan">): number {
  return status === "complete" && plan !== undefined ? Math.max(0, plan.blocksPlanned - plan.blocksFinished) : 0;
}

/** The ids of a run and of the interrupted runs that it went on with, whose trials it has. */
export function idsWithin({ id, resumed = [] }: Pick<RunFacts, "id" | "resumed">): string[] {
  return [id, ...resumed.map((one) => one.id)];
}

/** Whether a run went on with the interrupted run of that id. */
export function wentOnWith({ resumed = [] }: Pick<RunFacts, "resumed">, id: string): boolean {
  return resumed.some((one) => one.id === id);
}

/** Whether the day of the measuring is known: of some imports only that of the import is. */
export function isDated({ origin, startedAt }: Pick<RunFacts, "origin" | "startedAt">): boolean {
  return origin === undefined || (origin.importedAt !== undefined && origin.importedAt !== startedAt);
}

function originFacts({ format, sha256, importedAt }: NonNullable<Run["origin"]>) {
  return { format, sha256, ...(importedAt !== undefined && { importedAt }) };
}

export function blockRange({ experiments }: Pick<Run, "experiments">): BlockRange {
  const blocks = new Set<number>();
  for (const { cells } of experiments)
    for (const { trials } of cells) for (const { block } of trials) blocks.add(block);
  if (blocks.size === 0) return { first: null, last: null, count: 0 };
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const block of blocks) {
    if (block < first) first = block;
    if (block > last) last = block;
  }
  return { first, last, count: blocks.size };
}

/** How many trials a run has, failed ones among them. */
export function countTrials({ experiments }: Pick<Run, "experiments">): number {
  return experiments.reduce((sum, { cells }) => cells.reduce((count, { trials }) => count + trials.length, sum), 0);
}

function trialCounts({ experiments }: Run): RunTotals["trials"] {
  const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  const ok = trials.filter(({ status }) => status === "ok").length;
  return { ok, failed: trials.length - ok };
}

/** Facts as fields of text: about 400 bytes, as most runs have machine, software and experiments in common. */
export function packFacts(
  { machine, software, experiments, ...own }: RunFacts & RunTotals,
  values: InternedValues,
): string[] {
  return [JSON.stringify(own), values.nameOf(machine), values.nameOf(software), values.nameOf(experiments)];
}

/** The facts that were packed; throws where a value in common is lost. */
export function unpackFacts(fields: readonly string[], values: InternedValues): RunFacts & RunTotals {
  const [own = "", machine = "", software = "", experiments = ""] = fields;
  return Object.assign(JSON.parse(own) as Omit<RunFacts, "machine" | "software" | "experiments"> & RunTotals, {
    machine: values.valueOf<Machine>(machine),
    software: values.valueOf<RunFacts["software"]>(software),
    experiments: values.valueOf<ExperimentFacts[]>(experiments),
  });
}
