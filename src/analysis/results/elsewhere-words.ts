import { LAUNCHED_BY } from "../../record/schema/programs-of.js";
import type { Run } from "../../record/schema/run-schema.js";
import { list } from "../../words/sentence.js";
import { queueSentences } from "./queue-words.js";

/** What is to be said of a run whose work was done where the recording does not see it: by a queue, or by programs that others start. */
export function elsewhereSentences(run: Pick<Run, "experiments">): string[] {
  return [...queueSentences(run), ...launcherSentences(run)];
}

function launcherSentences({ experiments }: Pick<Run, "experiments">): string[] {
  const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  const names = [...new Set(trials.flatMap(({ notes }) => notes?.[LAUNCHED_BY] ?? []))].sort();
  if (names.length === 0) return [];
  const start = names.length === 1 ? "starts" : "start";
  return [
    `CPU time and memory are not available: ${list(names)} ${start} the program, and what it takes where it runs is not measured.`,
  ];
}
