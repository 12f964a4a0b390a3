import type { Run } from "../../src/record/schema/run-schema.js";

/** A run that uses every field of schema version 1 at least once, without its id. */
export function fullRun(): Omit<Run, "id"> {
  return {
    schemaVersion: 1,
    parent: "20261120t061500z-lab-0a1b2c",
    resumed: [
      {
        id: "20261121t060000z-lab-0d1e2f",
        startedAt: "2026-11-21T06:00:00.000Z",
        finishedAt: "2026-11-21T06:10:00.000Z",
        trials: 4,
      },
    ],
    study: "lab",
    studyHash: "0f".repeat(32),
    label: "before the pool",
    hypothesis: "Two workers halve the time.",
    status: "complete",
    startedAt: "2026-11-21T06:15:00.123Z",
    finishedAt: "2026-11-21T06:16:29.456Z",
    seed: 4_294_967_295,
    machine: {
      id: "m-5c1f0e",
      name: "lab laptop",
      unidentified: true,
      cpuModel: "Example CPU @ 2.0 GHz",
      logicalCores: 4,
      physicalCores: 2,
      availableParallelism: 4,
      quotaCores: null,
      memoryBytes: 8_589_934_592,
      memoryLimitBytes: 4_294_967_296,
      platform: "linux",
      osRelease: "6.1.0",
      arch: "x64",
      virtualisation: "kvm",
      governor: "performance",
      smt: true,
      scratchFileSystem: "ext4",
      floorPercent: 3,
      selfTest: {
        measuredAt: "2026-11-20T12:00:00.000Z",
        blocks: 150,
        comparisons: 500,
        falseAlarmPercent: 1.6,
        coveragePercent: 95.2,
      },
    },
    conditions: {
      loadBefore: 0.12,
      loadAfter: 1.9,
      freeMemoryBytes: 4_000_000_000,
      stealMs: 10,
      throttledMs: null,
      cpuPressurePercent: 1.5,
      clockStepNs: 41,
      disturbances: [
        { kind: "suspended", block: 0, position: 1, byMs: 61_000 },
        { kind: "quota", block: 1, position: 0, before: null, after: 1.5 },
      ],
    },
    software: {
      tool: { name: "scalebook", version: "0.1.0" },
      node: "20.20.2",
      v8: "11.3.244.8",
      libuv: "1.46.0",
      interpreters: [
        { runtime: "python", version: "3.11.7", implementation: "CPython", freeThreaded: false, startMethod: "fork" },
      ],
      environment: { PATH: "/usr/bin:/bin", TZ: "UTC" },
      execArgv: ["--expose-gc"],
    },
    command: "scalebook run workers --blocks 3 --runs-dir ~/runs",
    commit: { hash: "92a1916", dirty: true },
    plan: {
      blocksPlanned: 3,
      blocksFinished: 3,
      budgetMs: 90_000,
      wallMs: 89_333,
      trialsMs: 80_000,
      calibrationMs: 2_500,
      controlMs: 210,
      precision: { targetPercent: 2, reached: false, widestPercent: 2.4 },
    },
    calibration: [
      {
        experiment: "workers",
        workload: "random-loop",
        runtime: "python",
        targetTaskMs: 50,
        n: 1_000_000,
        measuredTaskMs: 49.2,
        takenFrom: "20261120t061500z-lab-aaaaaa",
      },
    ],
    control: {
      workload: "random-loop",
      n: 10_000_000,
      trials: [
        { block: 0, position: 1, wallMs: 24.5 },
        { block: 2, position: 0, wallMs: null },
      ],
    },
    origin: {
      format: "csv",
      file: "cores.csv",
      sha256: "ab".repeat(32),
      importedAt: "2026-11-22T08:00:00.000Z",
      note: "Invented for a test.",
      blocks: true,
    },
    experiments: [workersExperiment(), sizesExperiment()],
  };
}

type Experiment = Run["experiments"][number];

function workersExperiment(): Experiment {
  const timeline = {
    worker: [0, 1, 0, 1],
    startMs: [20, 21.5, 70.25, 72],
    endMs: [70, 71, 120.5, 121],
    cpuMs: [49.5, null, 49.75, 48.9],
    queueMs: [0.25, 0, null, 1.5],
    waitBeforeMs: [0.5, null, 0.125, 0],
    host: ["h1", "h2", "h1", "h2"],
    addedMs: [10, 10, 10, 10],
    takenMs: [12, 12.5, 70.1, null],
    finishedMs: [70.05, 71.2, 120.6, null],
  };
  const workerTime = {
    startUpMs: 41.5,
    dispatchMs: 2.5,
    queuedMs: 3.25,
    transferMs: 1.5,
    idleMs: 0.5,
    waitMs: null,
    taskWaitMs: 1.75,
    mostBusyMs: 100.25,
  };
  const program = {
    files: [{ path: "src/draw.py", sha256: "cd".repeat(32), bytes: 1_234 }],
    command: "python3 src/draw.py",
    path: "/usr/bin/python3",
    interpreter: "Python 3.12.1",
    version: "GNU Make 4.3",
    packages: [{ name: "marked", version: "15.0.1" }],
    commit: { ref: "main", hash: "92a1916" },
  };
  return {
    id: "workers",
    title: "How does time fall with more workers?",
    question: "Does a second worker halve the time?",
    division: "tasks",
    charts: ["time-by-workers", "speed-up"],
    program,
    programs: { quick: program },
    versions: { before: "main", after: "HEAD", twin: "main again", sideBySide: true, sharedCore: true },
    figure: { name: "throughput", unit: "req/s", better: "higher" },
    coreSets: [{ cores: 2, cpus: "0,2", physicalCores: 2 }],
    workloads: { "random-loop": { title: "Draw random numbers", bound: "cpu", cpuShare: 0.97 } },
    cells: [
      {
        factors: { strategy: "sequential", workers: 1, tasks: 4, n: 1_000_000, workload: "random-loop" },
        trials: [198.4, 201.25, 200.1].map((wallMs, block) => ({ block, position: 1, status: "ok", wallMs })),
      },
      {
        factors: {
          strategy: "thread-pool",
          workers: 2,
          tasks: 4,
          n: 1_000_000,
          workload: "random-loop",
          launch: "bounded",
          pool: "fresh",
          scheduling: "next-free",
          more: { "node-version": "20", affinity: 3, pinned: true },
        },
        trials: [
          {
            block: 0,
            position: 0,
            status: "ok",
            wallMs: 121,
            startUpMs: 20,
            workMs: 101,
            tearDownMs: 4.5,
            hostMs: 160.25,
            userMs: 200,
            sysMs: 10,
            peakPssBytes: 61_000_000,
            peakRssBytes: 72_000_000,
            taskCpuMs: 197.5,
            queueWaitMs: 2.125,
            checksum: 123_456_789,
            workersUsed: 2,
            taskMs: [50, 49.5, 50.25, 49],
            workerTime,
            timeline,
          },
          {
            block: 1,
            position: 0,
            status: "failed",
            reason: "out-of-memory",
            detail: "heap limit reached",
            trace: ["    at task (work.mjs:12:5)"],
            wallMs: null,
            lostTasks: [3],
            usage: { atMs: [0, 50], cpuPercent: [null, 99.5], pssBytes: [60_000_000, null] },
            figures: { "loop-delay-ms": 12.5, "lost-updates": null },
            notes: { "caller-saw": "rejected: worker exited" },
            disturbed: ["suspended"],
            cpus: "0-1",
          },
          { block: 2, position: 0, status: "timeout", reason: "timeout", wallMs: null },
        ],
      },
    ],
  };
}

function sizesExperiment(): Experiment {
  const trials = [0, 0.105].map((wallMs, block) => ({ block, status: "ok" as const, wallMs }));
  return {
    id: "small-vs-large-n",
    title: "From which size does a pool win?",
    division: "shares",
    cells: [
      { factors: { strategy: "sequential", workers: 1, n: 1_000 }, trials },
      { factors: { strategy: "process-pool", workers: 4, n: 1_000 }, dropped: "left out to keep 5 blocks", trials: [] },
    ],
  };
}
