import { describe, expect, test } from "vitest";
import { median } from "../../../src/stats/median.js";
import { fileWrite, listAppend } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { CPU_BOUND, noisyTimes, sampleRun } from "../sample-run.js";
import { again, againOf, cellWith, found, texts } from "./find.js";

describe("threads against processes", () => {
  test("meet at 2 workers in list-append.csv", () => {
    expect(texts(listAppend(), "threads-vs-processes")).toEqual([
      "Process per task took 47.8 % less time than thread per task, measured once. At 2 workers, that is 1.92× as fast; there is no interval.",
    ]);
    expect(2.003 / 1.045).toBeCloseTo(1.92, 2);
  });

  test("are compared at the most workers that both have, and only in the same arrangement", () => {
    const run = sampleRun(20);
    const first = { ...run, experiments: run.experiments.slice(0, 1) };
    const figures = again(
      cellWith(first, { strategy: "thread-pool", workers: 8 }),
      cellWith(first, { strategy: "process-pool", workers: 8 }),
    );
    expect(texts(first, "threads-vs-processes")).toEqual([
      `Process pool takes ${figures.percent} more time than thread pool at 8 workers. That is ${figures.times} as long (95 % interval ${figures.interval} more; 20 repeats).`,
    ]);
    const mixed = ["thread-pool", "process-per-task", "event-loop"].map((strategy) =>
      cell({ strategy, workers: 1 }, [1, 2]),
    );
    expect(texts(makeRun([experiment(mixed)]), "threads-vs-processes")).toEqual([]);
  });
});

describe("pool against one process a task", () => {
  test("file-write.csv: the pool took 95.9 % more", () => {
    expect(texts(fileWrite(), "pool-vs-per-task")).toEqual([
      "Process pool took 95.9 % more time than process per task at 1 worker, measured once. That is 1.96× as long; there is no interval.",
    ]);
  });

  test("pairs that come out the same way at one place are told once", () => {
    const times = noisyTimes(6, 12);
    const cells = ["thread-per-task", "thread-pool", "process-per-task", "process-pool"].map((strategy, index) =>
      cell({ strategy, workers: 2, tasks: 8 }, times(index % 2 === 0 ? 300 : 200)),
    );
    const run = makeRun([experiment(cells)]);
    const [finding, ...others] = found(run, "pool-vs-per-task");
    expect(others).toEqual([]);
    const [threads, processes] = ["thread", "process"].map((kind) =>
      again(cellWith(run, { strategy: `${kind}-per-task` }), cellWith(run, { strategy: `${kind}-pool` })),
    );
    expect(finding?.headline).toBe(`Thread pool takes ${threads?.percent} less time than thread per task at 2 workers`);
    expect(finding?.detail).toContain(
      `Process pool takes ${processes?.percent} less time than process per task. That is`,
    );
    expect(finding?.evidence.changes).toHaveLength(2);
  });

  test("names the size of a pair that comes out the other way at another size, however long the names", () => {
    const noise = noisyTimes(5, 12);
    const ofSize = (tasks: number, workload: string, perTask: number, pool: number) => [
      cell({ strategy: "process-per-task", workers: 4, launch: "bounded", tasks, workload }, noise(perTask)),
      cell({ strategy: "process-per-task", workers: tasks, launch: "all-at-once", tasks, workload }, noise(perTask)),
      cell({ strategy: "process-pool", workers: 4, tasks, workload }, noise(pool)),
    ];
    const cells = [...ofSize(5, "random-loop", 100, 130), ...ofSize(32, "file-write", 130, 100)];
    const headlines = found(makeRun([experiment(cells)]), "pool-vs-per-task").map(({ headline }) => headline);
    expect(headlines).toEqual([
      "Process pool for 32 tasks, process per task for 5 tasks",
      expect.stringMatching(/^Process pool takes [\d.]+ % more time than process per task for 5 tasks, random loop$/),
      expect.stringMatching(/^Process pool takes [\d.]+ % less time than process per task for 32 tasks, file write$/),
    ]);
  });

  test("says that neither pays where one process is faster than both", () => {
    const noise = noisyTimes(5, 12);
    const ofSize = (
      tasks: number,
      workload: string,
      [sequential, perTask, pool]: readonly [number, number, number],
    ) => [
      cell({ strategy: "sequential", workers: 1, tasks, workload }, noise(sequential)),
      cell({ strategy: "process-per-task", workers: 4, tasks, workload }, noise(perTask)),
      cell({ strategy: "process-pool", workers: 4, tasks, workload }, noise(pool)),
    ];
    const answerOf = (...sizes: ReturnType<typeof ofSize>[]) =>
      found(makeRun([experiment(sizes.flat())]), "pool-vs-per-task")[0];
    const few = ofSize(4, "random-loop", [20, 60, 90]);
    const never = answerOf(few, ofSize(32, "random-loop", [50, 400, 90]));
    expect(never?.headline).toBe("Neither pays: sequential beats both for all 2 sizes");
    expect(never?.evidence.figures).toEqual({ pool: 1, perTask: 1, neither: 2, sizes: 2 });
    const written = [ofSize(4, "file-write", [20, 60, 90]), ofSize(32, "file-write", [50, 400, 90])];
    const mostly = answerOf(few, ofSize(32, "random-loop", [500, 400, 90]), ...written);
    expect(mostly?.headline).toBe("Process pool for 32 tasks, random loop; sequential beats both for 3 of 4 sizes");
    expect(mostly?.evidence.figures).toEqual({ pool: 2, perTask: 2, neither: 3, sizes: 4 });
    // Of the same number of tasks: it is the work that differs, not a size.
    const oneLost = answerOf(ofSize(32, "random-loop", [500, 400, 90]), ofSize(32, "file-write", [50, 400, 90]));
    expect(oneLost?.headline).toBe("Process pool for random loop; sequential beats both for file write");
  });

  test("an open question is called one", () => {
    const cells = [
      cell({ strategy: "process-per-task", workers: 1 }, [100, 130, 90]),
      cell({ strategy: "process-pool", workers: 1 }, [120, 95, 99]),
    ];
    const [finding] = found(makeRun([experiment(cells)]), "pool-vs-per-task");
    expect(finding?.text).toMatch(
      /^Whether process pool or process per task is faster at 1 worker is open\. There is not enough evidence/,
    );
    expect(finding?.weight).toBeLessThan(40);
  });
});

describe("all at once", () => {
  test("is set against the most workers of the bounded launch, with memory where it was recorded", () => {
    const times = noisyTimes(6, 12);
    const perTask = { strategy: "process-per-task", tasks: 32 };
    const memory = (bytes: number[]) => bytes.map((peakPssBytes) => ({ peakPssBytes }));
    const [less, more] = [times(130e6), times(812.4e6)];
    const run = makeRun([
      experiment([
        cell({ ...perTask, workers: 2, launch: "bounded" }, times(300), memory(times(90e6))),
        cell({ ...perTask, workers: 4, launch: "bounded" }, times(200), memory(less)),
        cell({ ...perTask, workers: 32, launch: "all-at-once" }, times(240), memory(more)),
      ]),
    ]);
    const figures = again(cellWith(run, { workers: 4 }), cellWith(run, { workers: 32 }));
    const memories = againOf(less, more);
    const mega = (of: number[]) => `${(median(of) / 1e6).toPrecision(3)} MB`;
    expect(texts(run, "all-at-once")).toEqual([
      `Starting 32 processes at once takes ${figures.percent} more time than 4 at a time. That is ${figures.times} as long ` +
        `(95 % interval ${figures.interval} more; 12 repeats). Memory peaks at ${mega(more)} against ${mega(less)} in medians, ` +
        `${memories.percent} more (95 % interval ${memories.interval} more).`,
    ]);
  });

  test("is not said to need more memory than the trials show, nor to differ in time where that is open", () => {
    const perTask = { strategy: "process-per-task", tasks: 8 };
    const bytes = [100e6, 200e6, 400e6];
    const cells = [
      cell(
        { ...perTask, workers: 2, launch: "bounded" },
        [100, 90, 110],
        bytes.map((peakPssBytes) => ({ peakPssBytes })),
      ),
      cell(
        { ...perTask, workers: 8, launch: "all-at-once" },
        [90, 110, 101],
        bytes.toReversed().map((peakPssBytes) => ({ peakPssBytes })),
      ),
    ];
    const [text] = texts(makeRun([experiment(cells)]), "all-at-once");
    expect(text).toMatch(
      /^Whether starting 8 processes at once saves time is not decided\. Against 2 at a time, there is not enough evidence/,
    );
    expect(text).toMatch(/ Memory peaks at 200 MB against 200 MB in geometric means, which are not shown to differ\.$/);
  });

  test("is no contrast to as many workers as tasks", () => {
    const perTask = { strategy: "process-per-task", workers: 4, tasks: 4 };
    const cells = (["bounded", "all-at-once"] as const).map((launch) => cell({ ...perTask, launch }, [1, 2]));
    expect(texts(makeRun([experiment(cells)]), "all-at-once")).toEqual([]);
    expect(texts(makeRun([experiment(cells)]), "pool-vs-per-task")).toEqual([]);
  });

  test("needs both launches", () => {
    const alone = cell({ strategy: "process-per-task", workers: 8, tasks: 8, launch: "all-at-once" }, [1, 2]);
    expect(texts(makeRun([experiment([alone])]), "all-at-once")).toEqual([]);
  });
});

describe("event loop", () => {
  const run = (sequential: number, eventLoop: number, bound: "cpu" | "wait" | "io") => {
    const times = noisyTimes(8, 20);
    const cells = [
      cell({ strategy: "sequential", workers: 1, tasks: 4 }, times(sequential)),
      cell({ strategy: "event-loop", workers: 1, tasks: 4 }, times(eventLoop)),
    ];
    return makeRun([experiment(cells, { workloads: { work: { title: "Work", bound } } })]);
  };

  test("does not speed up CPU-bound work", () => {
    expect(texts(run(1000, 1001, "cpu"), "event-loop")[0]).toMatch(
      /^For CPU-bound work the event loop takes as long as sequential, within 3 %\. The two are equal within that \(.*\)\. One thread runs all JavaScript\.$/,
    );
  });

  test("overlaps waiting", () => {
    const waiting = run(1000, 250, "wait");
    const figures = again(cellWith(waiting, { strategy: "sequential" }), cellWith(waiting, { strategy: "event-loop" }));
    expect(texts(waiting, "event-loop")).toEqual([
      `For work that waits the event loop takes ${figures.percent} less time than sequential. That is ${figures.times} as fast (95 % interval ${figures.interval} less; 20 repeats).`,
    ]);
  });

  test("is not judged where the kind of work is unknown, and not claimed where it is open", () => {
    const cells = ["sequential", "event-loop"].map((strategy, index) =>
      cell({ strategy, workers: 1 }, index ? [90, 110, 130] : [100, 100, 100]),
    );
    expect(texts(makeRun([experiment(cells)]), "event-loop")).toEqual([]);
    expect(texts(makeRun([experiment(cells, { workloads: CPU_BOUND })]), "event-loop")[0]).toMatch(
      /^Whether the event loop speeds up CPU-bound work is not decided\. There is not enough evidence/,
    );
  });
});
