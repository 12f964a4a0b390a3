import type { Factors, Timeline, Trial } from "../../record/schema/run-schema.js";
import { isElsewhere } from "../../record/timing/effective-workers.js";
import { workerTimeOf } from "../../record/timing/worker-time.js";
import type { TaskReport, TrialReport } from "../../trial/messages.js";
import { withoutHome } from "../processes/environment.js";
import type { HostEnd } from "../processes/launch-host.js";
import { usageFigures } from "../processes/samplers.js";
import type { Place } from "../request/run-cells.js";
import { withEndNotes } from "./end-notes.js";
import { deathOf, type Failure, failed, HEAP_EXHAUSTED } from "./failure.js";

/** End of a host that cannot even say that it cannot reply. */
const CANNOT_REPLY = "exit code 74";
/** A timeline of more tasks than this shows a reader nothing, and takes room in every run file. */
const MOST_TIMELINE_TASKS = 500;

/** Facts of a trial that are known before it is launched. */
export interface Expected {
  factors: Factors;
  /** Checksum of an earlier trial of the same size; `undefined` for the first. */
  checksum: number | undefined;
}

/** The trial that one launch becomes in the run file. */
export function trialRecord(launched: HostEnd, place: Place, expected: Expected): Trial {
  const report = launched.reply?.kind === "report" ? launched.reply.report : null;
  const failure = failureOf(launched, report, expected.checksum);
  // What other machines take is not known here, and what their caller takes is not theirs.
  const elsewhere = isElsewhere(expected.factors.strategy);
  const peakPssBytes = elsewhere ? null : launched.peakPssBytes;
  const common = { ...place, hostMs: launched.hostMs, peakPssBytes, ...seen(launched, report, elsewhere) };
  if (report === null) return { ...common, status: failure?.status ?? "failed", ...failure, wallMs: null };
  const tasks = [...report.tasks].sort((a, b) => a.index - b.index);
  const sum = checksumOf(report);
  return {
    ...common,
    status: "ok",
    ...failure,
    // A trial that lost tasks did other work: its time is not comparable.
    wallMs: failure === null ? report.wallMs : null,
    startUpMs: report.clocks === undefined ? report.startUpMs : null,
    workMs: report.clocks === undefined ? report.workMs : null,
    tearDownMs: report.tearDownMs,
    userMs: report.userMs,
    sysMs: report.sysMs,
    peakRssBytes: elsewhere ? null : report.peakRssBytes,
    taskCpuMs: total(tasks.map((task) => task.cpuMs)),
    queueWaitMs: total(tasks.map((task) => task.queueMs)),
    ...(sum === null ? {} : { checksum: sum }),
    workersUsed: new Set(tasks.map((task) => task.worker)).size,
    taskMs: tasks.map((task) => task.endMs - task.startMs),
    ...(failure === null && report.clocks === undefined ? tasksSeen(tasks, report, expected.factors) : {}),
  };
}

/** Use of the workers' time, and the timeline of the tasks. */
function tasksSeen(
  tasks: TaskReport[],
  { originMs, wallMs }: TrialReport,
  factors: Factors,
): Pick<Trial, "workerTime" | "timeline"> {
  const timeline = timelineOf(tasks, originMs);
  const workerTime = workerTimeOf({ timeline, wallMs, factors });
  return {
    ...(workerTime === null ? {} : { workerTime }),
    ...(tasks.length > MOST_TIMELINE_TASKS ? {} : { timeline }),
  };
}

/** Figures, words and samples that only some trials have. */
function seen(
  end: HostEnd,
  report: TrialReport | null,
  elsewhere: boolean,
): Pick<Trial, "usage" | "figures" | "notes"> {
  const usage = elsewhere ? undefined : end.usage;
  const figures = { ...report?.figures, ...(usage && report && usageFigures(usage, report.wallMs)) };
  const notes = Object.entries(report?.notes ?? {}).map(([name, words]) => [name, withoutHome(words)]);
  return {
    ...(usage === undefined ? {} : { usage: usage.usage }),
    ...(Object.keys(figures).length === 0 ? {} : { figures }),
    ...withEndNotes(notes.length === 0 ? undefined : Object.fromEntries(notes), end),
  };
}

/**
 * Sum of the tasks' checksums: whole numbers, so that the order of adding does not matter. `null` where the outputs of a
 * user's module cannot be compared.
 */
export function checksumOf({ tasks, outputs }: TrialReport): number | null {
  if (outputs !== undefined) return outputs.checksum;
  return tasks.reduce((sum, task) => sum + task.checksum, 0);
}

function failureOf(launched: HostEnd, report: TrialReport | null, expected: number | undefined): Failure | null {
  if (launched.ended === "timeout") return { status: "timeout", reason: "timeout" };
  if (report === null) return hostFailure(launched);
  if (report.failures.length > 0) return taskFailure(report.failures, launched);
  return wrongResult(report, expected);
}

function wrongResult(report: TrialReport, expected: number | undefined): Failure | null {
  const { outputs } = report;
  if (outputs !== undefined && outputs.fault !== null) return failed("wrong-result", outputs.fault);
  const sum = checksumOf(report);
  // Outputs that the user's own check has passed may differ from trial to trial.
  if (expected === undefined || sum === null || outputs?.checked || expected === sum) return null;
  const advice = outputs === undefined ? "" : "; where outputs may differ, export check(outputs) to say what is right";
  return failed("wrong-result", `checksum ${sum}, but ${expected} in the first trial of this size${advice}`);
}

/** A thread reports that it ran out of memory; a process dies, with its last words on the host's standard error. */
function taskFailure(failures: TrialReport["failures"], { stderr, outOfMemory: isKilled }: HostEnd): Failure {
  const [first] = failures as [TrialReport["failures"][number]];
  const outOfMemory =
    isKilled === true ||
    failures.some(({ message }) => /out of memory|^MemoryError/i.test(message)) ||
    HEAP_EXHAUSTED.test(stderr);
  const others = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  return failed(outOfMemory ? "out-of-memory" : "task-error", `task ${first.index}${others}: ${first.message}`);
}

/** Failure of a host that has no report: it replied with the reason, or died. */
function hostFailure(launched: HostEnd): Failure {
  const { reply } = launched;
  // Node 20 may abort where threads are ended.
  if (reply?.kind === "worked" && reply.failures) return taskFailure(reply.failures, launched);
  const death = deathOf(launched);
  if (death.detail === CANNOT_REPLY)
    return failed("exit", `${death.detail}: file descriptors of the host were closed by the task`);
  return reply?.kind === "failed" && death.reason !== "out-of-memory" ? failed("error", reply.message) : death;
}

function total(figures: (number | null)[]): number | null {
  let sum = 0;
  for (const figure of figures) {
    if (figure === null) return null;
    sum += figure;
  }
  return sum;
}

/** Columns by task number; workers are numbered in the order of their first task. */
function timelineOf(tasks: TaskReport[], originMs: number): Timeline {
  const order = [...tasks].sort((a, b) => a.startMs - b.startMs || a.index - b.index);
  const numbers = new Map<number, number>();
  for (const { worker } of order) if (!numbers.has(worker)) numbers.set(worker, numbers.size);
  return {
    worker: tasks.map((task) => numbers.get(task.worker) ?? 0),
    startMs: tasks.map((task) => Math.max(0, task.startMs - originMs)),
    endMs: tasks.map((task) => Math.max(0, task.endMs - originMs)),
    cpuMs: tasks.map((task) => task.cpuMs),
    queueMs: tasks.map((task) => task.queueMs),
    waitBeforeMs: tasks.map((task) => task.waitBeforeMs),
    ...queueColumns(tasks, originMs),
  };
}

/** What only tasks of a queue have. */
function queueColumns(tasks: TaskReport[], originMs: number): Partial<Timeline> {
  const jobs = tasks.flatMap(({ queue }) => queue ?? []);
  if (jobs.length < tasks.length || jobs.length === 0) return {};
  const at = (ms: number | null) => (ms === null ? null : Math.max(0, ms - originMs));
  return {
    host: jobs.map(({ host }) => host),
    addedMs: jobs.map(({ addedMs }) => Math.max(0, addedMs - originMs)),
    takenMs: jobs.map(({ takenMs }) => at(takenMs)),
    finishedMs: jobs.map(({ finishedMs }) => at(finishedMs)),
  };
}
