import type { Timeline, Trial } from "../record/schema.js";
import { withoutHome } from "./environment.js";
import type { HostReport } from "./host-report.js";
import type { Launched } from "./launch.js";
import { usageFigures } from "./usage-sampler.js";

const LONGEST_DETAIL = 500;
/** A timeline of more tasks than this shows nothing that a reader could see, and takes room in every run file. */
const MOST_TIMELINE_TASKS = 500;

/** What V8 says last when a heap is full, or when an array is pushed past its limit. */
const HEAP_EXHAUSTED = /heap out of memory|invalid (?:array|table|string)? ?(?:length|size)|Reached heap limit/i;

/** What one launch becomes in the run file. `expectedChecksum`: of the same size, from an earlier trial. */
export function trialRecord(
  launched: Launched,
  place: { block: number; position: number },
  expectedChecksum: number | undefined,
): Trial {
  const report = launched.reply?.kind === "report" ? launched.reply.report : null;
  const failure = failureOf(launched, report, expectedChecksum);
  const common = { ...place, hostMs: launched.hostMs, peakPssBytes: launched.peakPssBytes, ...seen(launched, report) };
  if (report === null) return { ...common, status: failure?.status ?? "failed", ...failure, wallMs: null };
  const tasks = [...report.tasks].sort((a, b) => a.index - b.index);
  return {
    ...common,
    status: "ok",
    ...failure,
    // A trial that lost tasks took its time over something else: it has no time to compare.
    wallMs: failure === null ? report.wallMs : null,
    startUpMs: report.startUpMs,
    workMs: report.workMs,
    tearDownMs: report.tearDownMs,
    userMs: report.userMs,
    sysMs: report.sysMs,
    peakRssBytes: report.peakRssBytes,
    taskCpuMs: total(tasks.map((task) => task.cpuMs)),
    queueWaitMs: total(tasks.map((task) => task.queueMs)),
    checksum: checksumOf(report),
    workersUsed: new Set(tasks.map((task) => task.worker)).size,
    taskMs: tasks.map((task) => task.endMs - task.startMs),
    ...(tasks.length > MOST_TIMELINE_TASKS || failure !== null ? {} : { timeline: timelineOf(tasks, report.originMs) }),
  };
}

/** Figures, words and samples that only some trials have. */
function seen({ usage }: Launched, report: HostReport | null): Pick<Trial, "usage" | "figures" | "notes"> {
  const figures = { ...report?.figures, ...(usage && report && usageFigures(usage, report.wallMs)) };
  const notes = { ...report?.notes };
  return {
    ...(usage === undefined ? {} : { usage: usage.usage }),
    ...(Object.keys(figures).length === 0 ? {} : { figures }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
}

/** Sum of the tasks' checksums: whole numbers, so that the order of adding does not matter. */
export function checksumOf(report: HostReport): number {
  return report.tasks.reduce((sum, task) => sum + task.checksum, 0);
}

type Failure = Pick<Trial, "status" | "reason" | "detail">;

function failureOf(launched: Launched, report: HostReport | null, expected: number | undefined): Failure | null {
  if (launched.ended === "timeout") return { status: "timeout", reason: "timeout" };
  if (report === null) return hostFailure(launched);
  if (report.failures.length > 0) return taskFailure(report.failures, launched.stderr);
  const sum = checksumOf(report);
  if (expected === undefined || expected === sum) return null;
  return failed("wrong-result", `checksum ${sum}, but ${expected} in the first trial of this size`);
}

/** A thread says that it ran out of memory; a process dies, and its last words come by the host's standard error. */
function taskFailure(failures: HostReport["failures"], stderr: string): Failure {
  const [first] = failures as [HostReport["failures"][number]];
  const outOfMemory = failures.some(({ message }) => /out of memory/i.test(message)) || HEAP_EXHAUSTED.test(stderr);
  const others = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  return failed(outOfMemory ? "out-of-memory" : "task-error", `task ${first.index}: ${first.message}${others}`);
}

/** Heap exhaustion ends as SIGABRT, at array limits as SIGTRAP; an own kill was noted before. */
function hostFailure({ reply, exitCode, signal, stderr }: Launched): Failure {
  const lastWords = stderr.trim().split("\n").slice(-4).join("\n");
  if (HEAP_EXHAUSTED.test(stderr) && (signal === "SIGABRT" || signal === "SIGTRAP" || exitCode === 134)) {
    return failed("out-of-memory", /^.*(?:heap|size|length).*$/im.exec(stderr)?.[0] ?? lastWords);
  }
  if (reply?.kind === "failed") return failed("error", reply.message);
  if (signal !== null) return failed("killed", `ended by ${signal}${lastWords && `: ${lastWords}`}`);
  return failed("exit", `exit code ${exitCode}${lastWords && `: ${lastWords}`}`);
}

function failed(reason: string, detail: string): Failure {
  return { status: "failed", reason, detail: withoutHome(detail).slice(0, LONGEST_DETAIL) };
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
function timelineOf(tasks: HostReport["tasks"], originMs: number): Timeline {
  const order = [...tasks].sort((a, b) => a.startMs - b.startMs || a.index - b.index);
  const numbers = new Map<number, number>();
  for (const { worker } of order) if (!numbers.has(worker)) numbers.set(worker, numbers.size);
  return {
    worker: tasks.map((task) => numbers.get(task.worker) ?? 0),
    startMs: tasks.map((task) => Math.max(0, task.startMs - originMs)),
    endMs: tasks.map((task) => Math.max(0, task.endMs - originMs)),
    cpuMs: tasks.map((task) => task.cpuMs),
    queueMs: tasks.map((task) => task.queueMs),
  };
}
