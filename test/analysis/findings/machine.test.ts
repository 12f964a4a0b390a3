import { describe, expect, test } from "vitest";
import type { Cell, Factors, Trial } from "../../../src/record/schema/run-schema.js";
import { median } from "../../../src/stats/median.js";
import { listAppend } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { CPU_BOUND, noisyTimes, sampleRun, TWO_CORES } from "../sample-run.js";
import { again, againOf, cellWith, found, texts } from "./find.js";

describe("flat steps", () => {
  const run = (times: number[][], machine = TWO_CORES) =>
    makeRun(
      [
        experiment(
          [2, 4].map((workers, index) =>
            cell({ strategy: "thread-pool", workers, tasks: 8 }, times[index] as number[]),
          ),
          { workloads: CPU_BOUND },
        ),
      ],
      { machine },
    );

  test("beyond the cores are what the cores predict", () => {
    const times = noisyTimes(3, 20);
    const flat = run([times(400), times(400)]);
    expect(texts(flat, "flat-step")[0]).toMatch(
      /^Thread pool: 4 workers gain nothing over 2\. From 2 to 4 workers the run takes the same time within 3 % \(.*\): with 2 usable cores and CPU-bound work, no gain is expected\.$/,
    );
  });

  test("within the cores miss what rounds would allow", () => {
    const times = noisyTimes(3, 20);
    const flat = run([times(400), times(440)], { ...TWO_CORES, availableParallelism: 8 });
    const figures = again(cellWith(flat, { workers: 2 }), cellWith(flat, { workers: 4 }));
    expect(texts(flat, "flat-step")).toEqual([
      `Thread pool: 4 workers gain nothing over 2. From 2 to 4 workers the run takes ${figures.percent} more time (${figures.times} as long; 95 % interval ${figures.interval} more), ` +
        "where equal tasks in rounds on 8 cores would allow 50.0 % less.",
    ]);
  });

  test("a gain, an open question and unknown tasks are no flat steps", () => {
    const times = noisyTimes(3, 20);
    expect(texts(run([times(400), times(200)]), "flat-step")).toEqual([]);
    expect(
      texts(
        run([
          [100, 90],
          [95, 99],
        ]),
        "flat-step",
      ),
    ).toEqual([]);
    const unknown = [2, 4].map((workers) => cell({ strategy: "p", workers }, times(100)));
    expect(texts(makeRun([experiment(unknown)]), "flat-step")).toEqual([]);
  });
});

describe("CPU time against real time", () => {
  test("list-append.csv: single trials say nothing of more or less CPU time", () => {
    expect(texts(listAppend(), "cpu-time")).toEqual([
      "Process per task: 4 workers took 48.3 % less time than 2, measured once. Against 2 workers, that is 1.94× as fast; there is no interval. " +
        "CPU time is 2.06 s against 2.06 s.",
      "Process per task took 47.8 % less time than thread per task, measured once. That is 1.92× as fast; there is no interval. " +
        "CPU time is 2.06 s against 2.00 s.",
    ]);
  });

  /** One strategy on 1 and 4 workers, with their CPU times block by block. */
  const spending = (before: readonly Partial<Trial>[], after: readonly Partial<Trial>[]) => {
    const times = noisyTimes(6, before.length);
    const [one, four] = [1, 4].map((workers) => ({ strategy: "p", workers, tasks: 8 }));
    return makeRun([
      experiment([cell(one as Factors, times(900), [...before]), cell(four as Factors, times(400), [...after])]),
    ]);
  };
  const userOf = (ms: readonly number[]) => ms.map((userMs) => ({ userMs }));

  test("growing CPU time is work that was not there", () => {
    const times = noisyTimes(8, 12);
    const [before, after] = [times(1000), times(1380)];
    const run = spending(userOf(before), userOf(after));
    const [real, cpu] = [again(cellWith(run, { workers: 1 }), cellWith(run, { workers: 4 })), againOf(before, after)];
    const seconds = (ms: readonly number[]) => `${(median(ms) / 1000).toPrecision(3)} s`;
    expect(texts(run, "cpu-time")).toEqual([
      `P: ${real.percent} less time with 4 workers, but more CPU time. Against 1 worker, that is ${real.times} as fast ` +
        `(95 % interval ${real.interval} less; 12 repeats). CPU time is ${seconds(after)} against ${seconds(before)} in medians, 95 % interval ${cpu.interval} more.`,
    ]);
    expect(found(run, "cpu-time")[0]?.change?.verdict).toBe("faster");
  });

  test("is about the same only where its whole interval says so, and else not spoken of", () => {
    const wide = (ms: number, step: number) => Array.from({ length: 12 }, (_, block) => ms + step * ((block * 5) % 12));
    const says = (step: number) =>
      texts(spending(userOf(wide(1000, 0)), userOf(wide(1000 - 5.5 * step, step))), "cpu-time");
    expect(says(10)[0]).toMatch(/^P: 55\.\d % less time with 4 workers, for about as much CPU time\. /);
    expect(says(60)).toEqual([]);
  });

  test("says how far real time falls by the change within blocks, turned over where that is told the other way", () => {
    const times = noisyTimes(6, 20);
    const user = Array.from({ length: 20 }, (_, block) => ({ userMs: 1000 + (block % 3), sysMs: 40 }));
    const cells = [
      cell({ strategy: "process-pool", workers: 4, tasks: 8 }, times(900), user),
      cell({ strategy: "thread-pool", workers: 4, tasks: 8 }, times(400), user),
    ];
    const run = makeRun([experiment(cells)]);
    // The page compares the other way round: the pool of processes with that of threads, or the other way.
    const figures = again(cells[0] as Cell, cells[1] as Cell);
    expect(texts(run, "cpu-time")).toEqual([
      `Thread pool takes ${figures.percent} less time than process pool, for similar CPU time. That is ${figures.times} as fast ` +
        `(95 % interval ${figures.interval} less; 20 repeats). CPU time is 1.04 s against 1.04 s in medians, 90 % interval 0.0 to 0.0 %.`,
    ]);
    expect(texts(makeRun([experiment(cells.toReversed())]), "cpu-time")).toEqual(texts(run, "cpu-time"));
  });

  test("calls the work as much only where the kernel's part does not grow", () => {
    const spent = (sysMs: number) => Array.from({ length: 20 }, (_, block) => ({ userMs: 1000 + (block % 3), sysMs }));
    const [text] = texts(spending(spent(40), spent(900)), "cpu-time");
    expect(text).toMatch(/, but more CPU time\. .* CPU time is 1\.90 s against 1\.04 s in medians, /);
  });

  test("says nothing where real time hardly falls, user time was not recorded, or the work shrank", () => {
    const run = (ms: number, user: (ms: number) => number | null) => {
      const times = noisyTimes(4, 12);
      const spent = times(1000);
      return makeRun([
        experiment([
          cell({ strategy: "p", workers: 1 }, times(1000), userOf(spent)),
          cell(
            { strategy: "p", workers: 4 },
            times(ms),
            spent.map((own) => ({ userMs: user(own) })),
          ),
        ]),
      ]);
    };
    expect(
      texts(
        run(400, (ms) => ms),
        "cpu-time",
      ),
    ).toHaveLength(1);
    expect(
      texts(
        run(900, (ms) => ms),
        "cpu-time",
      ),
    ).toEqual([]);
    expect(
      texts(
        run(400, () => null),
        "cpu-time",
      ),
    ).toEqual([]);
    expect(
      texts(
        run(400, (ms) => ms / 2),
        "cpu-time",
      ),
    ).toEqual([]);
  });
});

describe("foreign load", () => {
  const run = (waits: (number | null)[], workers: number) =>
    makeRun(
      [
        experiment([
          cell(
            { strategy: "thread-pool", workers, tasks: 8 },
            waits.map(() => 100),
            waits.map((queueWaitMs) => ({ queueWaitMs })),
          ),
        ]),
      ],
      { machine: TWO_CORES },
    );

  test("is suspected where tasks waited for a core on a machine with room", () => {
    // 2 workers x 100 ms: 30 ms of waiting are 15 %.
    const finding = found(run([4, 30, 8], 2), "foreign-load")[0];
    expect(finding?.text).toBe(
      "1 of 3 measurements was disturbed by other programs: record again when idle. It waited longer for a core than its own workers explain, at worst 15.0 % of the workers' time.",
    );
    expect(finding?.evidence.figures).toEqual({ starved: 1, trials: 3, worst: 0.15 });
    expect(texts(run([4, 30, 8, null], 2), "foreign-load")[0]).toMatch(
      /^1 of 3 measurements .* 3 recorded their waiting and can be judged\.$/,
    );
  });

  test("counts the twin of a version as well, as the page does", () => {
    const ofVersion = (version: string, wait: number) =>
      cell({ strategy: "thread-pool", workers: 2, tasks: 8, more: { version } }, [100], [{ queueWaitMs: wait }]);
    const cells = [ofVersion("a", 4), ofVersion("b", 30), ofVersion("a again", 30)];
    const versions = { before: "a", after: "b", twin: "a again" };
    const ofTwin = makeRun([experiment(cells, { versions })], { machine: TWO_CORES });
    expect(texts(ofTwin, "foreign-load")[0]).toMatch(/^2 of 3 measurements were disturbed/);
  });

  test("is not, where there are more workers than cores or little waiting", () => {
    expect(texts(run([300], 4), "foreign-load")).toEqual([]);
    expect(texts(run([9, 10], 2), "foreign-load")).toEqual([]);
  });
});

describe("failures, drops and few trials", () => {
  test("failed trials are counted with their reasons", () => {
    expect(texts(sampleRun(5), "failures")).toEqual([
      "No repeat of 1 combination finished. Process pool, 4 workers, N = 10,000,000 (all 5 repeats): out of memory.",
    ]);
  });

  test("each error is told once with its cells, and an exit says its code", () => {
    const bad = (block: number, reason: string, detail: string) =>
      ({ block, status: reason === "timeout" ? "timeout" : "failed", reason, detail, wallMs: null }) as Trial;
    const cells = [
      cell({ strategy: "a", workers: 1 }, [1, 2, 3]),
      { ...cell({ strategy: "a", workers: 2 }, []), trials: [0, 1, 2].map((b) => bad(b, "exit", "exit code 3: no")) },
      {
        ...cell({ strategy: "a", workers: 4 }, [5]),
        trials: [...cell({ strategy: "a", workers: 4 }, [5]).trials, bad(1, "timeout", "over"), bad(2, "killed", "x")],
      },
    ];
    expect(texts(makeRun([experiment(cells)]), "failures")).toEqual([
      "Some repeats of 2 combinations did not finish, and count in no comparison. 2 workers (all 3 repeats): exit code 3: no; 4 workers (1 of 3 repeats): timeout: over; 4 workers (1 of 3 repeats): x.",
    ]);
  });

  test("dropped cells are listed with the reason", () => {
    const dropped = { ...cell({ strategy: "a", workers: 2 }, []), dropped: "over the budget" };
    const run = makeRun([experiment([cell({ strategy: "a", workers: 1 }, [1, 2]), dropped])]);
    expect(texts(run, "dropped")).toEqual(["1 combination was left out or cut short. Over the budget: 2 workers."]);
  });

  test("many dropped cells are not all named", () => {
    const drop = (workers: number) => ({ ...cell({ strategy: "a", workers }, []), dropped: "over the budget" });
    expect(texts(makeRun([experiment([1, 2, 3, 4, 5, 6].map(drop))]), "dropped")).toEqual([
      "6 combinations were left out or cut short. Over the budget: 1 worker, 2 workers, 3 workers, 4 workers and 2 more.",
    ]);
  });

  test("one measurement each is said, two are not", () => {
    expect(texts(listAppend(), "single-trial")).toHaveLength(1);
    expect(texts(sampleRun(2), "single-trial")).toEqual([]);
  });

  test("blocks too few for the correction are named, with how many would do", () => {
    const times = noisyTimes(1, 10);
    const cells = Array.from({ length: 31 }, (_, index) =>
      cell({ strategy: `s${index}`, workers: index + 1 }, times(100)),
    );
    const run = makeRun([experiment(cells)]);
    // Each of 31 against each: 465 comparisons; 465 x 2 / 2^15 = 0.028, with 2^14 it is twice that.
    expect(texts(run, "correction-limit")).toEqual([
      "10 repeats are too few to find a single change among 465 comparisons. The smallest p value that ranks of 10 repeats can " +
        "give is 0.00195, which does not pass the correction unless several changes are found together. With 15 repeats a " +
        "single one can pass.",
    ]);
    expect(texts(sampleRun(20), "correction-limit")).toEqual([]);
  });
});
