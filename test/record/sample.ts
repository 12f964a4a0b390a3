import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { JournalHeader } from "../../src/record/journal/journal-format.js";
import { withId } from "../../src/record/schema/run-id.js";
import type { Run, Trial } from "../../src/record/schema/run-schema.js";

/** An empty folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "scalebook-record-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export function sampleTrial(changes: Partial<Trial> = {}): Trial {
  return { block: 0, status: "ok", wallMs: 12.5, ...changes };
}

/** All that is known when a run starts: one experiment of two cells. */
export function sampleHeader(changes: Partial<JournalHeader> = {}): JournalHeader {
  return {
    schemaVersion: 1,
    study: "lab",
    studyHash: null,
    startedAt: "2026-11-21T06:15:00.000Z",
    seed: 7,
    machine: { id: "m-1", name: "test machine" },
    software: { tool: { name: "scalebook", version: "0.1.0" }, node: "20.20.2" },
    experiments: [
      {
        id: "workers",
        title: "Workers",
        division: "tasks",
        cells: [
          { factors: { strategy: "sequential", workers: 1, tasks: 8 }, trials: [] },
          { factors: { strategy: "thread-pool", workers: 4, tasks: 8 }, trials: [] },
        ],
      },
    ],
    ...changes,
  };
}

/** A small complete run with its id; `changes` come before the id is made. */
export function sampleRun(changes: Partial<Omit<Run, "id">> = {}): Run {
  const header = sampleHeader();
  const [experiment] = header.experiments;
  if (experiment === undefined) throw new Error("the sample has one experiment");
  const cells = experiment.cells.map((cell, index) => ({
    ...cell,
    trials: [sampleTrial({ wallMs: 100 / (index + 1) }), sampleTrial({ block: 1, wallMs: 104 / (index + 1) })],
  }));
  return withId({
    ...header,
    status: "complete",
    finishedAt: "2026-11-21T06:16:30.000Z",
    experiments: [{ ...experiment, cells }],
    ...changes,
  });
}
