import type { Cell, Run } from "../../src/record/schema/run-schema.js";
import { seededRandom } from "../../src/stats/random.js";
import { cell, experiment, importedRun, makeRun } from "./make-run.js";

/**
 * The four recorded tables of a course, typed in so that these tests run anywhere. Seconds.
 */
const CORES_HOST = { 1: 306.4, 2: 179.92, 4: 96.65, 6: 96.49, 8: 56.07 };
const CORES_VM = { 1: 918.43, 2: 530.11, 4: 279.74, 6: 280.33, 8: 155.26 };

export function coresHost(): Run {
  return imported("cores-host", "host", coresCells(CORES_HOST));
}

export function coresVm(): Run {
  return imported("cores-vm", "vm", coresCells(CORES_VM));
}

export function listAppend(): Run {
  const row = (strategy: string, workers: number, [wall, user, sys]: [number, number, number]) =>
    cell({ strategy, workers }, [wall * 1000], [{ userMs: user * 1000, sysMs: sys * 1000 }]);
  return imported("list-append", "laptop", [
    row("thread-per-task", 2, [2.003, 1.838, 0.161]),
    row("process-per-task", 2, [1.045, 1.824, 0.231]),
    row("process-per-task", 4, [0.54, 1.792, 0.269]),
  ]);
}

export function fileWrite(): Run {
  return imported("file-write", "laptop", [
    cell({ strategy: "process-per-task", workers: 1 }, [100.2953052520752]),
    cell({ strategy: "process-pool", workers: 1 }, [196.4569091796875]),
  ]);
}

/** Two runs of 30 cells that truly take the same time, with wide noise: some intervals leave out no change, by luck. */
export function equalRuns(): [Run, Run] {
  const random = seededRandom(7);
  const times = () => Array.from({ length: 12 }, () => 90 + 20 * random());
  const run = () =>
    makeRun([experiment(Array.from({ length: 30 }, (_, n) => cell({ strategy: "a", workers: n + 1 }, times())))]);
  return [run(), run()];
}

function coresCells(seconds: Record<number, number>): Cell[] {
  return Object.entries(seconds).map(([workers, wall]) =>
    cell({ strategy: "process-pool", workers: Number(workers), tasks: 8 }, [wall * 1000]),
  );
}

function imported(id: string, machine: string, cells: Cell[]): Run {
  return importedRun([experiment(cells, { id, title: id })], {
    study: id,
    machine: { id: machine, name: machine },
  });
}
