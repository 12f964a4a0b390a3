import { createHash } from "node:crypto";
import type { StoredRun } from "../../src/record/files/stored-run.js";
import type { Cell, Experiment, Factors, Machine, Run, Timeline, Trial } from "../../src/record/schema/run-schema.js";
import { workerTimeOf } from "../../src/record/timing/worker-time.js";

const CORES = 4;

/** A machine of 4 cores, with every static fact filled in. */
export const MACHINE: Machine = {
  id: "bench-4c",
  name: "bench",
  cpuModel: "Example CPU @ 3.0 GHz",
  logicalCores: CORES,
  physicalCores: CORES,
  availableParallelism: CORES,
  quotaCores: null,
  memoryBytes: 16e9,
  platform: "linux",
  osRelease: "6.1.0",
  arch: "x64",
  virtualisation: "none",
  governor: null,
  smt: false,
};

/** Seeded noise: mulberry32, then two draws to a normal. */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

interface CellPlan {
  factors: Factors;
  wallMs: number;
  startUpMs?: number;
  blocks: number;
  normal: () => number;
  withTimeline?: boolean;
  fail?: { reason: string; detail: string };
}

/** A cell with log-normal times around `wallMs`, 2 % wide, and a timeline on its first trial. */
export function makeCell({ factors, wallMs, startUpMs = 20, blocks, normal, withTimeline, fail }: CellPlan): Cell {
  const trials = Array.from({ length: blocks }, (_, block): Trial => {
    if (fail) return { block, status: "failed", wallMs: null, ...fail };
    const wall = wallMs * Math.exp(0.02 * normal());
    const cores = Math.min(factors.workers, 4);
    return {
      block,
      position: block,
      status: "ok",
      wallMs: round(wall),
      startUpMs,
      workMs: round(wall - startUpMs),
      tearDownMs: 4,
      hostMs: round(wall + 60),
      userMs: round(wall * cores * 0.93),
      sysMs: round(wall * 0.06 + 4),
      peakPssBytes: 40e6 + factors.workers * 9e6,
      taskCpuMs: round(wall * cores * 0.9),
      queueWaitMs: 2,
      checksum: 12345,
      workersUsed: factors.workers,
      ...(withTimeline && tasksSeen({ factors, wallMs: round(wall), startUpMs, block })),
    };
  });
  return { factors, trials };
}

/** What a recording keeps of the tasks: of the first trial all, of the others their times and where the rest went. */
function tasksSeen({
  factors,
  wallMs,
  startUpMs,
  block,
}: {
  factors: Factors;
  wallMs: number;
  startUpMs: number;
  block: number;
}) {
  const timeline = makeTimeline(factors, wallMs, startUpMs);
  const workerTime = workerTimeOf({ timeline, wallMs, factors });
  const total = (column: readonly (number | null)[]) => round(column.reduce<number>((sum, ms) => sum + (ms ?? 0), 0));
  return {
    taskMs: timeline.endMs.map((end, task) => round(end - (timeline.startMs[task] ?? 0))),
    taskCpuMs: total(timeline.cpuMs),
    queueWaitMs: total(timeline.queueMs),
    ...(workerTime && { workerTime }),
    ...(block === 0 && { timeline }),
  };
}

function makeTimeline({ workers, tasks = 8 }: Factors, wall: number, startUpMs: number): Timeline {
  const free = Array.from({ length: workers }, (_, worker) => startUpMs + worker * 3);
  const each = (wall - startUpMs - workers * 3) / Math.ceil(tasks / workers);
  const rows = Array.from({ length: tasks }, (_, task) => {
    const worker = free.indexOf(Math.min(...free));
    const start = (free[worker] ?? 0) + 0.4;
    const end = start + each * (0.93 + 0.02 * (task % 4)) - 0.4;
    free[worker] = end;
    return { worker, start: round(start), end: round(end) };
  });
  // Of more workers than cores some wait.
  const onCore = Math.min(1, CORES / workers);
  return {
    worker: rows.map(({ worker }) => worker),
    startMs: rows.map(({ start }) => start),
    endMs: rows.map(({ end }) => end),
    cpuMs: rows.map(({ start, end }) => round((end - start) * 0.97 * onCore)),
    queueMs: rows.map(({ start, end }) => round((end - start) * 0.97 * (1 - onCore) + 0.1)),
    waitBeforeMs: rows.map(() => 0.2),
  };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** A run with everything a recording of our own has. */
export function makeRun(overrides: Partial<Run> & Pick<Run, "experiments">): Run {
  return {
    schemaVersion: 1,
    id: "20261121t061500z-lab-3f9a2c",
    study: "lab",
    studyHash: "a".repeat(64),
    status: "complete",
    startedAt: "2026-11-21T06:15:00.000Z",
    finishedAt: "2026-11-21T06:16:24.000Z",
    seed: 20261121,
    machine: MACHINE,
    conditions: { loadBefore: 0.12, loadAfter: 1.93, freeMemoryBytes: 12.4e9, stealMs: 0, clockStepNs: 41 },
    software: {
      tool: { name: "scalebook", version: "0.1.0" },
      node: "20.20.2",
      v8: "11.3.244.8",
      environment: { TZ: "UTC" },
    },
    command: "scalebook run --budget 90s --seed 20261121",
    commit: { hash: "92a1916c0ffee", dirty: false },
    plan: {
      blocksPlanned: 20,
      blocksFinished: 20,
      budgetMs: 90_000,
      wallMs: 84_000,
      trialsMs: 78_100,
      calibrationMs: 2_300,
    },
    calibration: [
      { experiment: "workers", workload: "random-loop", targetTaskMs: 60, n: 5_200_000, measuredTaskMs: 60.4 },
    ],
    ...overrides,
  };
}

/** The four experiments of the default study, every strategy among them. */
export function labExperiments(blocks: number, seed = 7): Experiment[] {
  const normal = noise(seed);
  return [
    workersExperiment(blocks, normal),
    poolExperiment(blocks, normal),
    threadExperiment(blocks, normal),
    sizeExperiment(blocks, normal),
  ];
}

/** 8 tasks of 60 ms on 1 to 8 workers of 4 cores: two strategies and the sequential baseline. */
export function workersExperiment(blocks: number, normal = noise(7)): Experiment {
  const base = { tasks: 8, n: 5_200_000, workload: "random-loop" };
  const timed = (strategy: string, startUp: number, extra: number) =>
    [1, 2, 4, 6, 8].map((workers) => {
      const rounds = Math.max(Math.ceil(8 / workers), 2);
      const wallMs = startUp + rounds * 60 * extra + workers * startUp * 0.12;
      const factors = { strategy, workers, ...base };
      return makeCell({ factors, wallMs, startUpMs: startUp, blocks, normal, withTimeline: true });
    });
  return {
    id: "workers",
    title: "More workers for the same 8 tasks",
    question: "How does time fall with more workers, and which steps give nothing?",
    division: "tasks",
    charts: ["time-vs-workers", "speed-up", "total-time", "timeline"],
    workloads: { "random-loop": { title: "Draw random numbers, keep none", bound: "cpu" } },
    cells: [
      makeCell({
        factors: { strategy: "sequential", workers: 1, ...base },
        wallMs: 480,
        startUpMs: 0.2,
        blocks,
        normal,
      }),
      ...timed("thread-pool", 26, 1.02),
      ...timed("process-pool", 44, 1),
    ],
  };
}

/** A server of the program's own under load: what is compared is the requests a second that it prints. */
export function requestsExperiment(blocks = 10, normal = noise(11)): Experiment {
  const cells = [1, 2, 4].map((workers) => {
    const cell = makeCell({ factors: { strategy: "command", workers }, wallMs: 2_000, blocks, normal });
    const figureOf = () => round(400 * (workers / (1 + 0.2 * (workers - 1))) * Math.exp(0.02 * normal()));
    return { ...cell, trials: cell.trials.map((trial) => ({ ...trial, figures: { throughput: figureOf() } })) };
  });
  return {
    id: "requests",
    title: "Requests a second",
    question: "How many requests a second do more workers answer?",
    division: "tasks",
    figure: { name: "throughput", unit: "req/s", better: "higher" },
    cells,
  };
}

function poolExperiment(blocks: number, normal: () => number): Experiment {
  const cells = [4, 32].flatMap((tasks) => [
    ...computing(tasks).map((plan) => makeCell({ ...plan, blocks, normal, withTimeline: true })),
    ...writing(tasks).map((plan) => makeCell({ ...plan, blocks, normal })),
  ]);
  return {
    id: "process-vs-pool",
    title: "A process for every task, or a pool",
    question: "Is it better to start a process for every task or to keep a pool, for computing and for writing files?",
    division: "tasks",
    charts: ["total-time", "timeline"],
    workloads: {
      "random-loop": { title: "Draw random numbers, keep none", bound: "cpu" },
      "file-write": { title: "Create, write and close a file", bound: "io" },
    },
    cells,
  };
}

function computing(tasks: number) {
  const shared = { tasks, n: 1_700_000, workload: "random-loop" };
  const perTask = { strategy: "process-per-task", workers: 4, ...shared };
  return [
    { factors: { strategy: "sequential", workers: 1, ...shared }, wallMs: tasks * 20 },
    { factors: { ...perTask, launch: "bounded" as const }, wallMs: Math.ceil(tasks / 4) * 62 },
    { factors: { ...perTask, launch: "all-at-once" as const }, wallMs: tasks * 9 + 40 },
    {
      factors: { strategy: "process-pool", workers: 4, ...shared },
      wallMs: 58 + Math.ceil(tasks / 4) * 20.4,
      startUpMs: 44,
    },
  ];
}

function writing(tasks: number) {
  const shared = { tasks, n: 65_536, workload: "file-write" };
  return [
    { factors: { strategy: "sequential", workers: 1, ...shared }, wallMs: tasks * 0.31 },
    {
      factors: { strategy: "process-per-task", workers: 4, launch: "bounded" as const, ...shared },
      wallMs: Math.ceil(tasks / 4) * 41,
    },
    { factors: { strategy: "process-pool", workers: 4, ...shared }, wallMs: 51 + tasks * 0.2 },
  ].map((plan) => ({ startUpMs: 0.1, ...plan }));
}

function threadExperiment(blocks: number, normal: () => number): Experiment {
  const base = { tasks: 4, n: 900_000, workload: "list-append" };
  const timed = (strategy: string, startUp: number) =>
    [1, 2, 4].map((workers) => {
      const factors = { strategy, workers, ...base };
      return makeCell({
        factors,
        wallMs: Math.ceil(4 / workers) * (60 + startUp),
        startUpMs: startUp,
        blocks,
        normal,
        withTimeline: true,
      });
    });
  return {
    id: "thread-vs-process",
    title: "The event loop, threads, or processes",
    question: "Which kind of worker speeds up computing: the event loop, threads or processes?",
    division: "tasks",
    charts: ["time-vs-workers", "total-time", "timeline"],
    workloads: { "list-append": { title: "Append random numbers to a list", bound: "cpu" } },
    cells: [
      makeCell({
        factors: { strategy: "sequential", workers: 1, ...base },
        wallMs: 240,
        startUpMs: 0.2,
        blocks,
        normal,
      }),
      makeCell({
        factors: { strategy: "event-loop", workers: 1, ...base },
        wallMs: 241,
        startUpMs: 0.2,
        blocks,
        normal,
      }),
      ...timed("thread-per-task", 22),
      ...timed("process-per-task", 40),
    ],
  };
}

function sizeExperiment(blocks: number, normal: () => number): Experiment {
  const cells = [1e3, 1e4, 1e5, 1e6, 1e7].flatMap((n) => {
    const alone = n * 1.9e-5 + 0.02;
    const cell = (strategy: string, workers: number, wallMs: number, startUpMs: number) =>
      makeCell({ factors: { strategy, workers, n, workload: "random-sum" }, wallMs, startUpMs, blocks, normal });
    return [
      cell("sequential", 1, alone, 0.01),
      cell("thread-pool", 4, 24 + alone / 3.4, 22),
      n === 1e7
        ? outOfMemory({ strategy: "process-pool", workers: 4, n, workload: "random-sum" }, blocks, normal)
        : cell("process-pool", 4, 47 + alone / 3.6, 44),
    ];
  });
  return {
    id: "small-vs-large-n",
    title: "Small N against large N",
    question: "From which size on does a pool of 4 workers beat one process?",
    division: "shares",
    charts: ["time-vs-n"],
    workloads: { "random-sum": { title: "Sum of N random integers", bound: "cpu" } },
    cells,
  };
}

function outOfMemory(factors: Factors, blocks: number, normal: () => number): Cell {
  const fail = { reason: "out-of-memory", detail: "JavaScript heap out of memory" };
  return makeCell({ factors, wallMs: 0, blocks, normal, fail });
}

/** Rows of a table from `shared/lab`, kept here as figures so that the tests stand alone. */
const LAB_TABLES: Record<string, { machine: string; minute: number; rows: [Factors, number, number?, number?][] }> = {
  "cores-host": {
    machine: "host",
    minute: 1,
    rows: pool([306.4, 179.92, 96.65, 96.49, 56.07]),
  },
  "cores-vm": { machine: "vm", minute: 2, rows: pool([918.43, 530.11, 279.74, 280.33, 155.26]) },
  "list-append": {
    machine: "elsewhere",
    minute: 3,
    rows: [
      [{ strategy: "thread-per-task", workers: 2 }, 2.003, 1.838, 0.161],
      [{ strategy: "process-per-task", workers: 2 }, 1.045, 1.824, 0.231],
      [{ strategy: "process-per-task", workers: 4 }, 0.54, 1.792, 0.269],
    ],
  },
  "file-write": {
    machine: "elsewhere",
    minute: 4,
    rows: [
      [{ strategy: "process-per-task", workers: 1 }, 0.1002953052520752],
      [{ strategy: "process-pool", workers: 1 }, 0.1964569091796875],
    ],
  },
};

function pool(seconds: number[]): [Factors, number][] {
  const workers = [1, 2, 4, 6, 8];
  return seconds.map((wall, index) => [{ strategy: "process-pool", workers: workers[index] ?? 1, tasks: 8 }, wall]);
}

/** One of the four published tables, as an import would hand it over. */
export function importedRun(study: keyof typeof LAB_TABLES & string): Run {
  const { machine, minute, rows } = LAB_TABLES[study] as (typeof LAB_TABLES)[string];
  const at = `2026-11-20T10:0${minute}:00.000Z`;
  const ms = (seconds: number) => Math.round(seconds * 1e6) / 1e3;
  const cells = rows.map(([factors, wall, user, sys]): Cell => {
    const cpu = user === undefined ? {} : { userMs: ms(user), sysMs: ms(sys ?? 0) };
    return { factors, trials: [{ block: 0, status: "ok", wallMs: ms(wall), ...cpu }] };
  });
  const sha256 = createHash("sha256").update(study).digest("hex");
  return {
    schemaVersion: 1,
    id: `20261120t100${minute}00z-${study}-00000${minute}`,
    study,
    studyHash: null,
    status: "complete",
    startedAt: at,
    finishedAt: at,
    seed: null,
    machine: { id: machine, name: machine },
    software: { tool: { name: "scalebook", version: "0.1.0" }, node: null },
    origin: {
      format: "csv",
      file: `${study}.csv`,
      sha256,
      note: `Imported from ${study}.csv; measured elsewhere, in Python.`,
    },
    experiments: [{ id: study, title: study, division: "tasks", cells }],
  };
}

/** A run as the record hands it over, with the hash of its bytes. */
export function stored(run: Run, path = `runs/${run.id}.json`): StoredRun {
  const text = `${JSON.stringify(run, null, 1)}\n`;
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { run, path, sha256, content: sha256, bytes: Buffer.byteLength(text) };
}
