import { rm } from "node:fs/promises";
import { type Overhead, overheadOf } from "../../analysis/self-test/overhead.js";
import { FEWEST_BLOCKS, type SelfTestResult, selfTest } from "../../analysis/self-test/self-test.js";
import { type AskedRecording, recordRequest } from "../../app/record-request.js";
import { selfTestStudy } from "../../experiments/self-test.js";
import { makeTemporaryFolder, removeOwnerless } from "../../record/files/temporary-folders.js";
import { largest, smallest } from "../../record/limits/extremes.js";
import type { Run } from "../../record/schema/run-schema.js";
import { usableCores } from "../../runner/machine/cgroup.js";
import { type Floor, identityPath, keepFloor } from "../../runner/machine/machine-identity.js";
import { currentCommit } from "../../runner/processes/git-commit.js";
import { recordStudy } from "../../runner/recording/record-study.js";
import { measureOverhead } from "../../runner/trials/overhead.js";
import { MANY_BLOCKS } from "../../study/budget.js";
import { type AskedExtent, parseExtent } from "../../study/extent.js";
import { parseDuration } from "../../study/levels.js";
import { Interrupted, UserError } from "../../user-error.js";
import { clock } from "../../words/time.js";
import { wholeNumber } from "../arguments.js";
import { type Io, runsDirOf } from "../command.js";
import { seedOf } from "../options/asked-recording.js";
import type { SelfTestGiven } from "../options/self-test-options.js";
import { withProgress } from "../progress/progress.js";

const USUAL_BUDGET_MS = 120_000;
const LONGEST_TASK_MS = 10_000;
const TIMEOUT_MS = 60_000;
const OVERHEAD_PAIRS = 20;

/** Options of a self-test. */
interface SelfTestOptions {
  recording: Omit<AskedRecording, "runsDir">;
  /** Folder to keep the recording in as a run file; `null`: it is not kept. */
  keepIn: string | null;
  json: boolean;
}

/** Checks the options of a self-test. Throws UserErrors that name the option. */
export function selfTestOptionsOf(given: SelfTestGiven): SelfTestOptions {
  const { keep, json } = given.options;
  const recording = {
    seed: seedOf(given.options),
    extent: extentOf(given.options),
    usualBudgetMs: USUAL_BUDGET_MS,
    mostBlocks: MANY_BLOCKS,
    loaded: { study: selfTestStudy(usableCores(), taskMsOf(given.options)) },
    overrides: {},
    ownSizes: true,
    timeoutMs: TIMEOUT_MS,
    folder: process.cwd(),
    label: "self-test",
    command: "scalebook doctor --self-test",
  };
  return { recording, keepIn: keep ? runsDirOf(given) : null, json };
}

/** Result of a self-test, for programs. */
export interface SelfTested {
  interrupted: boolean;
  /** Absent where it was interrupted. */
  result?: SelfTestResult;
  overhead?: Overhead | null;
  /** File that the floor was kept in; `null` where it could not be written. */
  keptIn?: string | null;
  /** Run file of the recording, where it was to be kept. */
  run?: string;
}

const PREFIX = "scalebook-self-test-";

/**
 * Records the self-test, prints its result, and keeps the floor for later runs.
 *
 * @param unfit titles of the checks that say that the machine is not fit to measure on now
 */
export async function runSelfTest(options: SelfTestOptions, io: Io, unfit: readonly string[]): Promise<SelfTested> {
  const { keepIn, json } = options;
  if (keepIn === null) removeOwnerless(PREFIX);
  const folder = keepIn ?? (await makeTemporaryFolder(PREFIX));
  try {
    const recorded = await recordBoth(options, folder, io);
    if (recorded === null) return { interrupted: true };
    const { run, file, overhead } = recorded;
    const tested = { ...(await conclude(run, overhead)), ...(keepIn === null ? {} : { run: file }) };
    if (json) return tested;
    const { printSelfTest } = await import("../print/self-test-words.js");
    await printSelfTest({ ...tested, plan: run.plan, unfit }, io);
    return tested;
  } finally {
    if (keepIn === null) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Records the equal pairs, then trials against a loop timed by hand; `null` where it was interrupted. */
async function recordBoth({ recording }: SelfTestOptions, folder: string, io: Io) {
  const stop = new AbortController();
  const { signal } = stop;
  return withProgress(io, {
    stop,
    interrupted: "the floor stays what it was",
    async work(progress) {
      const commit = currentCommit(process.cwd());
      const request = await recordRequest({ ...recording, runsDir: folder }, { commit, stop: signal });
      const { run, file } = await recordStudy({ ...request, onEvent: progress.onEvent });
      progress.note("Setting trials against a loop timed by hand ...");
      const n = run.experiments[0]?.cells[0]?.factors.n ?? 1;
      const { seed } = recording;
      const overhead = overheadOf(await measureOverhead({ n, seed, pairs: OVERHEAD_PAIRS, stop: signal }));
      return signal.aborted ? null : { run, file, overhead };
    },
  }).catch((error: unknown) => {
    if (error instanceof Interrupted) return null;
    throw error;
  });
}

async function conclude(run: Run, overhead: Overhead | null): Promise<SelfTested> {
  const result = selfTest(run);
  if (result === null) throw tooFewBlocks(run);
  const keptIn = (await keepFloor(floorOf(result, run))) ? identityPath() : null;
  return { interrupted: false, result, overhead, keptIn };
}

/** The floor that later runs of this machine record: of several pairs the worst figure. */
function floorOf({ floorPercent, pairs, blocks, comparisons }: SelfTestResult, { finishedAt }: Run): Floor {
  return {
    floorPercent: round(Math.min(100, floorPercent)),
    selfTest: {
      measuredAt: finishedAt,
      blocks,
      comparisons,
      falseAlarmPercent: round(largest(pairs.map(({ falseAlarmsWithFloor }) => falseAlarmsWithFloor.percent))),
      coveragePercent: round(smallest(pairs.map(({ coverage }) => coverage.percent))),
    },
  };
}

function round(percent: number): number {
  return Math.round(percent * 1_000) / 1_000;
}

function tooFewBlocks({ plan }: Run): UserError {
  const { blocksFinished = 0, wallMs = 0 } = plan ?? {};
  const neededMs = (wallMs / Math.max(1, blocksFinished)) * FEWEST_BLOCKS * 1.2;
  return new UserError(
    `the self-test recorded ${blocksFinished} blocks, and needs ${FEWEST_BLOCKS} that went well: give it more time, about --budget ${Math.max(1, Math.ceil(neededMs / 60_000))}m`,
  );
}

function extentOf({ blocks: text, budget }: SelfTestGiven["options"]): AskedExtent {
  const blocks = text === undefined ? undefined : wholeNumber(text, "--blocks", FEWEST_BLOCKS, MANY_BLOCKS);
  return parseExtent({ blocks, budget }, (option) => `--${option}`);
}

function taskMsOf({ "task-time": text }: SelfTestGiven["options"]): number | undefined {
  if (text === undefined) return undefined;
  const taskMs = parseDuration(text, "--task-time");
  if (taskMs > LONGEST_TASK_MS) throw new UserError(`--task-time is more than ${clock(LONGEST_TASK_MS)}`);
  return taskMs;
}
