import type { Trial } from "../../record/schema/run-schema.js";
import type { TrialReport } from "../../trial/messages.js";
import { withoutHome } from "../processes/environment.js";
import type { HostEnd } from "../processes/launch-host.js";

const LONGEST_NOTE = 1_000;
/** Numbers of more tasks than this would tell a reader nothing. */
const MOST_LISTED = 1_000;

/**
 * Adds the outcome of the tasks to a trial where some gave no result: `lostTasks`; in `figures` the numbers of tasks that
 * finished, were lost and hung, and whether the caller itself was ended; in `notes["caller-saw"]` the words that reached
 * the caller.
 *
 * @param tasks number of tasks of the trial
 */
export function withLoss(trial: Trial, launched: HostEnd, tasks: number): Trial {
  const report = launched.reply?.kind === "report" ? launched.reply.report : null;
  if (trial.status === "ok" || report?.failures.length === 0) return trial;
  const all = Array.from({ length: tasks }, (_, index) => index);
  const lost = report?.failures.map(({ index }) => index).sort((a, b) => a - b) ?? all;
  const callerSaw = report === null ? hostEnd(launched, trial) : answers(report);
  return {
    ...trial,
    ...(lost.length <= MOST_LISTED ? { lostTasks: lost } : {}),
    figures: {
      ...trial.figures,
      finished: report?.tasks.length ?? 0,
      lost: lost.length,
      hung: report?.hung.length ?? 0,
      "caller-ended": report === null && launched.ended === "exit" && launched.reply === null ? 1 : 0,
    },
    notes: { ...trial.notes, "caller-saw": withoutHome(callerSaw).slice(0, LONGEST_NOTE) },
  };
}

/** Words of the lost tasks' promises, equal ones once; for a caller that lived. */
function answers({ failures }: TrialReport): string {
  const tasksOf = new Map<string, number[]>();
  for (const { index, message } of failures) {
    const words = firstLines(message);
    tasksOf.set(words, [...(tasksOf.get(words) ?? []), index]);
  }
  return [...tasksOf].map(([message, tasks]) => `${tasksWords(tasks)}: ${message}`).join("; ");
}

/** Some pools add a page of paths and options: the first lines tell the event. Where it was thrown is not what the caller saw. */
function firstLines(message: string): string {
  const lines = message
    .split("\n")
    .filter((line) => !line.startsWith("    at "))
    .slice(0, 3);
  return lines
    .map((line) => line.trim())
    .join(" ")
    .replaceAll("`", "");
}

/** End of a caller that did not live to see anything. */
function hostEnd({ ended, signal, exitCode, stderr, reply }: HostEnd, { reason }: Trial): string {
  if (ended === "timeout") return "nothing: the trial was ended after its time-out";
  if (reply?.kind === "failed") return firstLines(reply.message);
  const how = signal === null ? `with exit code ${exitCode}` : `by ${signal}`;
  const why = reason === "out-of-memory" ? "its heap was full" : /^(?:Uncaught )?\w*Error: .*$/m.exec(stderr)?.[0];
  return `nothing: the caller itself was ended ${how}${why === undefined ? "" : ` (${why})`}`;
}

function tasksWords(tasks: readonly number[]): string {
  const shown = [...tasks].sort((a, b) => a - b).slice(0, 20);
  const more = tasks.length > shown.length ? " ..." : "";
  return `task${tasks.length === 1 ? "" : "s"} ${shown.join(", ")}${more}`;
}
