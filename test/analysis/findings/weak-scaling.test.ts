import { describe, expect, test } from "vitest";
import type { Cell, Machine } from "../../../src/record/schema/run-schema.js";
import { benjaminiHochberg } from "../../../src/stats/benjamini-hochberg.js";
import { brownForsythe } from "../../../src/stats/brown-forsythe.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { median } from "../../../src/stats/median.js";
import { courseRun, only, weakScaling } from "../course-run.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { TWO_CORES } from "../sample-run.js";
import { again, cellWith, found, texts, threeAtMost } from "./find.js";

const run = only(courseRun(12), "weak-scaling");
const at = (workers: number) => cellWith(run, { workers });
const logsOf = (workers: number) => {
  const trials = at(workers).trials.map(({ taskMs = [] }) => taskMs.map(Math.log));
  const centre = median(trials.flat());
  return trials.map((trial) => trial.map((log) => log - centre));
};

describe("the critical threshold", () => {
  test("lies between the last level count and the first that takes clearly longer", () => {
    const [level, figures] = [again(at(1), at(2)), again(at(1), at(3))];
    const logs = at(2).trials.map(({ wallMs }, block) => Math.log((wallMs ?? 0) / (at(1).trials[block]?.wallMs ?? 0)));
    const [low, high] = (hodgesLehmann(logs, [0.9]).intervals[0] as [number, number]).map(
      (end) => 100 * Math.expm1(end),
    );
    const ninety = `${threeAtMost(-(low as number))} % less to ${threeAtMost(high as number)} % more`;
    const typical = (workers: number) => median(at(workers).trials.map(({ taskMs = [] }) => median(taskMs)));
    const waits = at(3).trials.map(
      ({ queueWaitMs, taskMs = [] }) => (queueWaitMs ?? 0) / taskMs.reduce((sum, ms) => sum + ms, 0),
    );
    expect(texts(run, "critical-threshold")).toEqual([
      "Process pool: one task per worker starts to take longer between 2 and 3 workers. With 2 workers the run takes the same " +
        `time as 1 worker within 3 % (${level.percent} more; 90 % interval ${ninety}). With 3 workers ` +
        `the run takes ${figures.percent} more time than 1 worker (${figures.times} as long; 95 % interval ${figures.interval} more). ` +
        `The median task takes ${typical(1).toPrecision(3)} ms with 1 worker and ${typical(3).toPrecision(3)} ms with 3, ` +
        `${(100 * median(waits)).toFixed(1)} % of it waiting for a core. This machine has 2 usable cores.`,
    ]);
    expect(found(run, "critical-threshold")[0]?.evidence.figures).toEqual({
      levelToWorkers: 2,
      firstLongerWorkers: 3,
      openWorkers: 0,
      atMostPercent: null,
    });
  });

  test.each<[Partial<Machine>, string]>([
    [{ availableParallelism: 8, quotaCores: 1.5 }, "the quota of this machine's control group pays for 1.5 cores"],
    [
      { availableParallelism: 4, physicalCores: 2 },
      "this machine has 2 physical cores, which show as 4 by hyper-threading (SMT)",
    ],
    [{ availableParallelism: 1 }, "this machine has 1 usable core"],
    [{ availableParallelism: null }, "the recording does not say how many cores there were"],
  ])("names what the workers meet: %j", (cores, words) => {
    const { availableParallelism: _, ...machine } = TWO_CORES;
    expect(texts({ ...run, machine: { ...machine, ...cores } }, "critical-threshold")[0]).toContain(
      `. ${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
    );
  });

  test("stays open where the intervals leave room for both", () => {
    const cells = [1, 2, 3].map((workers) =>
      cell(
        { strategy: "process-pool", workers, tasks: workers },
        workers === 1 ? [100, 100, 100] : [50 * workers, 100, 150 * workers],
      ),
    );
    const open = makeRun([experiment(cells)], { machine: TWO_CORES });
    expect(texts(open, "critical-threshold")[0]).toMatch(
      /^Whether one task per worker takes longer with more of them is not decided\. With 2 and 3 workers it is open whether the run takes longer than with 1 worker\. There is not enough evidence of a change \(/,
    );
  });

  test("is not found where every count is level, and not looked for in single measurements or fixed batches", () => {
    const cells = weakScaling(12, 1).cells.slice(0, 2);
    const [first, second] = cells;
    const third = { ...second, factors: { ...second?.factors, workers: 3, tasks: 3 } } as (typeof cells)[number];
    const level = makeRun([{ ...weakScaling(12, 1), cells: [first, second, third] as typeof cells }], {
      machine: TWO_CORES,
    });
    expect(texts(level, "critical-threshold")[0]).toMatch(
      /^Process pool: up to 3 workers, one task per worker takes no longer\. With 3 workers the run takes the same time as 1 worker within 3 %/,
    );
    expect(texts(only(courseRun(1), "weak-scaling"), "critical-threshold")).toEqual([]);
    expect(texts(only(courseRun(6), "strong-scaling"), "critical-threshold")).toEqual([]);
  });
});

describe("the noise threshold", () => {
  test("is the first count whose task times lie clearly wider than within the cores", () => {
    const tests = [2, 3, 4, 6, 8].map((workers) => {
      const reference = [1, 2].filter((within) => within !== workers).flatMap(logsOf);
      return brownForsythe([reference, logsOf(workers)]);
    });
    const [, q = 1] = benjaminiHochberg(tests.map(({ p }) => p));
    expect(q).toBeLessThan(0.0001);
    const distances = [1, 2, 3, 4, 6, 8].map((workers) => {
      const byTrial = logsOf(workers).map((logs) => logs.reduce((sum, log) => sum + Math.abs(log), 0) / logs.length);
      return Math.expm1(byTrial.reduce((sum, distance) => sum + distance, 0) / byTrial.length);
    });
    const [one, ...others] = distances.map((share) => `${(100 * share).toFixed(1)} %`);
    const counts = [2, 3, 4, 6, 8].map((workers, index) => `${others[index]} at ${workers}`);
    expect(texts(run, "noise-threshold")).toEqual([
      `From 3 workers on equal tasks vary more in time than with 2 or fewer. Process pool: their times typically lie ${one} from their median ` +
        `at 1 worker, ${counts.slice(0, -1).join(", ")} and ${counts.at(-1)}. That is shown with 3, 4, 6 and 8 workers ` +
        "(Brown-Forsythe test by repeats, q under 0.0001 at most). With 2 it was not shown, which is no proof that they do not. " +
        "This machine has 2 usable cores.",
    ]);
  });

  test("is said of a single count where those above it are not shown to be wider", () => {
    const mixed = structuredClone(run);
    for (const cell of mixed.experiments[0]?.cells ?? []) {
      if (cell.factors.workers < 6) continue;
      for (const trial of cell.trials)
        trial.taskMs = trial.taskMs?.map((_, index) => 300 + ((trial.block + index) % 3) / 10);
    }
    const [text] = texts(mixed, "noise-threshold");
    expect(text).toMatch(/^(?:Process pool: )?with 3 workers equal tasks vary more in time than with 2 or fewer\. /i);
    expect(text).toMatch(/That is shown with 3 and 4 workers .* With 2, 6 and 8 it was not shown, which is no proof/);
  });

  test("is seldom found where tasks spread alike on every count", () => {
    const alarms = Array.from({ length: 60 }, (_, seed) => {
      const quiet = makeRun([weakScaling(8, 100 + seed, 1)], { machine: TWO_CORES });
      return texts(quiet, "noise-threshold").filter((text) => !text.includes("not shown to vary more")).length;
    });
    expect(alarms.reduce((sum, alarm) => sum + alarm, 0)).toBeLessThanOrEqual(6);
  });

  test("asks for more blocks where there are few", () => {
    expect(texts(only(courseRun(4), "weak-scaling"), "noise-threshold")).toEqual([
      "4 repeats cannot tell how many workers make equal tasks vary. 5 or more are needed.",
    ]);
  });

  test("asks once, whatever the number of strategies", () => {
    const few = structuredClone(only(courseRun(4), "weak-scaling"));
    const cells = few.experiments[0]?.cells ?? [];
    cells.push(...structuredClone(cells).map((one) => ({ ...one, factors: { ...one.factors, strategy: "go" } })));
    expect(texts(few, "noise-threshold")).toHaveLength(1);
  });
});

describe("workers for measuring", () => {
  test("are the fewest of both thresholds, and set against those for throughput", () => {
    const perSecond = (workers: number) =>
      (1000 * workers) / median(at(workers).trials.map(({ wallMs }) => wallMs ?? 0));
    const [text] = texts(run, "measuring-workers");
    const distances = logsOf(2).map((logs) => logs.reduce((sum, log) => sum + Math.abs(log), 0) / 2);
    const share = Math.expm1(distances.reduce((sum, distance) => sum + distance, 0) / 12);
    const change = again(at(1), at(2));
    expect(text).toContain(
      `Process pool: at most 2 workers for reliable timings. With 2 workers the run takes the same time as 1 worker within 3 % ` +
        `(${change.percent} more; 90 % interval `,
    );
    expect(text).toContain(
      `With 2 workers task times typically lie ${(100 * share).toFixed(1)} % from their median, not shown to be wider than with fewer.`,
    );
    const rates = [1, 2, 3, 4, 6, 8].map(perSecond);
    expect(Math.max(...rates)).toBe(perSecond(2));
    expect(text).toContain(
      `No tested count is shown to do more tasks per second: ${perSecond(2).toPrecision(3)} with 2, by the median.`,
    );
  });

  test("differ from those for throughput where more workers do clearly more", () => {
    const faster = structuredClone(run);
    for (const cell of faster.experiments[0]?.cells ?? []) {
      // Beyond two workers the run takes only a fifth longer, whatever their number.
      if (cell.factors.workers > 2) {
        for (const trial of cell.trials) trial.wallMs = 120 + trial.block / 10;
      }
    }
    const [text] = texts(faster, "measuring-workers");
    expect(text).toMatch(
      /at most 2 workers for reliable timings, 8 for throughput\. .* 8 workers do \d+ % more tasks per second than 2 \(95 % interval \d+ to \d+ % more\): by the medians 66\.\d against 19\.\d\. With 8, task times lie [\d.]+ % from their median\.$/,
    );
    const [two, eight] = [2, 8].map((workers) => cellWith(faster, { workers })) as [Cell, Cell];
    const { estimate, intervals } = hodgesLehmann(
      eight.trials.map(({ wallMs }, block) => Math.log((wallMs ?? 0) / (two.trials[block]?.wallMs ?? 0))),
      [0.95],
    );
    const [low, high] = intervals[0] as [number, number];
    const more = (log: number) => threeAtMost(100 * (4 / Math.exp(log) - 1));
    expect(text).toContain(
      `${more(estimate)} % more tasks per second than 2 (95 % interval ${more(high)} to ${more(low)} % more)`,
    );
  });

  test("are not named on the strength of a few blocks", () => {
    expect(texts(only(courseRun(4), "weak-scaling"), "measuring-workers")).toEqual([]);
  });
});
