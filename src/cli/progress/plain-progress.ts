import { disturbanceWords } from "../../analysis/results/disturbance-words.js";
import { failedProgramWords } from "../../analysis/results/failed-program.js";
import { MAX_RUN_BYTES } from "../../record/files/regular-files.js";
import type { Recovered } from "../../record/folder/recover-journals.js";
import type { Progress, RunEvent } from "../../runner/request/events.js";
import { plural, whole } from "../../words/number.js";
import { percentLevel, plainPercent } from "../../words/percent.js";
import { clock } from "../../words/time.js";
import type { Io } from "../command.js";
import { printable } from "../print/printable.js";

/** A view of the progress of a recording. */
export interface ProgressView {
  onEvent(event: RunEvent): void;
  note(text: string): void;
  end(): void;
}

/** Nothing is silent for longer: a newcomer takes silence for a fault. */
export const QUIET_MS = 1_500;
/** Long recordings fill no log. */
const LATER_QUIET_MS = 10_000;
const LATER_MS = 120_000;
const LOOK_MS = 200;
/** Repeats that follow each other closer are not told one by one. */
const CLOSE_MS = 1_000;

/** A view of plain lines: messages, one a repeat, and one where nothing else was said for a while. */
export function plainView(io: Io): ProgressView {
  let [saidMs, since] = [performance.now(), performance.now()];
  let at: Progress | null = null;
  let sizing: string | null = null;
  const line = (text: string) => {
    saidMs = performance.now();
    io.err(`${text}\n`);
  };
  const quietMs = () => performance.now() - saidMs;
  const timer = setInterval(() => {
    if (quietMs() < ((at?.elapsedMs ?? 0) < LATER_MS ? QUIET_MS : LATER_QUIET_MS)) return;
    if (at !== null) line(trialLine({ ...at, elapsedMs: at.elapsedMs + performance.now() - since }));
    else if (sizing !== null) line(sizing);
  }, LOOK_MS);
  return {
    onEvent(event) {
      if (event.kind === "calibrating" && sizing !== sizeLine(event)) {
        sizing = sizeLine(event);
        line(sizing);
      }
      for (const text of messagesOf(event)) line(text);
      // A terminal that is redrawn shows what the run says at its end in the place of its progress.
      if (event.kind === "first-failure") line(failureLine(event));
      if (event.kind === "planned") sizing = null;
      if (event.kind === "measured") at = null;
      if (!("at" in event)) return;
      [at, since] = [event.at, performance.now()];
      if (event.kind === "block-finished" && (quietMs() >= CLOSE_MS || isLast(at))) line(blockLine(at));
    },
    note: line,
    end: () => clearInterval(timer),
  };
}

function isLast({ block, blocks, budgetMs }: Progress): boolean {
  return budgetMs === undefined && block + 1 === blocks;
}

/** Says what is left of a run that was cut off, and how it is gone on with. */
function recoveredLine({ id, trials, lostLines }: Recovered): string {
  const lost = lostLines === 0 ? "" : `, ${plural(lostLines, "damaged line")} left out`;
  return `Recovered ${id} from a run that was cut off: ${plural(trials, "measurement")}${lost}; \`--resume ${id}\` goes on with it`;
}

/** Says where two versions run that run at once. */
function sidesLine({ halves: [first, second], shareCores }: Extract<RunEvent, { kind: "side-by-side" }>): string {
  const shared = shareCores ? "; these are threads of one core, which slow each other down" : "";
  return `Both versions run at once, one on processor ${first} and one on ${second}, swapped after every repeat${shared}`;
}

/** Says which work is tried for its time. */
export function sizeLine({ workload }: Extract<RunEvent, { kind: "calibrating" }>): string {
  return `Trying out how long a task takes: ${workload.replaceAll("-", " ")} ...`;
}

/** Messages of an event that are printed once, on any kind of terminal. */
export function messagesOf(event: RunEvent): string[] {
  if (event.kind === "recovered") return event.runs.map(recoveredLine);
  if (event.kind === "no-size") return [noSizeLine(event)];
  if (event.kind === "bound-found") return [boundLine(event)];
  if (event.kind === "side-by-side") return [sidesLine(event)];
  if (event.kind === "planned") return [planLine(event)];
  if (event.kind === "dropped") {
    const { left, of, budgetMs } = event;
    return [
      `${left} of ${plural(of, "combination")} left out to fit ${spanWords(budgetMs)}; \`scalebook show latest\` lists them`,
    ];
  }
  if (event.kind === "budget-short") {
    const { blocks, leastMs } = event;
    return [`Only ${plural(blocks, "repeat")} fitted into the budget; \`--budget ${leastMs / 1_000}s\` would hold 3`];
  }
  if (event.kind === "program-failed") return [`${printable(failedProgramWords(event, " so far"))}; the others go on`];
  if (event.kind === "full") {
    return [`The run file is full after ${plural(event.blocks, "repeat")}: the recording ends here`];
  }
  if (event.kind === "details-left-out") return [leftOutLine(event)];
  if (event.kind === "results-differ") {
    return [
      `${event.after} gives other results than ${event.before}: if that is not meant, their times are of different work`,
    ];
  }
  if (event.kind === "disturbed") return [disturbedLine(event)];
  if (event.kind === "left-behind") {
    return [
      `Processes that left the group of their trial were ended after it: ${printable(event.names)} (${event.label})`,
    ];
  }
  if (event.kind === "cleanup-failed") return [`cleanup failed: ${event.text}`];
  return [];
}

function leftOutLine({ timelines, taskTimes }: Extract<RunEvent, { kind: "details-left-out" }>): string {
  const parts = [
    timelines > 0 ? `the timelines of ${plural(timelines, "combination")}` : "",
    taskTimes > 0 ? `the times of single tasks of ${plural(taskTimes, "trial")}` : "",
  ];
  return `Left out, as a run file holds ${MAX_RUN_BYTES / 1e6} MB: ${parts.filter(Boolean).join(", and ")}`;
}

function failureLine({ label, trial: { status, detail = status } }: Extract<RunEvent, { kind: "first-failure" }>) {
  return `Failed: ${label}: ${printable(detail)}`;
}

/** Says what happened to the machine, and what becomes of what was measured then. */
function disturbedLine({ disturbance }: Extract<RunEvent, { kind: "disturbed" }>): string {
  return `${disturbanceWords(disturbance)}: what was measured meanwhile is marked`;
}

/** Says that the size is no factor of a module, and how it becomes one. */
export function noSizeLine({ module, tried }: Extract<RunEvent, { kind: "no-size" }>): string {
  return tried
    ? `Size has no meaning for ${module}: a task takes the same time at every size tried. If it has one, let its inputs grow with it, or give --sizes`
    : `Size has no meaning for ${module}: none was given, and it has no inputs(size). If its work has one, write that, or take the size in the task and give --sizes`;
}

/** Much as a percentage: above, more workers than cores gain less than a tenth. */
const ALL_CPU = 0.9;
const HALF = 0.5;
/** From here on more than one core is busy, whatever was asked for, and not by the steps in which CPU time is counted. */
const MORE_THAN_ONE = 1.3;

/** "It computed 97 % of its time (measured in the first repeat): more workers than cores cannot help; ..." */
export function boundLine(found: Extract<RunEvent, { kind: "bound-found" }>): string {
  const { experiment, bound, cpuShare, blocks, variesWorkers } = found;
  const does =
    cpuShare > MORE_THAN_ONE
      ? `kept ${cpuShare.toFixed(1)} cores busy`
      : `computed ${percentLevel(Math.round(100 * Math.min(1, cpuShare)))} of its time`;
  const many = bound === "wait" ? "can help" : cpuShare < ALL_CPU ? "can help little" : "cannot help";
  const limit = bound === "cpu" ? "cores limit it" : cpuShare < HALF ? "it mostly waits" : "not cores alone limit it";
  const where = `measured in the first ${blocks === 1 ? "repeat" : plural(blocks, "repeat")}`;
  return `${experiment ?? "It"} ${does} (${where})${variesWorkers ? `: more workers than cores ${many}` : `: ${limit}`}; where that is wrong, give --bound`;
}

function planLine(plan: Extract<RunEvent, { kind: "planned" }>): string {
  const { cells, blocks, expectedMs, budgetMs, targetPercent } = plan;
  const combinations = plural(cells, "combination");
  if (budgetMs === undefined) {
    return `${combinations}, ${plural(blocks, "repeat")}${expectedMs === null ? "" : `, about ${clock(expectedMs)}`}`;
  }
  if (targetPercent !== undefined) {
    return `${combinations}, until every interval is within ±${percentLevel(targetPercent)}, at most ${spanWords(budgetMs)}`;
  }
  const about = expectedMs === null ? "" : ` (about ${blocks})`;
  return `${combinations}, as many repeats as fit into ${spanWords(budgetMs)}${about}`;
}

/** "90 s", as it was asked for; longer ones as "10:00 min". */
export function spanWords(ms: number): string {
  return ms < LATER_MS ? `${Number((ms / 1_000).toPrecision(3))} s` : clock(ms);
}

function blockLine(at: Progress): string {
  return `${repeatWords(at)} done, ${timesWords(at)}${widthsOf(at)}`;
}

function trialLine(at: Progress): string {
  const { trial, trials } = at;
  return `${repeatWords(at)}: ${whole(trial)} of ${plural(trials, "combination")}, ${timesWords(at)}`;
}

/** "repeat 3 of 20"; how many fit into a budget is not known before its end. */
export function repeatWords({ block, blocks, budgetMs }: Progress): string {
  return `repeat ${whole(block + 1)}${budgetMs === undefined ? ` of ${whole(blocks)}` : ""}`;
}

/** "12 s of 90 s", or "12 s elapsed, about 30 s left" where there is no budget. */
export function timesWords({ elapsedMs, remainingMs, budgetMs, precision }: Progress): string {
  if (budgetMs === undefined) return `${clock(elapsedMs)} elapsed, about ${clock(remainingMs)} left`;
  return `${spanWords(Math.round(elapsedMs / 1_000) * 1_000)} of ${precision === undefined ? "" : "at most "}${spanWords(budgetMs)}`;
}

function widthsOf({ precision }: Progress): string {
  return precision === undefined ? "" : `, ${widthWords(precision)}`;
}

/** "widest interval ±3.4 %, wanted ±2 %". */
export function widthWords({ widestPercent, targetPercent }: NonNullable<Progress["precision"]>): string {
  const widest = widestPercent === null ? "not known yet" : `±${plainPercent(widestPercent)}`;
  return `widest interval ${widest}, wanted ±${percentLevel(targetPercent)}`;
}
