import type { Timeline, Trial } from "../record/schema.js";
import { withoutHome } from "./environment.js";
import type { HostReport } from "./host-report.js";
import type { Launched } from "./launch.js";

const LONGEST_DETAIL = 500;
/** A timeline of more tasks than this shows nothing that a reader could see, and takes room in every run file. */
const MOST_TIMELINE_TASKS = 500;

/** What one launch becomes in the run file. `expectedChecksum`: of the same size, from an earlier trial. */
export function trialRecord(
  launched: Launched,
  place: { block: number; position: number },
  expectedChecksum: number | undefined,
): Trial {
  const report = launched.reply?.kind === "report" ? launched.reply.report : null;
  const failure = failureOf(launched, report, expectedChecksum);
  const common = { ...place, hostMs: launched.hostMs, peakPssBytes: launched.peakPssBytes };
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
    ...(report.figures && { figures: report.figures }),
    ...(report.notes && { notes: report.notes }),
    ...(tasks.length > MOST_TIMELINE_TASKS || failure !== null ? {} : { timeline: timelineOf(tasks, report.originMs) }),
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
  const [first] = report.failures;
  if (first !== undefined) {
    const reason = /out of memory|ERR_WORKER_OUT_OF_MEMORY/i.test(first.message) ? "out-of-memory" : "task-error";
    const others = report.failures.length > 1 ? ` (and ${report.failures.length - 1} more)` : "";
    return failed(reason, `task ${first.index}: ${first.message}${others}`);
  }
  const sum = checksumOf(report);
  if (expected === undefined || expected === sum) return null;
  return failed("wrong-result", `checksum ${sum}, but ${expected} in the first trial of this size`);
}

/** Heap exhaustion ends as SIGABRT, at array limits as SIGTRAP (node-facts); an own kill was noted before. */
function hostFailure({ reply, exitCode, signal, stderr }: Launched): Failure {
  const lastWords = stderr.trim().split("\n").slice(-4).join("\n");
  const heap = /heap out of memory|invalid (?:array|table|string)? ?(?:length|size)|Reached heap limit/i.test(stderr);
  if (heap && (signal === "SIGABRT" || signal === "SIGTRAP" || exitCode === 134)) {
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
