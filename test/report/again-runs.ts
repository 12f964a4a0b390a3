import type { Machine, Run } from "../../src/record/schema/run-schema.js";
import { MACHINE, makeRun, noise, workersExperiment } from "./sample-runs.js";

const DESK: Machine = {
  ...MACHINE,
  id: "desk-8c",
  name: "desk",
  cpuModel: "Desk CPU",
  logicalCores: 16,
  physicalCores: 8,
  availableParallelism: 16,
};

/** Four runs of one small study on two machines, oldest first: a newer Node on the second day, a machine twice as fast on the third. */
export function againRuns(): Run[] {
  return [
    again({ day: 24 }),
    again({ day: 25, node: "20.21.0" }),
    again({ day: 26, machine: DESK, faster: 2 }),
    again({ day: 27, node: "20.21.0", kernel: "6.2.0", faster: 0.8 }),
  ];
}

interface Given {
  day: number;
  node?: string;
  machine?: Machine;
  kernel?: string;
  /** Divides every time. */
  faster?: number;
}

function again({ day, node = "20.20.2", machine = MACHINE, kernel = "6.1.0", faster = 1 }: Given): Run {
  const at = `2026-11-${day}T06:15:00.000Z`;
  const experiment = workersExperiment(4, noise(day));
  const base = makeRun({ experiments: [] });
  const kept = experiment.cells.filter(({ factors }) => factors.strategy !== "process-pool" && factors.workers < 4);
  const cells = kept.map(({ factors, trials }) => ({
    factors,
    trials: trials.map(({ timeline: _, ...trial }) => ({ ...trial, wallMs: (trial.wallMs ?? 0) / faster })),
  }));
  return {
    ...base,
    id: `202611${day}t061500z-again-0000${day}`,
    study: "again",
    startedAt: at,
    finishedAt: at,
    machine: { ...machine, osRelease: kernel },
    software: { ...base.software, node },
    experiments: [{ ...experiment, cells }],
  };
}
