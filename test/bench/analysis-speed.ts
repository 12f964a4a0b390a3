import { performance } from "node:perf_hooks";
import { analyseRun } from "../../.build/analysis/analyse.js";
import type { Run } from "../../.build/record/schema.js";
import type { Measure } from "./measures.js";

/** Analysis of a run of 2,000 trials: 100 cells, 20 blocks. */
export async function analysisSpeed(): Promise<Measure> {
  const ours = Array.from({ length: 10 }, () => {
    const start = performance.now();
    analyseRun(largeRun);
    return performance.now() - start;
  });
  return { name: "analysis of 2,000 trials", unit: "ms", ours, other: [], otherName: "", limit: 1_000 };
}

const largeRun: Run = {
  schemaVersion: 1,
  id: "20261121t061500z-bench-000000",
  study: "bench",
  studyHash: null,
  status: "complete",
  startedAt: "2026-11-21T06:15:00Z",
  finishedAt: "2026-11-21T06:20:00Z",
  seed: 1,
  machine: { id: "m-bench", name: "bench" },
  software: { tool: { name: "scalebook", version: "0" }, node: null },
  experiments: [
    {
      id: "all",
      title: "All",
      division: "tasks",
      cells: Array.from({ length: 100 }, (_, index) => ({
        factors: { strategy: `s-${index % 5}`, workers: 1 + Math.floor(index / 5) },
        trials: Array.from({ length: 20 }, (_, block) => ({
          block,
          status: "ok" as const,
          wallMs: 100 + ((index * 31 + block * 17) % 23),
        })),
      })),
    },
  ],
};
