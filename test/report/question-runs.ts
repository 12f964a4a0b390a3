import type { Cell, Experiment, Factors, Trial } from "../../src/record/schema/run-schema.js";

type Extra = Partial<Trial>;

/** A cell with one trial a time; `null` makes one that ran out of memory. */
export function cellOf(
  factors: Factors,
  wallMs: readonly (number | null)[],
  extra: (block: number) => Extra = () => ({}),
): Cell {
  return {
    factors,
    trials: wallMs.map((ms, block): Trial => {
      const outcome: Trial =
        ms === null
          ? { block, status: "failed", reason: "out-of-memory", wallMs: null }
          : { block, status: "ok", wallMs: ms };
      return { ...outcome, ...extra(block) };
    }),
  };
}

function experimentOf(id: string, charts: string[], cells: Cell[], more: Partial<Experiment> = {}): Experiment {
  return { id, title: `On ${id}`, question: `What of ${id}?`, division: "tasks", charts, cells, ...more };
}

/** Four cores: to 4 workers a task takes 100 ms, with 8 it takes 200. */
export function weakExperiment(): Experiment {
  const cells = [1, 2, 4, 8].map((workers) => {
    const each = 100 * Math.max(1, workers / 4);
    const taskMs = (block: number) => Array.from({ length: workers }, (_, task) => each * (1 + 0.02 * task) + block);
    return cellOf(
      { strategy: "process-pool", workers, tasks: workers, workload: "random-loop", n: 1e6 },
      [each + 5, each + 6, each + 7],
      (block) => ({ taskMs: taskMs(block) }),
    );
  });
  return experimentOf("weak", ["weak-scaling", "task-distribution"], cells, {
    workloads: { "random-loop": { title: "loop", bound: "cpu" } },
  });
}

/** Tasks of 50 ms in rounds after a start of 20 ms; the last cell ran out of memory. */
export function batchExperiment(): Experiment {
  const cells = [1, 2, 4].flatMap((workers) =>
    [1, 2, 3, 4].map((tasks) => {
      const wallMs = 20 + 50 * Math.ceil(tasks / workers);
      return cellOf(
        { strategy: "process-pool", workers, tasks },
        workers === 4 && tasks === 4 ? [null] : [wallMs, wallMs],
      );
    }),
  );
  return experimentOf("batch", ["time-vs-tasks", "batch-totals"], cells);
}

export function payloadExperiment(): Experiment {
  const cell = (strategy: string, bytes: number, transfer: string | null, [wallMs, wayMs]: [number | null, number]) =>
    cellOf(
      {
        strategy,
        workers: strategy === "sequential" ? 1 : 2,
        tasks: 4,
        workload: "payload",
        more: { form: "bytes", bytes, ...(transfer !== null && { transfer }) },
      },
      [wallMs, wallMs],
      () => ({ ...(wallMs !== null && { figures: { "transfer-ms": wayMs } }) }),
    );
  return experimentOf(
    "payload",
    ["time-vs-bytes", "transfer-time"],
    [
      cell("sequential", 0, null, [100, 0]),
      cell("sequential", 1e6, null, [102, 0]),
      cell("sequential", 16e6, null, [110, 0]),
      cell("thread-pool", 0, "clone", [60, 0.1]),
      cell("thread-pool", 1e6, "clone", [65, 1]),
      cell("thread-pool", 16e6, "clone", [150, 30]),
      cell("process-pool", 1e6, "clone", [80, 4]),
      cell("process-pool", 16e6, "clone", [400, 120]),
      cell("thread-pool", 16e6, "transfer", [null, 0]),
    ],
  );
}

/** One long task of 60 ms and three of 20 on two workers: 60 ms each at best, 100 ms where one has the long and two more. */
export function scheduleExperiment(): Experiment {
  const kept = (worker: number[], startMs: number[], endMs: number[]): Extra => {
    const none = worker.map(() => null);
    return { timeline: { worker, startMs, endMs, cpuMs: none, queueMs: none } };
  };
  const factors = (scheduling: "next-free" | "static-chunks"): Factors => ({
    strategy: "process-pool",
    workers: 2,
    tasks: 4,
    scheduling,
    more: { skew: "one-long" },
  });
  return experimentOf(
    "schedule",
    ["schedules"],
    [
      cellOf(factors("next-free"), [60, 61], (block) =>
        block === 0 ? kept([0, 1, 1, 1], [0, 0, 20, 40], [60, 20, 40, 60]) : {},
      ),
      cellOf(factors("static-chunks"), [80, 81], (block) =>
        block === 0 ? kept([0, 0, 1, 1], [0, 60, 0, 20], [60, 80, 20, 40]) : {},
      ),
    ],
  );
}

/** Two short and two long tasks: in turn, or two at a time. */
export function roundsExperiment(): Experiment {
  const none = [null, null, null, null];
  const factors = (scheduling: "next-free" | "rounds"): Factors => ({
    strategy: "process-pool",
    workers: 2,
    tasks: 4,
    scheduling,
  });
  const kept = (worker: number[], startMs: number[], endMs: number[]): Extra => ({
    timeline: { worker, startMs, endMs, cpuMs: none, queueMs: none },
  });
  return experimentOf(
    "rounds",
    ["schedules"],
    [
      cellOf(factors("next-free"), [60], () => kept([0, 1, 1, 0], [0, 0, 10, 50], [50, 10, 60, 60])),
      cellOf(factors("rounds"), [100], () => kept([0, 1, 0, 1], [0, 0, 50, 50], [10, 50, 60, 100])),
    ],
  );
}

export function usageExperiment(): Experiment {
  const sampled = (cores: number, peak: number): Extra => ({
    figures: {
      "work-start-ms": 50,
      "last-result-ms": 250,
      "peak-cpu-percent": cores * 100,
      "peak-pss-bytes": peak,
      "kept-pss-bytes": peak / 2,
    },
    usage: {
      atMs: [0, 50, 100, 150, 200, 250, 300],
      cpuPercent: [null, 10, cores * 100, cores * 90, cores * 100, cores * 50, 0],
      pssBytes: [20e6, 20e6, peak / 2, peak, peak, peak / 2, peak / 2],
    },
  });
  const cell = (strategy: string, workload: string, workers: number, [cores, peak]: [number, number]) =>
    cellOf({ strategy, workers, tasks: 1, workload, more: { watch: "usage" } }, [200, 210], (block) =>
      block === 0 ? sampled(cores, peak) : {},
    );
  return experimentOf(
    "usage",
    ["cpu-memory", "memory"],
    [
      cell("sequential", "sleep", 1, [0.02, 21e6]),
      cell("sequential", "random-sum", 1, [0.98, 400e6]),
      cell("process-pool", "random-sum", 4, [3.6, 500e6]),
    ],
    {
      division: "shares",
      workloads: { sleep: { title: "wait", bound: "wait" }, "random-sum": { title: "sum", bound: "cpu" } },
    },
  );
}

/** Bars: CPU time, event loop, time a task, and files a second. */
export function barsExperiment(): Experiment {
  const bars = (strategy: string, workers: number, wallMs: number | null, userMs: number, longest: number) =>
    cellOf({ strategy, workers, tasks: 200, workload: "random-loop" }, [wallMs, wallMs], () => ({
      userMs,
      sysMs: 10,
      figures: { "loop-delay-max-ms": longest, "loop-delay-p99-ms": longest / 2 },
    }));
  return experimentOf(
    "bars",
    ["cpu-time", "loop-delay", "time-per-task"],
    [bars("sequential", 1, 200, 190, 200), bars("thread-pool", 2, 110, 210, 4), bars("process-pool", 2, null, 0, 5)],
  );
}

export function filesExperiment(): Experiment {
  const cells = ["sequential", "process-pool"].flatMap((strategy) =>
    [5, 10, 20].map((tasks) => {
      const perFile = strategy === "sequential" ? 10 : 4;
      const factors = { strategy, workers: strategy === "sequential" ? 1 : 4, tasks, workload: "shapefile" };
      return cellOf(factors, [30 + tasks * perFile, 30 + tasks * perFile]);
    }),
  );
  return experimentOf("files", ["throughput"], cells);
}

export function faultsExperiment(): Experiment {
  const fault = (strategy: string, kind: string, extra: Extra, workers = 2) =>
    cellOf({ strategy, workers, tasks: 8, workload: "fault", more: { fault: kind } }, [null, null], () => ({
      reason: "task-error",
      ...extra,
    }));
  const lost = (count: number, figures: Record<string, number> = {}): Extra => ({
    lostTasks: Array.from({ length: count }, (_, task) => task),
    figures: { lost: count, finished: 8 - count, hung: 0, "caller-ended": 0, ...figures },
    notes: { "caller-saw": "task 4: Error: <it> broke" },
  });
  return experimentOf(
    "faults",
    [],
    [
      fault("sequential", "throw", lost(1)),
      fault("sequential", "kill", lost(8, { "caller-ended": 1 })),
      fault("process-pool", "throw", lost(1)),
      fault("process-pool", "kill", lost(1)),
      fault("process-pool", "kill", lost(4, { hung: 3 }), 1),
    ],
  );
}

export function isolationExperiment(): Experiment {
  const globals = (strategy: string, figures: Record<string, number>) =>
    cellOf({ strategy, workers: 2, tasks: 8, workload: "globals" }, [10, 10], () => ({ figures }));
  const counter = (strategy: string, atomics: boolean, lost: number, sharing: number) =>
    cellOf({ strategy, workers: 2, tasks: 4, workload: "shared-counter", more: { atomics } }, [10, 10], (block) => ({
      figures: { expected: 1000, counted: 1000 - lost * block, lost: lost * block, sharing },
    }));
  return experimentOf(
    "isolation",
    [],
    [
      globals("event-loop", { worlds: 1, "saw-others": 7, "caller-sees": 8 }),
      globals("process-pool", { worlds: 2, "saw-others": 6, "caller-sees": 0 }),
      counter("thread-pool", false, 250, 4),
      counter("thread-pool", true, 0, 4),
      counter("process-pool", true, 1000, 0),
    ],
  );
}

export function greetingsExperiment(): Experiment {
  const notes = (process: number) => ({
    "task-1": `I am number 1, in process ${process}, thread 0`,
    "task-2": `I am number 2, in process ${process + 1}, thread 0`,
  });
  return experimentOf(
    "greetings",
    [],
    [
      cellOf({ strategy: "process-per-task", workers: 2, tasks: 2 }, [10, 11], () => ({
        figures: { processes: 2, threads: 2 },
        notes: notes(100),
      })),
      cellOf({ strategy: "sequential", workers: 1, tasks: 2 }, [1, 1]),
    ],
  );
}

/** One experiment for each chart and table that answers a question of its own: more than one page holds. */
export function questionExperiments(): Experiment[] {
  return [
    weakExperiment(),
    batchExperiment(),
    payloadExperiment(),
    scheduleExperiment(),
    usageExperiment(),
    barsExperiment(),
    filesExperiment(),
    faultsExperiment(),
    isolationExperiment(),
    greetingsExperiment(),
  ];
}
