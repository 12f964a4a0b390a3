/** Tables of timings with a known truth, made and imported as a user's would be. All seeded. */

import type { RunAnalysis } from "../../../.build/analysis/results/run-analysis.js";
import type { Run } from "../../../.build/record/schema/run-schema.js";
import { gaussian } from "../noise.js";

export type Random = () => number;

/** What is under test. A bench passes the compiled program, a test its sources. */
export interface Program {
  importCsv(input: { text: string; file: string; sha256: string; now: Date }): Run;
  analyseRun(run: Run): RunAnalysis;
  /** Titles of the charts that the page of an experiment shows. */
  titlesOf(run: Run, analysis: RunAnalysis): string[];
  seededRandom(seed: number): Random;
}

/** A cell and the time that it truly takes, in ms. */
export interface TrueCell {
  strategy: string;
  workers: number;
  ms: number;
}

/** A trial's log time about that of its cell, with a standard deviation of 5 %. */
export const NOISES: Record<string, (random: Random) => number> = {
  "log-normal": (random) => 0.05 * gaussian(random),
  // A quarter of the trials 10.8 % slower: a second mode.
  "two-peaked": (random) => 0.018 * gaussian(random) + (random() < 0.25 ? 0.108 : 0),
  // Student's t with 3 degrees of freedom.
  "heavy-tailed": (random) => {
    const chi = gaussian(random) ** 2 + gaussian(random) ** 2 + gaussian(random) ** 2;
    return (0.029 * gaussian(random)) / Math.sqrt(chi / 3);
  },
};

export const logNormal = (spread: number) => (random: Random) => spread * gaussian(random);

const COUNTS = [1, 2, 4, 6, 8];
const LINES: [strategy: string, counts: number[]][] = [
  ["sequential", [1]],
  ["event-loop", [1]],
  ["thread-pool", COUNTS],
  ["process-pool", COUNTS],
  ["thread-per-task", COUNTS],
  ["process-per-task", [1, 2, 4]],
];

/** A page of 20 cells, each of 100 ms; those of the named strategy take `ratio` times as long. */
export function pageOf20(slower?: string, ratio = 1): TrueCell[] {
  return LINES.flatMap(([strategy, counts]) =>
    counts.map((workers) => ({ strategy, workers, ms: 100 * (strategy === slower ? ratio : 1) })),
  );
}

export interface Sampling {
  n: number;
  noise: (random: Random) => number;
  random: Random;
  /** With a column `block`, so that trials are paired, as of the own runner. */
  interleaved?: boolean;
}

/** The run that `import csv` makes of `n` rounds over the cells. */
export function tableRun(program: Program, cells: readonly TrueCell[], sampling: Sampling): Run {
  const { n, noise, random, interleaved = false } = sampling;
  const row = ({ strategy, workers, ms }: TrueCell, block: number) =>
    `${interleaved ? `${block},` : ""}${strategy},${workers},${(ms * Math.exp(noise(random))).toFixed(6)}`;
  const rows = Array.from({ length: n }, (_, block) => cells.map((cell) => row(cell, block))).flat();
  const text = `${interleaved ? "block," : ""}strategy,workers,wall_ms\n${rows.join("\n")}\n`;
  return program.importCsv({ text, file: "simulated.csv", sha256: "0".repeat(64), now: new Date(0) });
}
