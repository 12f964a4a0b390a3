/** The API of the package: write a study, run it, read runs, build their site. */
import { redisUrl } from "./app/redis-url.js";
import { toolVersion } from "./app/tool-version.js";
import type { StoredRun } from "./record/files/stored-run.js";
import type { Run } from "./record/schema/run-schema.js";
import type { RunEvent } from "./runner/request/events.js";
import { parseExtent } from "./study/extent.js";
import type { StudyDefinition } from "./study/file/file-schema.js";
import { parseCounts, parseDuration, parseShare, parseSizes } from "./study/levels.js";
import { newSeed } from "./study/schedule.js";
import type { Overrides } from "./study/study.js";
import { withoutUndefined } from "./study/without-undefined.js";
import { UserError } from "./user-error.js";

export type { StoredRun } from "./record/files/stored-run.js";
export { readRuns } from "./record/folder/run-index.js";
export { parseRun } from "./record/schema/parse-run.js";
export type { Cell, Experiment, Factors, Run, Trial } from "./record/schema/run-schema.js";
export type { RunEvent } from "./runner/request/events.js";
export type { MatrixDefinition, StudyDefinition } from "./study/file/file-schema.js";
export { UserError } from "./user-error.js";

/** Options of a run; the defaults are those of the command line. */
export interface RunOptions {
  /** Folder of the run files; default `runs`. */
  runsDir?: string;
  /** Levels that take the place of those in every experiment: a list, or text such as `"1..8"`. */
  workers?: readonly number[] | string;
  tasks?: readonly number[] | string;
  sizes?: readonly number[] | string;
  strategies?: readonly string[];
  /** How often every cell is repeated; or `budget`, a time such as `"5m"`. What the study says comes second. */
  blocks?: number;
  budget?: string;
  /** Ends once every interval against a baseline is within this either way, such as `"2%"`; the budget ends it as well. */
  precision?: string;
  timeout?: string;
  /** Share of the run for the control cell, such as `"10%"`; `"0%"` for none, `"100%"` for one before every trial. */
  control?: string;
  seed?: number;
  label?: string;
  /** What you expect, kept in the run file from before the first trial on; default: that of the study. */
  hypothesis?: string;
  /** A name for this machine, kept for later runs. */
  machine?: string;
  /** URL of the Redis of the strategy `queue`, such as `"redis://host:6379"`, and kept nowhere; default: SCALEBOOK_REDIS. */
  redis?: string;
  /** Folder that modules, commands and hooks start from; default: the current one. */
  folder?: string;
  onEvent?: (event: RunEvent) => void;
  /** Aborted: the run is finished with what is there. */
  signal?: AbortSignal;
}

/** Gives a study its type in an editor; it is checked when it is run. */
export function defineStudy(study: StudyDefinition): StudyDefinition {
  return study;
}

/**
 * Records a study on this machine into a run file. Throws a UserError for mistakes in the study or the options; failures
 * of the measured work are data in the run.
 */
export async function runStudy(
  definition: StudyDefinition,
  options: RunOptions = {},
): Promise<{ run: Run; file: string }> {
  const [{ parseStudy }, { loadCatalogue }, { recordRequest }, { recordStudy }, { currentCommit }] = await Promise.all([
    import("./study/file/parse.js"),
    import("./app/catalogue.js"),
    import("./app/record-request.js"),
    import("./runner/recording/record-study.js"),
    import("./runner/processes/git-commit.js"),
  ]);
  const catalogue = await loadCatalogue();
  checkOptions(options, Object.keys(catalogue.strategies));
  const loaded = parseStudy(definition, "the study", catalogue);
  const {
    runsDir = "runs",
    folder = process.cwd(),
    seed = newSeed(),
    timeout,
    control,
    label,
    machine,
    redis,
  } = options;
  const { hypothesis = loaded.hypothesis } = options;
  const asked = withoutUndefined({
    loaded,
    overrides: overridesOf(options),
    extent: parseExtent(options, (option) => option),
    timeoutMs: timeout === undefined ? undefined : parseDuration(timeout, "timeout"),
    seed,
    controlShare: control === undefined ? undefined : parseShare(control, "control"),
    folder,
    runsDir,
    label,
    hypothesis,
    machineName: machine,
    redis: redisUrl(undefined, { SCALEBOOK_REDIS: redis ?? process.env.SCALEBOOK_REDIS }),
    command: `runStudy of ${loaded.study.id}`,
  });
  const { signal: stop = new AbortController().signal, onEvent = () => {} } = options;
  const request = await recordRequest(asked, { commit: currentCommit(folder), stop });
  return recordStudy({ ...request, onEvent });
}

/** Builds the site of these runs. The same runs give the same bytes. */
export async function buildSite({ runs, outDir }: { runs: readonly StoredRun[]; outDir: string }) {
  const site = await import("./report/site/build-site.js");
  return site.buildSite({ runs, outDir, toolVersion: toolVersion() });
}

function checkOptions({ strategies = [], blocks = 1, seed = 0 }: RunOptions, known: readonly string[]): void {
  const unknown = strategies.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UserError(`strategies has "${unknown}": there are ${known.join(", ")}`);
  if (!Number.isInteger(blocks) || blocks < 1) throw new UserError(`blocks is ${blocks}: give a whole number from 1`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new UserError(`seed is ${seed}: give a whole number from 0 to ${2 ** 32 - 1}`);
  }
}

function overridesOf({ workers, tasks, sizes, strategies }: RunOptions): Overrides {
  return withoutUndefined({
    workers: workers === undefined ? undefined : parseCounts(textOf(workers), "workers"),
    tasks: tasks === undefined ? undefined : parseCounts(textOf(tasks), "tasks"),
    sizes: sizes === undefined ? undefined : parseSizes(textOf(sizes), "sizes"),
    strategies: strategies && [...strategies],
  });
}

function textOf(levels: readonly number[] | string): string {
  return typeof levels === "string" ? levels : levels.join(",");
}
