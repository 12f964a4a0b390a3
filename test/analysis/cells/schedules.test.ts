import { describe, expect, it } from "vitest";
import { dispatchGap, overheadPerTaskMs } from "../../../src/analysis/cells/schedules.js";
import { cell } from "../make-run.js";
import { plantedCell } from "../scaling/stack/planted.js";

/** Worker 0 starts at once and is kept waiting while worker 1 starts, until 60 ms; from then on a gap is 1 ms. */
const TASKS = [
  { worker: 0, startMs: 0, endMs: 10 },
  { worker: 0, startMs: 25, endMs: 35 },
  { worker: 0, startMs: 50, endMs: 59 },
  { worker: 1, startMs: 60, endMs: 70 },
  { worker: 0, startMs: 74, endMs: 84 },
  { worker: 1, startMs: 71, endMs: 81 },
  { worker: 0, startMs: 85, endMs: 95 },
];

describe("the price of handing out a task", () => {
  it("is not what it takes while other workers are still being started", () => {
    const pool = plantedCell({ workers: 2 }, [{ wallMs: 95, tasks: TASKS }]);
    expect(dispatchGap(pool)).toEqual({ ms: 1, isRenewed: false, block: 0 });
    const early = plantedCell({ workers: 2 }, [{ wallMs: 95, tasks: TASKS.slice(0, 4) }]);
    expect(dispatchGap(early)).toEqual({ ms: 15, isRenewed: false, block: 0 });
  });

  it("is that of a new worker where every task has its own", () => {
    const tasks = [0, 40, 80].map((startMs, worker) => ({ worker, startMs, endMs: startMs + 10 }));
    const cellOf = plantedCell({ strategy: "process-per-task", workers: 1 }, [{ wallMs: 90, tasks }]);
    expect(dispatchGap(cellOf)).toEqual({ ms: 30, isRenewed: true, block: 0 });
  });

  it("is unknown without a task that follows another", () => {
    expect(dispatchGap(plantedCell({ workers: 2 }, [{ wallMs: 20, tasks: TASKS.slice(0, 1) }]))).toBeNull();
  });

  it("leaves the start of the second worker out, from all trials that tell it apart", () => {
    const factors = { strategy: "process-pool", workers: 2, tasks: 4 };
    const workerTime = { startUpMs: 90, dispatchMs: 3, idleMs: 0, waitMs: 0, taskWaitMs: 0, mostBusyMs: 30 };
    const trial = { taskMs: [10, 10, 10, 10], workMs: 60, workersUsed: 2 };
    expect(
      overheadPerTaskMs(
        cell(
          factors,
          [70, 70],
          [
            { ...trial, workerTime },
            { ...trial, workerTime },
          ],
        ),
      ),
    ).toBe(1.5);
    // Not told apart: 2 x 60 ms, less 40 ms of tasks, over 2.
    expect(overheadPerTaskMs(cell(factors, [70], [trial]))).toBe(40);
  });
});
