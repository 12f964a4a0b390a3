/**
 * The whole chain on a known answer: a program of sleeps with a serial phase of 0, 10 and 30 % of its work, recorded by the
 * real runner, must come back as Amdahl's serial share within 0.02.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseRun } from "../../.build/analysis/analyse.js";
import { defineStudy, runStudy } from "../../.build/index.js";
import type { Measure } from "./measures.js";

const SHARES = [0, 0.1, 0.3];
/** Every worker count divides the tasks: rounds take nothing away. */
const TASKS = 24;
const WORKERS = [1, 2, 3, 4, 6, 8, 12];
const TASK_MS = 40;
const BLOCKS = 5;

/** Task 0 does what is serial, all others wait for it; then each has its own part. */
const MODULE = `
import { setTimeout as pause } from "node:timers/promises";
export const bound = "wait";
// A size is 1 or more.
export const inputs = (size) => {
  const serialMs = size - 1;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  return Array.from({ length: ${TASKS} }, (_, index) => ({ index, serialMs, gate }));
};
export const task = async ({ index, serialMs, gate }) => {
  if (index === 0) {
    if (serialMs > 0) await pause(serialMs);
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  } else {
    await Atomics.waitAsync(gate, 0, 0).value;
  }
  await pause(${TASK_MS});
  return index;
};
`;

/** The figure is the largest distance from a true share, in points of a hundred. */
export async function serialShare(): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  try {
    writeFileSync(join(folder, "serial-phase.mjs"), MODULE);
    const { run } = await runStudy(studyOf(), { folder, runsDir: join(folder, "runs"), machine: "bench", seed: 1 });
    const distances = analyseRun(run).experiments.map(({ id, scaling }, index) => {
      const models = scaling.find(({ points }) => points.length === WORKERS.length)?.models;
      const fit = models?.fits.find(({ model }) => model === "amdahl");
      const { estimate, interval } = fit?.parameters.alpha ?? { estimate: Number.NaN, interval: null };
      const truth = SHARES[index] as number;
      const ends = interval?.map((end) => end.toFixed(4)).join(" to ");
      process.stdout.write(
        `  ${id}: serial share ${estimate.toFixed(4)} (95 % interval ${ends}), true ${truth}; law: ${models?.chosen ?? models?.reason}\n`,
      );
      return Math.abs(estimate - truth) * 100;
    });
    const name = "serial share of sleeps, largest distance from the true one";
    return { name, unit: "%", ours: [Math.max(...distances)], other: [], otherName: "", limit: 2 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function studyOf() {
  return defineStudy({
    id: "serial-phase",
    blocks: BLOCKS,
    experiments: SHARES.map((share) => ({
      id: `serial-${Math.round(share * 100)}`,
      title: `Sleeps with ${share * 100} % serial`,
      question: "Is the serial share recovered?",
      module: "./serial-phase.mjs",
      // serial / (serial + tasks) = share.
      matrix: [
        { strategy: "thread-pool", workers: WORKERS, n: 1 + (share / (1 - share)) * TASKS * TASK_MS, pool: "warm" },
      ],
    })),
  });
}
