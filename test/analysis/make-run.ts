import {
  type Cell,
  type Experiment,
  type Factors,
  type Run,
  runSchema,
  type Trial,
} from "../../src/record/schema/run-schema.js";

/** A cell with one usable trial for each time, in blocks 0, 1, 2 ...; `null` makes a failed trial. */
export function cell(factors: Factors, wallMs: (number | null)[], more: Partial<Trial>[] = []): Cell {
  return {
    factors,
    trials: wallMs.map((ms, block) => ({
      block,
      ...(ms === null
        ? { status: "failed" as const, reason: "out-of-memory", wallMs: null }
        : { status: "ok" as const, wallMs: ms }),
      ...more[block],
    })),
  };
}

export function experiment(cells: Cell[], more: Partial<Experiment> = {}): Experiment {
  return { id: "workers", title: "Workers", division: "tasks", cells, ...more };
}

/** A run as our runner writes it (interleaved), checked by the schema: a test cannot rest on an impossible file. */
export function makeRun(experiments: Experiment[], more: Partial<Run> = {}): Run {
  return runSchema.parse({
    schemaVersion: 1,
    id: "20261121t061500z-lab-3f9a2c",
    study: "lab",
    studyHash: null,
    status: "complete",
    startedAt: "2026-11-21T06:15:00Z",
    finishedAt: "2026-11-21T06:16:00Z",
    seed: 1,
    machine: { id: "m-1", name: "bench" },
    software: { tool: { name: "scalebook", version: "0.1.0" }, node: "v20.20.2" },
    experiments,
    ...more,
  });
}

/** As {@link makeRun}, imported: not interleaved. */
export function importedRun(experiments: Experiment[], more: Partial<Run> = {}): Run {
  const origin = { format: "csv", file: "table.csv", sha256: "0".repeat(64), note: "" };
  return makeRun(experiments, { origin, seed: null, ...more });
}
