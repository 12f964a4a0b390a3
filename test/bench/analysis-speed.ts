import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { analyseRun } from "../../.build/analysis/analyse.js";
import type { Run } from "../../.build/record/schema/run-schema.js";
import type { Measure } from "./measures.js";

/** Analysis of a run of 2,000 trials: 100 cells, 20 blocks. */
export async function analysisSpeed(): Promise<Measure> {
  const ours = Array.from({ length: 10 }, () => {
    const start = performance.now();
    analyseRun(largeRun);
    return performance.now() - start;
  });
  return { name: "analysis of 2,000 trials", unit: "ms", ours, other: [], otherName: "", limit: 60 };
}

/** The same as a command: start, reading and checking the file, analysis, JSON. */
export async function analyseCommand(): Promise<Measure> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  try {
    writeFileSync(join(dir, `${largeRun.id}.json`), JSON.stringify(largeRun));
    const args = [main, "analyse", "latest", "--runs-dir", dir, "--json"];
    const ours = Array.from({ length: 5 }, () => {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
      if (status !== 0) throw new Error(`analyse ended with ${status}`);
      return performance.now() - start;
    });
    return { name: "analyse, 2,000 trials, as a command", unit: "ms", ours, other: [], otherName: "", limit: 1_000 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
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
