import { MAX_RUN_BYTES } from "../files/regular-files.js";
import type { Experiment, Trial } from "../schema/run-schema.js";

/**
 * What trials go without where their file has no room for it, in this order: what pictures of one trial show, then the times
 * of single tasks, then what was said.
 */
const DETAILS = [
  "timeline",
  "usage",
  "taskMs",
  "lostTasks",
  "trace",
  "notes",
] as const satisfies readonly (keyof Trial)[];
type Detail = (typeof DETAILS)[number];

/** Room for the id, which is added last. */
const ID_BYTES = 200;

interface WithTrials {
  experiments: readonly Pick<Experiment, "cells">[];
}

/** A run with as many details as its file has room for: of each kind the largest go first. The run itself where all have room. */
export function fitRun<R extends WithTrials>(run: R, mostBytes = MAX_RUN_BYTES - ID_BYTES): R {
  let over = bytesOf(run) - mostBytes;
  if (over <= 0) return run;
  const gone = new Map<Trial, Partial<Record<Detail, undefined>>>();
  const trials = run.experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  for (const detail of DETAILS) {
    const having = trials
      .filter((trial) => trial[detail] !== undefined)
      .map((trial) => ({ trial, bytes: bytesOf(trial[detail]) + `,"${detail}":`.length }));
    for (const { trial, bytes } of having.sort((a, b) => b.bytes - a.bytes)) {
      if (over <= 0) break;
      gone.set(trial, { ...gone.get(trial), [detail]: undefined });
      over -= bytes;
    }
  }
  const experiments = run.experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell) => ({ ...cell, trials: cell.trials.map((one) => without(one, gone.get(one))) })),
  }));
  return { ...run, experiments };
}

function without(trial: Trial, details: Partial<Record<Detail, undefined>> = {}): Trial {
  const kept = Object.entries(trial).filter(([name]) => !(name in details));
  return Object.fromEntries(kept) as unknown as Trial;
}

/** Bytes that a value takes in a run file. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** How many combinations lost their timeline, and how many trials the times of their tasks, when a recording became a file. */
export function detailsLeftOut(recorded: WithTrials, kept: WithTrials): { timelines: number; taskTimes: number } {
  const count = ({ experiments }: WithTrials) => {
    const cells = experiments.flatMap((experiment) => experiment.cells);
    const having = (detail: Detail) =>
      cells.map(({ trials }) => trials.filter((one) => one[detail] !== undefined).length);
    return {
      timelines: having("timeline").filter((trials) => trials > 0).length,
      taskTimes: having("taskMs").reduce((sum, trials) => sum + trials, 0),
    };
  };
  const [before, after] = [count(recorded), count(kept)];
  return { timelines: before.timelines - after.timelines, taskTimes: before.taskTimes - after.taskTimes };
}
