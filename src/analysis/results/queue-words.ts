import { largest } from "../../record/limits/extremes.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { isElsewhere } from "../../record/timing/effective-workers.js";
import { plural, whole } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";

const MOST_NAMES = 6;

/** Tasks that machines of a queue did, how often one was begun, and how often a machine did not answer. */
export interface QueueCounts {
  tasks: number;
  tries: number;
  stalls: number;
}

/** The counts of a run; `null` where none of its tasks went through a queue. */
export function queueCounts(run: Pick<Run, "experiments">): QueueCounts | null {
  const trials = trialsOf(run);
  if (trials.length === 0) return null;
  const total = (count: (trial: Trial) => number) => trials.reduce((sum, trial) => sum + count(trial), 0);
  return {
    tasks: total(({ taskMs }) => taskMs?.length ?? 0),
    tries: total(({ taskMs, figures }) => figures?.tries ?? taskMs?.length ?? 0),
    stalls: total(({ figures }) => figures?.stalls ?? 0),
  };
}

/** What is to be said of a run whose tasks went through a queue: where they ran, how often they were begun, how well the clocks are known. */
export function queueSentences(run: Pick<Run, "experiments">): string[] {
  const counts = queueCounts(run);
  if (counts === null) return [];
  const trials = trialsOf(run);
  const names = [...new Set(trials.flatMap(({ notes }) => notes?.hosts?.split(", ") ?? []))].sort();
  const where = names.length <= MOST_NAMES ? list(names) : plural(names.length, "machine");
  const knowsTasks = trials.some(({ taskCpuMs }) => typeof taskCpuMs === "number");
  const unknown = knowsTasks
    ? "Of CPU time there only that within tasks is known, of memory nothing."
    : "Their CPU time and memory there are not available.";
  return [`The tasks of the queue ran on ${where}. ${unknown}`, triesSentence(counts), ...clockSentences(trials)];
}

function triesSentence({ tasks, tries, stalls }: QueueCounts): string {
  const begun = `${plural(tasks, "task")} of the queue ${tasks === 1 ? "was" : "were"} begun ${plural(tries, "time")}`;
  if (tries <= tasks && stalls === 0) return `${begun}: none was lost with its machine.`;
  const stalled = stalls === 0 ? "" : `, ${whole(stalls)} of them taken from a machine that did not answer`;
  return `${begun}${stalled}; each result counts once.`;
}

function clockSentences(trials: readonly Trial[]): string[] {
  const apart = trials.filter(({ startUpMs }) => startUpMs === null).length;
  const known = trials.flatMap(({ figures, startUpMs }) =>
    startUpMs === null ? [] : (figures?.["clock-uncertainty-ms"] ?? []),
  );
  return [
    ...(known.length === 0
      ? []
      : [`The clocks of the machines are known to within ${formatTime(largest(known))} of this one's.`]),
    ...(apart === 0
      ? []
      : [
          `In ${whole(apart)} of ${plural(trials.length, "measurement")} clocks are known too badly to say when a task ran: only how long it took is compared.`,
        ]),
  ];
}

/** Trials that went well of cells whose workers are elsewhere. */
function trialsOf({ experiments }: Pick<Run, "experiments">): Trial[] {
  const cells = experiments.flatMap((experiment) => experiment.cells);
  return cells
    .filter(({ factors }) => isElsewhere(factors.strategy))
    .flatMap((cell) => cell.trials.filter(({ status }) => status === "ok"));
}
