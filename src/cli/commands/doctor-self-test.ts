import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Overhead, overheadOf } from "../../analysis/self-test/overhead.js";
import { FEWEST_BLOCKS, type SelfTestResult, selfTest } from "../../analysis/self-test/self-test.js";
import { loadCatalogue } from "../../app/catalogue.js";
import { toolVersion } from "../../app/tool-version.js";
import { selfTestStudy } from "../../experiments/self-test.js";
import type { Run } from "../../record/schema/run-schema.js";
import { usableCores } from "../../runner/machine/cgroup.js";
import { type Floor, identityPath, keepFloor, machineIdentity } from "../../runner/machine/machine-identity.js";
import { currentCommit } from "../../runner/processes/git-commit.js";
import { recordStudy } from "../../runner/recording/record-study.js";
import type { RecordRequest } from "../../runner/request/record-request.js";
import { measureOverhead } from "../../runner/trials/overhead.js";
import { MANY_BLOCKS } from "../../study/budget.js";
import { parseDuration } from "../../study/levels.js";
import { UserError } from "../../user-error.js";
import { type Given, type Io, runsDirOf } from "../command.js";
import { seedOf, wholeNumber } from "../options/recording-options.js";
import { clock } from "../progress/plain-progress.js";
import { showProgress } from "../progress/progress.js";

const USUAL_BUDGET_MS = 120_000;
const LONGEST_TASK_MS = 10_000;
const TIMEOUT_MS = 60_000;
const OVERHEAD_PAIRS = 20;

/** What is asked for. */
interface SelfTestOptions {
  seed: number;
  extent: RecordRequest["extent"];
  taskMs: number | undefined;
  /** Folder to keep the recording in as a run file; `null`: it is not kept. */
  keepIn: string | null;
  json: boolean;
}

/** Checks the options of a self-test. Throws UserErrors that name the option. */
export function selfTestOptionsOf(given: Given): SelfTestOptions {
  return {
    seed: seedOf(given),
    extent: extentOf(given),
    taskMs: taskMsOf(given),
    keepIn: given.has("keep") ? runsDirOf(given) : null,
    json: given.has("json"),
  };
}

/** What a self-test found, for programs. */
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

/**
 * Records the self-test, prints what it says of this machine, and keeps the floor for later runs.
 *
 * @param unfit titles of the checks that say that the machine is not fit to measure on now
 */
export async function runSelfTest(options: SelfTestOptions, io: Io, unfit: readonly string[]): Promise<SelfTested> {
  const { keepIn, json } = options;
  const folder = keepIn ?? (await mkdtemp(join(tmpdir(), "scalebook-self-test-")));
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
async function recordBoth(options: SelfTestOptions, folder: string, io: Io) {
  const stop = new AbortController();
  const { signal } = stop;
  const progress = await showProgress(io);
  const stopListening = io.onInterrupt(() => {
    if (signal.aborted) process.exit(130);
    progress.note("Interrupted: the floor stays what it was (again to stop now)");
    stop.abort();
  });
  try {
    const request = await requestOf(options, { folder, stop: signal, onEvent: progress.onEvent });
    const { run, file } = await recordStudy(request);
    progress.note("Setting trials against a loop timed by hand ...");
    const n = run.experiments[0]?.cells[0]?.factors.n ?? 1;
    const overhead = overheadOf(await measureOverhead({ n, seed: options.seed, pairs: OVERHEAD_PAIRS, stop: signal }));
    return signal.aborted ? null : { run, file, overhead };
  } finally {
    stopListening();
    progress.end();
  }
}

async function conclude(run: Run, overhead: Overhead | null): Promise<SelfTested> {
  const result = selfTest(run);
  if (result === null) throw tooFewBlocks(run);
  const keptIn = (await keepFloor(floorOf(result, run))) ? identityPath() : null;
  return { interrupted: false, result, overhead, keptIn };
}

/** What every later run of this machine records. Of several pairs the worst figure: a floor is for the worst. */
function floorOf({ floorPercent, pairs, blocks, comparisons }: SelfTestResult, { finishedAt }: Run): Floor {
  return {
    floorPercent: round(Math.min(100, floorPercent)),
    selfTest: {
      measuredAt: finishedAt,
      blocks,
      comparisons,
      falseAlarmPercent: round(Math.max(...pairs.map(({ falseAlarmsWithFloor }) => falseAlarmsWithFloor.percent))),
      coveragePercent: round(Math.min(...pairs.map(({ coverage }) => coverage.percent))),
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

type Circumstances = Pick<RecordRequest, "stop" | "onEvent"> & { folder: string };

async function requestOf(
  { seed, extent, taskMs }: SelfTestOptions,
  { folder, ...circumstances }: Circumstances,
): Promise<RecordRequest> {
  return {
    ...circumstances,
    seed,
    extent,
    study: selfTestStudy(usableCores(), taskMs),
    catalogue: await loadCatalogue(),
    overrides: {},
    runsDir: folder,
    label: "self-test",
    identity: await machineIdentity(undefined),
    command: "scalebook doctor --self-test",
    toolVersion: toolVersion(),
    commit: currentCommit(process.cwd()),
    timeoutMs: TIMEOUT_MS,
    folder: process.cwd(),
    earlierSizes: () => undefined,
  };
}

function extentOf(given: Given): RecordRequest["extent"] {
  const [blocks, budget] = [given.text("blocks"), given.text("budget")];
  if (blocks !== undefined && budget !== undefined) {
    throw new UserError("--blocks and --budget were both given: one of them sets the extent");
  }
  if (blocks !== undefined) return { blocks: wholeNumber(blocks, "--blocks", FEWEST_BLOCKS, MANY_BLOCKS) };
  const budgetMs = budget === undefined ? USUAL_BUDGET_MS : parseDuration(budget, "--budget");
  return { budgetMs, mostBlocks: MANY_BLOCKS };
}

function taskMsOf(given: Given): number | undefined {
  const text = given.text("task-time");
  if (text === undefined) return undefined;
  const taskMs = parseDuration(text, "--task-time");
  if (taskMs > LONGEST_TASK_MS) throw new UserError(`--task-time is more than ${clock(LONGEST_TASK_MS)}`);
  return taskMs;
}
