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

describe("the largest loss", () => {
  it("is named with its share, interval and trials, once for strategies that lose by the same", () => {
    const shares = BLOCKS.map((block) => (100 + 10 * block) / (200 + 10 * block));
    const share = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    const [low, high] = tInterval(shares, 0.95).map((end) => (end * 100).toFixed(1));
    const percent = `${(share * 100).toFixed(1)} %`;
    const [finding, ...others] = found(flat(4), "largest-loss");
    expect(others).toEqual([]);
    expect(finding?.text).toBe(
      `4 workers on 2 cores (thread pool): ${percent} of worker time waits for a core, the largest loss ` +
        `(95 % interval ${low} to ${high} %, 4 trials); useful work is ${((1 - share) * 100).toFixed(1)} %. ` +
        `The same comes first for process pool (${percent}).`,
    );
    expect(finding?.evidence.figures).toMatchObject({ workers: 4, cores: 2, loss: "waiting", rival: null, trials: 4 });
    expect(finding?.evidence.figures?.share).toBeCloseTo(share, 9);
  });

  it("gives the speed-up without it: the rest of the time on as many workers", () => {
    const [finding] = found(flat(4), "without-loss");
    const { speedUp, share, speedUpWithout } = (finding?.evidence.figures ?? {}) as Record<string, number>;
    expect(speedUpWithout).toBeCloseTo((speedUp ?? 0) / (1 - (share ?? 0)), 9);
    expect(finding?.text).toContain(
      "Without waiting for a core (that is, with a core for every worker) and all else as it is, 4 workers (thread pool) " +
        `would reach a speed-up of ${speedUpWithout?.toFixed(2)}× (95 % interval `,
    );
    expect(finding?.text).toMatch(new RegExp(` instead of ${speedUp?.toFixed(2)}×\\.$`));
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
      "4 workers on 2 cores (thread pool): 60.0 % of worker time goes into starting workers, waiting for a core included, " +
        "the largest loss (in the one trial that kept its tasks); useful work is 20.0 %.",
    );
    // Two cores do 80 ms of work in 40 at best: 2.00 times as fast, not 0.8 / 0.4 x 4.
    expect(found(old, "without-loss")[0]?.text).toMatch(
      /^Without start-up \(that is, with workers that are there already\) .* of 2\.00× \(by the one trial that kept its tasks\) instead of 0\.800×\.$/,
    );
  });

  it("says what cores allow where the rest of the time would be less than they can do", () => {
    const tasks = [0, 1, 2, 3].map((worker) => ({ worker, startMs: 90, endMs: 130, cpuMs: 40 }));
    const cells = [sequentialCell(4, { cpuMs: 40 }), plantedCell({ workers: 4 }, [{ wallMs: 130, tasks }])];
    expect(found(boundBy("cpu", cells), "without-loss")[0]?.text).toContain(
      "would reach a speed-up of at most 2.00×, what 2 cores allow, instead of 1.23×.",
    );
    expect(found(boundBy("io", cells), "without-loss")[0]?.text).toContain(
      "a speed-up of 4.00× (no interval) instead of",
    );
  });

  it("is doubted where a rival may be as large", () => {
    const trial = (waitMs: number, startMs: number) => ({
      wallMs: 100,
      tasks: [0, 1].map((worker) => ({ worker, startMs, endMs: 100, queueMs: waitMs, cpuMs: 100 - startMs - waitMs })),
    });
    const mixed = boundBy("cpu", [plantedCell({ workers: 2 }, [trial(30, 25), trial(24, 30), trial(33, 26)])]);
    const [finding] = found(mixed, "largest-loss");
    expect(finding?.text).toContain(
      "; the trials do not tell whether that or start-up is the largest loss; useful and extra",
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
