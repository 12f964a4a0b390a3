import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Finding } from "../../../src/analysis/results/run-analysis.js";
import type { Cell, Experiment } from "../../../src/record/schema/run-schema.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { makeRun } from "../make-run.js";
import { boundBy, machineOf, plantedCell, sequentialCell } from "../scaling/stack/planted.js";

const BLOCKS = [0, 1, 2, 3];

/** CPU-bound tasks of 100 ms, one a worker, on 2 cores: each trial a little slower than the one before. */
function overCores(strategy: string, workers: number): Cell {
  const trials = BLOCKS.map((block) => {
    const wallMs = (100 * Math.max(workers, 2)) / 2 + 10 * block;
    const tasks = Array.from({ length: workers }, (_, worker) => ({
      worker,
      startMs: 0,
      endMs: wallMs,
      cpuMs: 100,
      queueMs: wallMs - 100,
    }));
    return { wallMs, tasks };
  });
  return plantedCell({ strategy, workers, tasks: workers }, trials);
}

const flat = (workers: number): Experiment =>
  boundBy("cpu", [
    sequentialCell(workers, { cpuMs: 100 }, BLOCKS.length),
    overCores("thread-pool", workers),
    overCores("process-pool", workers),
  ]);

function found(experiment: Experiment, id: string): Finding[] {
  return analyseRun(makeRun([experiment], { machine: machineOf(2) })).findings.filter((finding) => finding.id === id);
}

/** As {@link overCores}, of tasks that neither compute nor wait for a core half of their time, in a runtime. */
function stalled(strategy: string, runtime: string): Experiment {
  const trials = BLOCKS.map((block) => {
    const endMs = 200 + 10 * block;
    const task = { startMs: 0, endMs, cpuMs: 100, queueMs: 0 };
    return { wallMs: endMs, tasks: [0, 1].map((worker) => ({ worker, ...task })) };
  });
  const cells = [
    sequentialCell(2, { cpuMs: 100 }, BLOCKS.length),
    plantedCell({ strategy, workers: 2, tasks: 2 }, trials),
  ];
  return boundBy(
    "cpu",
    cells.map((one) => ({ ...one, factors: { ...one.factors, more: { runtime } } })),
  );
}

describe("the largest loss", () => {
  it("of Python's threads that nothing explains is probably their lock; of other workers nobody says what it is", () => {
    const detail = (strategy: string, runtime: string) => found(stalled(strategy, runtime), "largest-loss")[0]?.detail;
    expect(detail("thread-pool", "python")).toContain("probably the wait for the lock that they share.");
    expect(detail("process-pool", "python")).toMatch(/^It is what no other part accounts for\. For process pool/);
    expect(detail("thread-pool", "node")).toMatch(/^It is what no other part accounts for\. For thread pool/);
  });

  it("is named with its share, interval and trials, once for strategies that lose by the same", () => {
    const shares = BLOCKS.map((block) => (100 + 10 * block) / (200 + 10 * block));
    const share = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    const [low, high] = tInterval(shares, 0.95).map((end) => (end * 100).toFixed(1));
    const percent = `${(share * 100).toFixed(1)} %`;
    const [finding, ...others] = found(flat(4), "largest-loss");
    expect(others).toEqual([]);
    const interval = `95 % interval ${low} to ${high} %`;
    const [leastUseful, mostUseful] = tInterval(
      shares.map((one) => 1 - one),
      0.95,
    ).map((end) => (end * 100).toFixed(1));
    expect(finding?.headline).toBe(`Thread pool: 4 workers lose most to waiting for a core: ${percent} of their time`);
    expect(finding?.detail).toBe(
      "A worker waits for a core while it is ready to run and others have the cores. " +
        `For thread pool on 2 cores, the 95 % interval is ${low} to ${high} % of worker time, over 4 repeats. ` +
        `Useful work takes ${((1 - share) * 100).toFixed(1)} % (95 % interval ${leastUseful} to ${mostUseful} %). ` +
        `It is also the largest loss of process pool, ${percent} (${interval}).`,
    );
    expect(finding?.evidence.figures).toMatchObject({ workers: 4, cores: 2, loss: "waiting", rival: null, trials: 4 });
    expect(finding?.evidence.figures?.share).toBeCloseTo(share, 9);
  });

  it("gives the speed-up without it: the rest of the time on as many workers", () => {
    const late = overCores("thread-pool", 4);
    // 20 ms before the first task of each: all else stays, so that they count.
    const started = boundBy("cpu", [
      sequentialCell(4, { cpuMs: 100 }, BLOCKS.length),
      plantedCell(
        late.factors,
        late.trials.map(({ wallMs }) => ({
          wallMs: (wallMs ?? 0) + 20,
          tasks: [0, 1, 2, 3].map((worker) => ({
            worker,
            startMs: 20,
            endMs: (wallMs ?? 0) + 20,
            cpuMs: 100,
            queueMs: (wallMs ?? 0) - 100,
          })),
        })),
      ),
    ]);
    const [finding] = found(started, "without-loss");
    // A worker's 20 ms of start and 100 ms of work, in every trial, against 400 ms one after the other.
    expect(finding?.evidence.figures?.speedUpWithout).toBeCloseTo(400 / 120, 6);
    const logs = BLOCKS.map((block) => Math.log(400 / (220 + 10 * block)));
    const speedUp = Math.exp(logs.reduce((sum, one) => sum + one, 0) / logs.length);
    expect(finding?.headline).toBe("Without waiting for a core, 4 workers could be 3.33× as fast as sequential");
    expect(finding?.detail).toContain(`Thread pool now reaches ${speedUp.toFixed(2)}× against the sequential run.`);
    expect(finding?.detail).toContain("This is calculated, not measured: the waiting is taken out of every repeat,");
  });

  it("takes what the reference waited out of it as well: no more than rounds and workers allow", () => {
    const waiting = { cpuMs: 100, waitMs: 60 };
    const tasks = [0, 1, 2, 3].map((task) => ({
      worker: 0,
      startMs: task * 160,
      endMs: (task + 1) * 160,
      cpuMs: waiting.cpuMs,
      queueMs: waiting.waitMs,
    }));
    const sequential = plantedCell(
      { strategy: "sequential", workers: 1 },
      BLOCKS.map(() => ({ wallMs: 640, tasks })),
    );
    const [finding] = found(boundBy("cpu", [sequential, overCores("thread-pool", 4)]), "without-loss");
    // Without its own waiting the sequential run takes 400 ms, and not 640: 4.00 times, and not 6.40.
    expect(finding?.evidence.figures?.speedUpWithout).toBeCloseTo(4, 9);
  });

  it("is silent on waiting for a core where every worker has one, and on a loss that may be none", () => {
    const pair = [0, 1].map((worker) => ({ worker, startMs: 0, endMs: 200, cpuMs: 100, queueMs: 100 }));
    const cells = [
      sequentialCell(2, { cpuMs: 100 }, 3),
      plantedCell(
        { workers: 2 },
        [0, 1, 2].map((block) => ({ wallMs: 200 + block, tasks: pair })),
      ),
    ];
    expect(found(boundBy("cpu", cells), "largest-loss")).toHaveLength(1);
    expect(found(boundBy("cpu", cells), "without-loss")).toEqual([]);
    const wild = [0, 0, 100].map((queueMs) => ({
      wallMs: 200,
      tasks: [0, 1, 2, 3].map((worker) => ({ worker, startMs: 0, endMs: 200, cpuMs: 200 - queueMs, queueMs })),
    }));
    const open = boundBy("cpu", [sequentialCell(4, { cpuMs: 200 }, 3), plantedCell({ workers: 4 }, wild)]);
    expect(found(open, "largest-loss")[0]?.detail).toContain("waiting for a core takes at most 88.4 % of worker time");
    expect(found(open, "without-loss")).toEqual([]);
  });

  it("gives no speed-up without it where that would be none either", () => {
    const slow = boundBy("cpu", [sequentialCell(4, { cpuMs: 1 }, BLOCKS.length), overCores("thread-pool", 4)]);
    expect(found(slow, "largest-loss")).toHaveLength(1);
    expect(found(slow, "without-loss")).toEqual([]);
  });

  it("is of one trial where only that kept its tasks, and says that start-up holds waits", () => {
    const tasks = [0, 1, 2, 3].map((worker) => ({ worker, startMs: 60, endMs: 100, cpuMs: 20, queueMs: 20 }));
    const trial = { wallMs: 100, tasks };
    const experiment = boundBy("cpu", [
      sequentialCell(4, { cpuMs: 20 }, 2),
      plantedCell({ workers: 2, tasks: 4, strategy: "process-pool" }, []),
      plantedCell({ workers: 4 }, [trial, trial]),
    ]);
    const old = JSON.parse(
      JSON.stringify(experiment, (key, value) => (/^w(orkerTime|aitBeforeMs)$/.test(key) ? undefined : value)),
    );
    const [finding] = found(old, "largest-loss");
    expect(finding?.text).toBe(
      "4 workers lost most to starting workers, measured once: 60.0 % of their time. " +
        "Starting is the time before a worker's first task. " +
        "This is the one repeat that kept its tasks of thread pool on 2 cores, so there is no interval. " +
        "Waiting for a core is included. Useful work takes 20.0 %.",
    );
    // Two cores do 80 ms of work in 40 at best: 2.00 times as fast, not 0.8 / 0.4 x 4.
    expect(found(old, "without-loss")[0]?.text).toMatch(
      /^Without the start of workers, 4 workers could be 2\.00× as fast as sequential\. .*It rests on the one repeat that kept its tasks\. Thread pool now reaches 0\.800× against /,
    );
  });

  it("says what cores allow where the rest of the time would be less than they can do", () => {
    const tasks = [0, 1, 2, 3].map((worker) => ({ worker, startMs: 90, endMs: 130, cpuMs: 40 }));
    const cells = [sequentialCell(4, { cpuMs: 40 }), plantedCell({ workers: 4 }, [{ wallMs: 130, tasks }])];
    expect(found(boundBy("cpu", cells), "without-loss")[0]?.text).toContain(
      "4 workers could be 2.00× as fast as sequential. More is not possible on 2 cores. " +
        "Thread pool now reaches 1.23× against the sequential run.",
    );
    expect(found(boundBy("io", cells), "without-loss")[0]?.text).toMatch(
      /^Without the start of workers, 4 workers could be 4\.00× as fast as sequential\. One measurement gives no interval\./,
    );
  });

  it("is doubted where a rival may be as large", () => {
    const trial = (waitMs: number, startMs: number) => ({
      wallMs: 100,
      tasks: [0, 1].map((worker) => ({ worker, startMs, endMs: 100, queueMs: waitMs, cpuMs: 100 - startMs - waitMs })),
    });
    const mixed = boundBy("cpu", [plantedCell({ workers: 2 }, [trial(30, 25), trial(24, 30), trial(33, 26)])]);
    const [finding] = found(mixed, "largest-loss");
    expect(finding?.headline).toBe("Whether waiting for a core or starting workers costs 2 workers more is open");
    expect(finding?.detail).toMatch(
      /waiting for a core takes 29\.0 % \(95 % interval .*\) of worker time, starting workers 27\.0 % \(95 % interval .*\), over 3 repeats\. Useful and extra work/,
    );
    const clear = boundBy("cpu", [plantedCell({ workers: 2 }, [trial(50, 20), trial(52, 21), trial(51, 19)])]);
    expect(finding?.weight).toBeLessThan(found(clear, "largest-loss")[0]?.weight ?? 0);
  });

  it("is not worth a sentence below 5 % of worker time, or of one worker", () => {
    const tasks = [0, 1].map((worker) => ({ worker, startMs: 4, endMs: 100, cpuMs: 96 }));
    expect(found(boundBy("cpu", [plantedCell({ workers: 2 }, [{ wallMs: 100, tasks }])]), "largest-loss")).toEqual([]);
    const alone = plantedCell({ workers: 1 }, [
      { wallMs: 100, tasks: [{ worker: 0, startMs: 50, endMs: 100, cpuMs: 50 }] },
    ]);
    expect(found(boundBy("cpu", [alone]), "largest-loss")).toEqual([]);
  });
});
