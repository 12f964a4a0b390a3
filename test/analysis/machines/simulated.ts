import type { MachineRun } from "../../../src/analysis/machines/like-machines.js";
import { digestOf } from "../../../src/analysis/two-runs/run-digest.js";
import { factsOf } from "../../../src/record/folder/run-facts.js";
import type { Machine, Run } from "../../../src/record/schema/run-schema.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian, NOISES, type Noise } from "../../bench/noise.js";
import { MACHINE, makeRun } from "../../report/sample-runs.js";
import { cell, experiment } from "../make-run.js";

/** Autoregressive noise: half of each trial's is that of the one before. */
const wandering = (): Noise => {
  let last: number | null = null;
  return (random) => {
    last = last === null ? gaussian(random) : 0.5 * last + Math.sqrt(0.75) * gaussian(random);
    return 0.02 * last;
  };
};

/** Noise of the cells of one machine, by kind: that of `unequal` machines is up to several times wider than that of others. */
const ALL_NOISES: Record<string, (random: () => number) => () => Noise> = {
  ...Object.fromEntries(Object.entries(NOISES).map(([name, noise]) => [name, () => () => noise])),
  wandering: () => wandering,
  unequal: (random) => {
    const wider = Math.exp(0.5 * gaussian(random));
    return () => (draw) => 0.02 * wider * gaussian(draw);
  },
};

export const NOISE_NAMES = Object.keys(ALL_NOISES);

interface Given {
  machines: number;
  seed: number;
  noise?: string;
  blocks?: number;
  workers?: readonly number[];
  /** Factor on the times of a machine, of all cells or of some. */
  factor?: (machine: number, workers: number) => number;
  machineOf?: (machine: number) => Partial<Machine>;
}

/** Runs of one study on machines laptop-1, laptop-2 ...: sequential, and a pool of threads that gains by workers up to 4. */
export function classRuns(given: Given): Run[] {
  const { machines, seed, noise = "log-normal", blocks = 10, workers = [1, 2, 4, 8] } = given;
  const random = seededRandom(seed);
  return Array.from({ length: machines }, (_, index) => {
    const noiseOf = (ALL_NOISES[noise] as (typeof ALL_NOISES)[string])(random);
    const own = { id: `laptop-${index + 1}`, name: `laptop-${index + 1}`, ...given.machineOf?.(index) };
    const cellOf = (strategy: string, count: number) => {
      const draw = noiseOf();
      const base = (100 / Math.min(count, 4)) * (given.factor?.(index, count) ?? 1);
      const times = Array.from({ length: blocks }, () => base * Math.exp(draw(random)));
      return cell({ strategy, workers: count, tasks: 8, workload: "random-loop", n: 1_000_000 }, times);
    };
    const cells = [cellOf("sequential", 1), ...workers.map((count) => cellOf("thread-pool", count))];
    return makeRun({
      id: `20261121t0615${String(index % 60).padStart(2, "0")}z-class-${(0x100000 + index).toString(16)}`,
      study: "class",
      machine: { ...MACHINE, ...own },
      experiments: [experiment(cells, { question: "How many workers?" })],
    });
  });
}

export function machineRunOf(run: Run): MachineRun {
  return { run: factsOf(run), experiments: digestOf(run).experiments };
}
