import { performance } from "node:perf_hooks";
import { LAUNCHED_BY } from "../../record/schema/programs-of.js";
import type { Trial } from "../../record/schema/run-schema.js";
import { commandOf, fillIn, splitCommand } from "../../study/command-line.js";
import type { FigureDefinition } from "../../study/figures.js";
import { launcherIn } from "../../study/launchers.js";
import type { Hooks } from "../../study/study.js";
import { measuredVersion } from "../../study/versions.js";
import { UserError } from "../../user-error.js";
import { launcherEnvironment, withoutHome } from "../processes/environment.js";
import { unmarked } from "../processes/left-behind.js";
import {
  type CommandLine,
  type ProcessEnd,
  type Program,
  type SuperviseOptions,
  superviseProgram,
} from "../processes/supervised-process.js";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, RunCell } from "../request/run-cells.js";
import { sourceOf } from "../request/version-sources.js";
import { withEndNotes } from "./end-notes.js";
import { commandDeathOf, type Failure, failed } from "./failure.js";
import { lastWords } from "./last-words.js";
import { readFigure } from "./read-figure.js";

/** Executes cells that are a user's own command: the trial is the command, from before its start until it is gone. */
export function commandTrials(recording: Recording): ExecuteCell {
  const lines = new Map<RunCell, PlacedLine>();
  const silent = new Set<RunCell>();
  return async (cell, place, launcher) => {
    const line = lines.get(cell) ?? lineFor(commandOf(cell.definition, cell.sized) ?? "", cell, recording);
    lines.set(cell, line);
    const { figures } = cell.definition;
    const result = await runCommand(line, recording, { isTrial: true, launcher, ...(figures && READING) });
    let failure = failureOf(result);
    if (failure?.detail === `exit code ${result.exitCode}` && !silent.has(cell)) {
      silent.add(cell);
      failure = await toldOnOutput(line, failure, recording, figures && result);
    }
    const read = figures === undefined || failure !== null ? null : readFigures(figures, result);
    failure ??= read?.failure ?? null;
    const { wallMs } = result;
    const figuresFound = read && { figures: read.found };
    const common = {
      ...place,
      hostMs: wallMs,
      ...taken(line, result),
      ...figuresFound,
    };
    const trial: Trial =
      failure === null ? { ...common, status: "ok", wallMs } : { ...common, ...failure, wallMs: null };
    return { trial, tookMs: wallMs };
  };
}

/** What the command took of CPU and memory: not known where it has its work started elsewhere, and its own is not that of the work. */
function taken({ launchedBy }: PlacedLine, end: ProcessEnd) {
  const { userMs, sysMs, peakPssBytes } = launchedBy === null ? end : { userMs: null, sysMs: null, peakPssBytes: null };
  const notes = launchedBy === null ? undefined : { [LAUNCHED_BY]: launchedBy };
  return { userMs, sysMs, peakPssBytes, ...withEndNotes(notes, end) };
}

/** How a command is run whose figures are read. Once it is gone, so is all that could hold its output open. */
const READING = { stdout: "pipe", keptOutput: 2 ** 19, outputWithinMs: 1_000 } as const;

/** The figures of a trial that ended well; it fails where the first, by which cells are compared, is not there. */
function readFigures(figures: readonly FigureDefinition[], output: ProcessEnd) {
  const read = figures.map(({ name, pattern }) => ({ name, value: readFigure(pattern, output) }));
  const [first] = read;
  const found = read.map(({ name, value }) => [name, typeof value === "number" ? value : null] as const);
  const failure = typeof first?.value === "string" ? failed("no-figure", `${first.name} ${first.value}`) : null;
  return { found: Object.fromEntries(found), failure };
}

/**
 * The failure of a command that said nothing on its standard error, with what it says on its standard output, which no trial
 * keeps: the command is run once more for it, untimed, unless it was `kept`. As it was where the command then ends otherwise.
 */
async function toldOnOutput(
  line: PlacedLine,
  failure: Failure,
  recording: Recording,
  kept?: ProcessEnd,
): Promise<Failure> {
  const { exitCode, stdout } = kept ?? (await runCommand(line, recording, { isTrial: true, stdout: "pipe" }));
  const said = failure.detail === `exit code ${exitCode}` ? lastWords(stdout) : "";
  return said === "" ? failure : failed("exit", `${failure.detail}: ${said}`);
}

/** Runs the hook `prepare` before each trial; where that fails, there is nothing to time. */
export function preparedTrials(recording: Recording, execute: ExecuteCell): ExecuteCell {
  return async (cell, place, launcher) => {
    const startMs = performance.now();
    const hook = cell.definition.hooks?.prepare;
    const fault = hook === undefined ? null : faultOf(await runCommand(lineFor(hook, cell, recording), recording));
    const preparedMs = performance.now() - startMs;
    if (fault !== null) {
      return { trial: { ...place, ...failed("prepare-failed", fault), wallMs: null }, tookMs: preparedMs };
    }
    const { trial, tookMs } = await execute(cell, place, launcher);
    return { trial, tookMs: tookMs + preparedMs };
  };
}

/**
 * Runs the `setup` of every experiment, once for each way in which its cells fill it in. Throws a UserError where one
 * fails: without it there is nothing to measure.
 */
export async function setUp(recording: Recording, cells: readonly RunCell[]): Promise<void> {
  for (const { text, line } of distinctLines(cells, "setup", recording)) {
    const fault = faultOf(await runCommand(line, recording));
    if (fault !== null && !recording.request.stop.aborted) {
      throw new UserError(`setup failed: ${withoutHome(text)}: ${fault}`);
    }
  }
}

/** Runs every `cleanup`, after an interrupt too, and reports those that fail. */
export async function cleanUp(recording: Recording, cells: readonly RunCell[]): Promise<void> {
  for (const { text, line } of distinctLines(cells, "cleanup", recording)) {
    const fault = faultOf(await runCommand(line, recording, { stop: new AbortController().signal }));
    if (fault === null) continue;
    recording.request.onEvent({ kind: "cleanup-failed", text: `${withoutHome(text)}: ${fault}` });
  }
}

function distinctLines(cells: readonly RunCell[], hook: keyof Hooks, recording: Recording) {
  const lines = new Map<string, { text: string; line: PlacedLine }>();
  for (const cell of cells) {
    const text = cell.definition.hooks?.[hook];
    if (text === undefined) continue;
    const line = lineFor(text, cell, recording);
    lines.set(`${cell.experiment} ${JSON.stringify(line)}`, { text: fillIn(text, cell.sized), line });
  }
  return lines.values();
}

/** A command with the folder that it runs in. */
interface PlacedLine {
  command: CommandLine;
  folder: string;
  /** By which program it has its work started elsewhere. */
  launchedBy: string | null;
}

/**
 * A line of a cell's experiment with its factors filled in, split into words unless it is for a shell. A version that was checked
 * out runs where it was.
 */
function lineFor(line: string, { sized: given, definition }: RunCell, { request }: Recording): PlacedLine {
  const { folder } = sourceOf(request, definition, given.more) ?? request;
  const version = measuredVersion(definition, given.more);
  const sized = version === undefined ? given : { ...given, more: { ...given.more, version } };
  // Filled in after splitting: a level with a blank in it stays one word.
  const launchedBy = launcherIn(line);
  if (definition.shell) return { command: { line: fillIn(line, sized) }, folder, launchedBy };
  const words = splitCommand(line, "a command").map((word) => fillIn(word, sized));
  return { command: { words }, folder, launchedBy };
}

type RunOptions = Pick<SuperviseOptions, "outputWithinMs" | "keptOutput"> &
  Pick<Program, "stdout" | "launcher"> & { stop?: AbortSignal; isTrial?: true };

/** What a hook starts may be meant to stay; what a trial starts ends with it. */
function runCommand(
  { command, folder, launchedBy }: PlacedLine,
  { request, environment: ofTrials, watchdog }: Recording,
  { stop = request.stop, stdout = "ignore", launcher, isTrial, ...kept }: RunOptions = {},
): Promise<ProcessEnd> {
  const own = isTrial ? ofTrials : unmarked(ofTrials);
  const environment = launchedBy === null ? own : { ...own, ...launcherEnvironment(process.env) };
  const { timeoutMs } = request;
  const supervision = { timeoutMs, watchdog, stop, sampling: "memory", ...kept } as const;
  return superviseProgram({ command, environment, folder, launcher, stdout }, supervision);
}

function failureOf(result: ProcessEnd): Failure | null {
  if (result.notStarted !== null) return failed("not-started", result.notStarted);
  if (result.ended === "timeout") return { status: "timeout", reason: "timeout" };
  return result.exitCode === 0 ? null : commandDeathOf(result);
}

/** Why a hook failed, in words; `null` where it did not. */
function faultOf(result: ProcessEnd): string | null {
  const failure = failureOf(result);
  if (failure === null) return null;
  if (failure.reason === "timeout") return "it took longer than the time-out allows";
  return result.notStarted === null ? (failure.detail ?? "") : `it could not be started: ${failure.detail}`;
}
