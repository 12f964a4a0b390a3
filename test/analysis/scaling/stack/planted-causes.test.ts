import { describe, expect, it } from "vitest";
import type { CellStack } from "../../../../src/analysis/results/stack.js";
import { boundBy, machineOf, percents, plantedCell, sequentialCell, stacksIn } from "./planted.js";

/** The only stack of the experiment that is not of one worker. */
function only(stacks: CellStack[]): CellStack {
  const [stack, ...others] = stacks;
  if (stack === undefined || others.length > 0) throw new Error(`${stacks.length} stacks`);
  return stack;
}

describe("a planted cause is found, and fills what it was planted to fill", () => {
  it("more workers than cores: waiting for a core", () => {
    // 4 workers on 2 cores, one task of 100 ms of CPU each: all end after 200 ms, half of it spent waiting.
    const tasks = [0, 1, 2, 3].map((worker) => ({ worker, startMs: 0, endMs: 200, cpuMs: 100, queueMs: 100 }));
    const stack = only(
      stacksIn(
        boundBy("cpu", [sequentialCell(4, { cpuMs: 100 }), plantedCell({ workers: 4 }, [{ wallMs: 200, tasks }])]),
      ),
    );
    expect(percents(stack)).toEqual({ useful: 50, waiting: 50 });
    expect(stack.largestLoss).toMatchObject({ part: "waiting", value: 0.5, limitedBy: null });
    // With a core for each, 4 workers are 4 times as fast: more cores than there are is what the loss is about.
    expect(stack.largestLoss?.speedUpWithout?.value).toBeCloseTo(4, 9);
  });

  it("uneven sleeps: idle by imbalance", () => {
    const lengths = [300, 100, 100, 100];
    const sequential = plantedCell({ strategy: "sequential", workers: 1, more: { skew: "one-long" } }, [
      {
        wallMs: 600,
        tasks: [0, 300, 400, 500].map((startMs, i) => ({ worker: 0, startMs, endMs: startMs + (lengths[i] ?? 0) })),
      },
    ]);
    const pool = plantedCell({ workers: 2, more: { skew: "one-long" } }, [
      {
        wallMs: 400,
        // The long one is taken last.
        tasks: [
          { worker: 0, startMs: 100, endMs: 400 },
          { worker: 0, startMs: 0, endMs: 100 },
          { worker: 1, startMs: 0, endMs: 100 },
          { worker: 1, startMs: 100, endMs: 200 },
        ],
      },
    ]);
    const stack = only(stacksIn(boundBy("wait", [sequential, pool])));
    expect(percents(stack)).toEqual({ useful: 75, idleByImbalance: 25 });
    expect(stack.largestLoss?.part).toBe("idleByImbalance");
    expect(stack.largestLoss?.speedUpWithout?.value).toBeCloseTo(2, 9);
  });

  it("8 equal sleeps on 6 workers: idle by rounds, what comes on top by imbalance", () => {
    const second = (startMs: number) => [0, 1].map((worker) => ({ worker, startMs, endMs: startMs + 100 }));
    const first = [0, 1, 2, 3, 4, 5].map((worker) => ({ worker, startMs: 0, endMs: 100 }));
    const sequential = sequentialCell(8, { offMs: 100 });
    const cells = [sequential, plantedCell({ workers: 6 }, [{ wallMs: 200, tasks: [...first, ...second(100)] }])];
    const stack = only(stacksIn(boundBy("wait", cells)));
    // 12 places for 8 tasks.
    expect(percents(stack)).toEqual({ useful: 66.6667, idleByRounds: 33.3333 });
    expect(stack.largestLoss).toMatchObject({ part: "idleByRounds" });
    expect(stack.largestLoss?.speedUpWithout?.value).toBeCloseTo(6, 6);
    const late = plantedCell({ workers: 6 }, [{ wallMs: 260, tasks: [...first, ...second(160)] }]);
    expect(percents(only(stacksIn(boundBy("wait", [sequential, late]))))).toMatchObject({
      idleByRounds: expect.closeTo((100 * 400) / (6 * 260), 3),
      dispatch: expect.closeTo((100 * 120) / (6 * 260), 3),
      idleByImbalance: expect.closeTo((100 * 4 * 60) / (6 * 260), 3),
    });
  });

  it("tiny tasks: dispatch", () => {
    const tasks = Array.from({ length: 10 }, (_, task) => ({
      worker: 0,
      startMs: task * 10,
      endMs: task * 10 + 1,
      cpuMs: 1,
    }));
    const cells = [
      sequentialCell(10, { cpuMs: 1 }),
      plantedCell({ workers: 1, pool: "warm" }, [{ wallMs: 100, tasks }]),
    ];
    const stack = only(stacksIn(boundBy("cpu", cells)));
    expect(percents(stack)).toEqual({ useful: 10, dispatch: 90 });
  });

  it("fresh processes: start-up, between the tasks of one place too", () => {
    const tasks = [0, 1, 2, 3].map((worker) => {
      const startMs = 40 + 50 * Math.floor(worker / 2);
      return { worker, startMs, endMs: startMs + 10, cpuMs: 10, waitBeforeMs: 5 };
    });
    const pool = plantedCell({ strategy: "process-per-task", workers: 2 }, [{ wallMs: 100, tasks }]);
    const stack = only(stacksIn(boundBy("cpu", [sequentialCell(4, { cpuMs: 10 }), pool])));
    expect(percents(stack)).toEqual({ useful: 20, waiting: 10, startUp: 70 });
  });

  it("caches, hyper-threads, a slower clock: extra work", () => {
    const tasks = [0, 1].map((worker) => ({ worker, startMs: 0, endMs: 150, cpuMs: 150 }));
    const cells = [sequentialCell(2, { cpuMs: 100 }), plantedCell({ workers: 2 }, [{ wallMs: 150, tasks }])];
    expect(percents(only(stacksIn(boundBy("cpu", cells))))).toEqual({ useful: 66.6667, extra: 33.3333 });
  });

  it("a lock or a disk that they share: blocked, or, in work that has nothing to wait for, unexplained", () => {
    const tasks = [0, 1].map((worker) => ({ worker, startMs: 0, endMs: 100, cpuMs: 20 }));
    const cells = [sequentialCell(2, { cpuMs: 20, offMs: 30 }), plantedCell({ workers: 2 }, [{ wallMs: 100, tasks }])];
    expect(percents(only(stacksIn(boundBy("io", cells))))).toEqual({ useful: 50, blocked: 50 });
    expect(percents(only(stacksIn(boundBy("cpu", cells))))).toEqual({ useful: 50, unexplained: 50 });
  });
});

describe("what cannot be told", () => {
  const twoTasks = [0, 1].map((worker) => ({ worker, startMs: 10, endMs: 110, cpuMs: 60, queueMs: 30 }));
  const pool = plantedCell({ workers: 2 }, [{ wallMs: 110, tasks: twoTasks }]);

  it("is null and stays with its neighbour: useful and extra work without a reference", () => {
    const stack = only(stacksIn(boundBy("cpu", [pool])));
    expect(stack.reference).toBeNull();
    expect(stack.shares).toMatchObject({ extra: null, blocked: null, useful: { value: 140 / 220 } });
    expect(stack.pop).toMatchObject({ computationScaling: null, global: null });
    expect(stack.largestLoss).toMatchObject({ part: "waiting", speedUpWithout: null });
  });

  it("is null or unexplained where the platform keeps no account of threads", () => {
    const blind = {
      ...pool,
      trials: pool.trials.map(({ timeline, workerTime, ...trial }) => ({
        ...trial,
        taskCpuMs: null,
        queueWaitMs: null,
        ...(workerTime && { workerTime: { ...workerTime, waitMs: null, taskWaitMs: null } }),
      })),
    };
    const stack = only(stacksIn(boundBy("cpu", [sequentialCell(2, { cpuMs: 60 }), blind])));
    expect(stack.shares).toMatchObject({ extra: null, waiting: null, blocked: null });
    expect(percents(stack)).toEqual({ useful: 54.5455, startUp: 9.0909, unexplained: 36.3636 });
  });

  it("is no part of the stack where tasks took less than in the reference", () => {
    const stack = only(stacksIn(boundBy("cpu", [sequentialCell(2, { cpuMs: 75 }), pool])));
    expect(stack.shares.extra?.value).toBe(0);
    expect(stack.savedShare).toBeCloseTo((150 - 120) / 220, 6);
    expect(stack.shares.useful?.value).toBeCloseTo(120 / 220, 6);
  });

  it("has no stack at all: tasks that overlap on one thread", () => {
    const overlapping = [0, 1].map(() => ({ worker: 0, startMs: 0, endMs: 100 }));
    const loop = plantedCell({ workers: 1 }, [{ wallMs: 100, tasks: overlapping }]);
    expect(stacksIn(boundBy("wait", [sequentialCell(2, { offMs: 100 }), loop]))).toEqual([]);
  });
});

describe("what it rests on", () => {
  const tasks = (endMs: number) =>
    [0, 1].map((worker) => ({ worker, startMs: 0, endMs, cpuMs: 50, queueMs: endMs - 50 }));
  const trials = [100, 80, 90].map((wallMs) => ({ wallMs, tasks: tasks(wallMs) }));
  const cells = () => [sequentialCell(2, { cpuMs: 50 }, 3), plantedCell({ workers: 2 }, trials)];

  it("is all trials that say where the time went, with the spread of their shares", () => {
    const stack = only(stacksIn(boundBy("cpu", cells())));
    expect(stack).toMatchObject({ restsOn: "all-trials", trials: 3 });
    const waits = [50 / 100, 30 / 80, 40 / 90];
    const mean = waits.reduce((sum, share) => sum + share, 0) / 3;
    const sd = Math.sqrt(waits.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 2);
    const reach = (4.30265273 * sd) / Math.sqrt(3);
    expect(stack.shares.waiting?.value).toBeCloseTo(mean, 5);
    expect(stack.shares.waiting?.interval?.[0]).toBeCloseTo(mean - reach, 5);
    expect(stack.shares.waiting?.interval?.[1]).toBeCloseTo(mean + reach, 5);
  });

  it("is the trial that kept its tasks, where the file is of before that was recorded", () => {
    const old = cells().map((one) => ({
      ...one,
      trials: one.trials.map(({ workerTime: _, timeline, ...trial }, index) => ({
        ...trial,
        ...(index === 2 && timeline && { timeline: { ...timeline, waitBeforeMs: undefined } }),
      })),
    }));
    const stack = only(stacksIn(boundBy("cpu", JSON.parse(JSON.stringify(old)))));
    expect(stack).toMatchObject({ restsOn: "one-trial", trials: 1, waitsOutsideTasks: false });
    expect(stack.shares.waiting).toEqual({ value: expect.closeTo(40 / 90, 5), interval: null });
  });

  it("is the work of one worker, a task each, where no sequential run of as many tasks was recorded", () => {
    const weak = [1, 2, 4].map((workers) =>
      plantedCell({ strategy: "process-pool", workers }, [
        {
          wallMs: 100 * workers,
          tasks: Array.from({ length: workers }, (_, worker) => ({
            worker,
            startMs: 0,
            endMs: 100 * workers,
            cpuMs: 100 + workers - 1,
            queueMs: 100 * workers - 100 - workers + 1,
          })),
        },
      ]),
    );
    const [, , four] = stacksIn(boundBy("cpu", weak), machineOf(1));
    expect(four?.reference).toMatchObject({ kind: "own", scaled: true });
    expect(percents(four as CellStack)).toEqual({ useful: 25, extra: 0.75, waiting: 74.25 });
  });
});

describe("the largest loss", () => {
  const cellOf = (share: number, other: number) => ({
    wallMs: 100,
    tasks: [0, 1].map((worker) => ({
      worker,
      startMs: 100 * other,
      endMs: 100,
      cpuMs: 100 * (1 - share - other),
      queueMs: 100 * share,
    })),
  });

  it("is named with its rival where the trials do not tell them apart", () => {
    const mixed = [cellOf(0.3, 0.25), cellOf(0.24, 0.3), cellOf(0.33, 0.26)];
    const stack = only(stacksIn(boundBy("cpu", [plantedCell({ workers: 2 }, mixed)])));
    expect(stack.largestLoss).toMatchObject({ part: "waiting", rival: "startUp" });
    const clear = [cellOf(0.5, 0.25), cellOf(0.51, 0.2), cellOf(0.52, 0.22)];
    expect(only(stacksIn(boundBy("cpu", [plantedCell({ workers: 2 }, clear)]))).largestLoss?.rival).toBeNull();
  });

  it("is none where next to nothing is lost", () => {
    const tasks = [0, 1].map((worker) => ({ worker, startMs: 0.5, endMs: 100, cpuMs: 99.5 }));
    const stack = only(
      stacksIn(
        boundBy("cpu", [sequentialCell(2, { cpuMs: 99.5 }), plantedCell({ workers: 2 }, [{ wallMs: 100, tasks }])]),
      ),
    );
    expect(stack.largestLoss).toBeNull();
  });

  it("promises no more than the cores allow, unless it is waiting for cores", () => {
    // 4 workers on 2 cores: two idle while the other two fill the cores.
    const tasks = [0, 1, 2, 3].map((worker) => ({
      worker,
      startMs: worker < 2 ? 0 : 80,
      endMs: worker < 2 ? 90 : 100,
      cpuMs: worker < 2 ? 90 : 10,
      queueMs: worker < 2 ? 0 : 10,
    }));
    const sequential = plantedCell({ strategy: "sequential", workers: 1, tasks: 4 }, [
      {
        wallMs: 200,
        tasks: [90, 90, 10, 10].map((cpuMs, i) => ({
          worker: 0,
          startMs: [0, 90, 180, 190][i] ?? 0,
          endMs: [90, 180, 190, 200][i] ?? 0,
          cpuMs,
        })),
      },
    ]);
    const stack = only(stacksIn(boundBy("cpu", [sequential, plantedCell({ workers: 4 }, [{ wallMs: 100, tasks }])])));
    expect(stack.largestLoss).toMatchObject({
      part: "startUp",
      limitedBy: "cores",
      speedUpWithout: { value: 2, interval: null },
    });
  });

  it("promises no more than the rounds of equal tasks allow", () => {
    // 6 tasks on 4 workers are 2 rounds, 3 times as fast at best; the rest of the time would make it 3.33 times.
    const tasks = [0, 1, 2, 3, 0, 1].map((worker, task) => ({
      worker,
      startMs: task < 4 ? 100 : 140,
      endMs: task < 4 ? 140 : 180,
      cpuMs: 40,
    }));
    const cells = [sequentialCell(6, { cpuMs: 40 }), plantedCell({ workers: 4 }, [{ wallMs: 180, tasks }])];
    const stack = only(stacksIn(boundBy("cpu", cells), machineOf(8)));
    // 400 of 720 ms go into the start: what is left is 80 ms.
    expect(stack.largestLoss).toMatchObject({ part: "startUp", value: expect.closeTo(400 / 720, 6) });
    expect(stack.largestLoss?.speedUpWithout?.value).toBeCloseTo(240 / 80, 6);
    const lessWork = [sequentialCell(6, { cpuMs: 44 }), plantedCell({ workers: 4 }, [{ wallMs: 180, tasks }])];
    expect(only(stacksIn(boundBy("cpu", lessWork), machineOf(8))).largestLoss).toMatchObject({
      limitedBy: "rounds",
      speedUpWithout: { value: 3, interval: null },
    });
  });
});
