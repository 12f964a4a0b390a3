import { type Series, seriesOf } from "../../../src/analysis/history/series.js";
import { digestOf } from "../../../src/analysis/two-runs/run-digest.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { cell, experiment, makeRun } from "../make-run.js";

const MACHINE = { id: "m-2", name: "two cores", cpuModel: "Example CPU" };
const random = seededRandom(12);
/** A factor with this much noise in percent; seeded. */
export const noisy = (percent: number, from = random) => Math.exp((percent / 100) * gaussian(from));

export interface Day {
  /** How much heavier the program is. */
  heavier?: number;
  /** How much slower the machine is on that day. */
  mood?: number;
  control?: boolean;
  /** Noise of the control cell in percent; default 1. */
  controlNoise?: number;
  commit?: string;
  fails?: boolean;
}

/** One run a day, of one cell. */
export function runsFrom(days: readonly Day[]): Run[] {
  // Of its own: files of tests that share a process draw in an order that nobody knows.
  const own = seededRandom(1);
  return days.map((one, day): Run => {
    const { heavier = 1, mood = 1, control = false, controlNoise = 1, commit = "a", fails = false } = one;
    const at = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
    const times = Array.from({ length: 10 }, () => (fails ? null : 100 * heavier * mood * noisy(1, own)));
    const trials = Array.from({ length: 10 }, (_, block) => ({
      block,
      position: 0,
      wallMs: 25 * mood * noisy(controlNoise, own),
    }));
    return makeRun([experiment([cell({ strategy: "sequential", workers: 1, tasks: 1 }, times)])], {
      id: `20260101t00${String(day).padStart(4, "0")}z-lab-000000`,
      startedAt: at,
      finishedAt: at,
      machine: MACHINE,
      commit: { hash: commit.repeat(40), dirty: false },
      ...(control ? { control: { workload: "random-loop", n: 1e7, trials } } : {}),
    });
  });
}

/** A series of one cell with one run a day. */
export function seriesFrom(days: readonly Day[]): Series {
  return seriesIn(runsFrom(days));
}

/** The series of the only cell of some runs, oldest first. */
export function seriesIn(runs: readonly Run[]): Series {
  const [series] = seriesOf(runs.toReversed().map((run) => ({ run, ...digestOf(run) })));
  if (series === undefined) throw new Error("there is one series");
  return series;
}

export const daysOf = (count: number, day: (index: number) => Day) =>
  Array.from({ length: count }, (_, index) => day(index));
