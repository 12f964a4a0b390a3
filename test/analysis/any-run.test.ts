import fc from "fast-check";
import { expect, test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { compareRuns } from "../../src/analysis/two-runs/compare-runs.js";
import type { Cell, Experiment, Factors, Run, Trial } from "../../src/record/schema/run-schema.js";
import { cell, experiment, importedRun, makeRun } from "./make-run.js";
import { CPU_BOUND, TWO_CORES } from "./sample-run.js";

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const factors: fc.Arbitrary<Factors> = fc
  .record({
    strategy: fc.constantFrom("sequential", "event-loop", "thread-pool", "process-pool", "process-per-task", "other"),
    workers: fc.integer({ min: 1, max: 9 }),
    tasks: optional(fc.constantFrom(1, 8, 9)),
    n: optional(fc.constantFrom(0, 0.5, 1000, 1e15)),
    workload: optional(fc.constantFrom("random-loop", "constructor")),
    launch: optional(fc.constantFrom("bounded", "all-at-once")),
    pool: optional(fc.constantFrom("fresh", "warm")),
    scheduling: optional(fc.constantFrom("next-free", "rounds", "static-chunks")),
    more: optional(fc.constantFrom<Record<string, number | string>[]>({ bytes: 1 }, { bytes: 2 }, { skew: "mixed" })),
  })
  .map((levels) => Object.fromEntries(Object.entries(levels).filter(([, level]) => level !== undefined)) as Factors);

const time = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 90, max: 110, noNaN: true }) },
  fc.constantFrom(0, 1e-300, 3.2e11, null),
);

const spent = fc.constantFrom(0, 1e-300, 0.5, 30, 3.2e11);

/** What trials may say of their tasks: nothing, times that no clock can show, fewer or more than there are, a timeline. */
const tasked = fc
  .record({
    taskMs: optional(fc.array(fc.constantFrom(0, 1e-300, 0.5, 3, 1e9), { maxLength: 5 })),
    workMs: optional(fc.constantFrom(null, 0, 1e-300, 2, 100)),
    figures: optional(
      fc.constantFrom<Record<string, number | null>[]>({ processes: 2, threads: 0 }, { processes: null }),
    ),
    workers: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
    outside: optional(fc.tuple(spent, spent, spent, spent, fc.option(spent), fc.option(spent))),
    accounts: fc.constantFrom(null, 0, 1e-300, 2, 3.2e11),
  })
  .map(({ taskMs, workMs, figures, workers, outside, accounts }): Partial<Trial> => {
    const each = (ms: number) => workers.map((_, task) => ms * task);
    const none = workers.map(() => null);
    const timeline = { worker: workers, startMs: each(2), endMs: each(3), cpuMs: none, queueMs: none };
    const [startUpMs = 0, dispatchMs = 0, idleMs = 0, mostBusyMs = 0, waitMs = 0, taskWaitMs = 0] = outside ?? [];
    return {
      ...(taskMs && { taskMs }),
      ...(workMs !== undefined && { workMs }),
      ...(figures && { figures }),
      ...(outside && { workerTime: { startUpMs, dispatchMs, idleMs, mostBusyMs, waitMs, taskWaitMs } }),
      taskCpuMs: accounts,
      timeline,
    };
  });

const anyCell: fc.Arbitrary<Cell> = fc
  .record({
    levels: factors,
    times: fc.array(time, { maxLength: 12 }),
    user: optional(fc.constantFrom(0, 50)),
    tasks: optional(tasked),
  })
  .map(({ levels, times, user, tasks }) =>
    cell(levels, times, Array(12).fill({ ...(user !== undefined && { userMs: user, queueWaitMs: user }), ...tasks })),
  );

const anyExperiment: fc.Arbitrary<Experiment> = fc
  .record({
    cells: fc.array(anyCell, { maxLength: 14 }),
    division: fc.constantFrom("tasks" as const, "shares" as const),
  })
  .map(({ cells, division }) => experiment(cells, { division, workloads: CPU_BOUND }));

const anyRun: fc.Arbitrary<Run> = fc
  .record({ experiments: fc.array(anyExperiment, { minLength: 1, maxLength: 2 }), imported: fc.boolean() })
  .map(({ experiments, imported }) => (imported ? importedRun : makeRun)(experiments, { machine: TWO_CORES }));

/** `null` is how JSON writes NaN and infinities: the texts and the figures that may not be null would show them. */
function expectFinite(value: unknown): void {
  if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
  if (typeof value === "string") expect(value).not.toMatch(/NaN|Infinity|undefined/);
  if (typeof value === "object" && value !== null) Object.values(value).forEach(expectFinite);
}

test("any run that the schema lets in has an analysis of finite figures", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const analysis = analyseRun(run);
      expectFinite(analysis);
      for (const { cells, changes } of analysis.experiments) {
        expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
        for (const { ratio, verdict } of Object.values(changes).flat()) {
          if (ratio === null) expect(verdict).toBe("inconclusive");
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("any two runs can be compared", () => {
  fc.assert(
    fc.property(anyRun, anyRun, (a, b) => {
      expectFinite(compareRuns(a, b));
    }),
    { numRuns: 60 },
  );
});
