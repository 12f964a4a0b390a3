import type { Experiment, Run } from "../../record/schema/run-schema.js";
import { isElsewhere } from "../../record/timing/effective-workers.js";

/** Words of a recorded command, each as it is quoted there. */
const WORD = /(?:\\.|'[^']*'|[^\s'\\])+/g;
/** Options that speak of all experiments of the run, with the number of words that they take. */
const OF_THE_WHOLE: Readonly<Record<string, number>> = { "--all": 1, "--budget": 2, "--extend": 2 };
/** Options whose values name files or programs, from the folder that the run was recorded in. */
const OWN_WORK = /^--(?:study|module|python|command|variant|git|setup|prepare|cleanup|node|interpreter)$/;

/** The command that records a run again; "" where the run was not recorded by one. */
export function recordingCommand({ command = "" }: Pick<Run, "command">): string {
  return command.startsWith("scalebook ") ? command : "";
}

/** The command that records one experiment of a run alone; "" where the run was not recorded by a command. */
export function aloneCommand(run: Pick<Run, "command" | "seed">, experiment: string): string {
  const words = recordingCommand(run).match(WORD) ?? [];
  // Names of experiments come before all options.
  const first = words.findIndex((word) => word.startsWith("--"));
  const options = first < 0 ? [] : words.slice(first);
  if (words[1] !== "run") return "";
  const kept: string[] = [];
  for (let at = 0; at < options.length; ) {
    const word = options[at] as string;
    const skipped = Object.hasOwn(OF_THE_WHOLE, word) ? (OF_THE_WHOLE[word] as number) : 0;
    if (skipped === 0) kept.push(word);
    at += Math.max(1, skipped);
  }
  // A run that goes on with another one has the seed of that.
  const seed = run.seed === null || kept.includes("--seed") ? [] : ["--seed", String(run.seed)];
  return ["scalebook", "run", experiment, ...kept, ...seed].join(" ");
}

/**
 * What a command needs to record these experiments again, with a comma before it, or "": the folder where it names files or programs, as
 * branches that have not moved; a Redis and its workers where tasks go over a queue, which no command names.
 */
export function neededWords(command: string, experiments: readonly Pick<Experiment, "cells">[]): string {
  const words: readonly string[] = command.match(WORD) ?? [];
  const isOwn = words.some((word) => OWN_WORK.test(word));
  const isQueue = experiments.some(({ cells }) => cells.some(({ factors }) => isElsewhere(factors.strategy)));
  return [
    isOwn ? ", in the folder that it was recorded from" : "",
    isOwn && words.includes("--git") ? ", while --git names the same commits" : "",
    isQueue ? ", where SCALEBOOK_REDIS names a Redis and other machines run scalebook worker for it" : "",
  ].join("");
}
