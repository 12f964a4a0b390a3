import { describe, expect, it } from "vitest";
import { cell } from "../make-run.js";
import { findingsOf, withFigures } from "./findings-of.js";

describe("separate-globals", () => {
  const world = (strategy: string, worlds: number, callerSees: number) =>
    cell(
      { strategy, workers: 2, tasks: 8, workload: "globals" },
      [10, 11, 12],
      withFigures(3, () => ({ worlds, "caller-sees": callerSees, "saw-others": 8 - worlds })),
    );

  it("counts how often the global existed, and who saw the writes", () => {
    const [finding] = findingsOf("separate-globals", [
      world("event-loop", 1, 8),
      world("thread-pool", 2, 0),
      world("process-pool", 2, 0),
    ]);
    expect(finding?.text).toBe(
      "Workers have globals of their own: the caller sees none of what they write. " +
        "8 tasks wrote one global. In the median repeat it existed in 1 copy with event loop and 2 copies with thread pool and process pool. " +
        "The caller saw what they wrote with event loop, and never with thread pool and process pool.",
    );
    expect(finding?.evidence.figures).toEqual({ "event loop": 1, "thread pool": 2, "process pool": 2 });
  });

  it("says so of all workers only where the caller saw nothing in any trial", () => {
    const once = world("thread-pool", 2, 0);
    const leaky = {
      ...once,
      trials: once.trials.map((trial, block) =>
        block === 1 ? { ...trial, figures: { worlds: 2, "caller-sees": 1 } } : trial,
      ),
    };
    const [finding] = findingsOf("separate-globals", [world("process-pool", 2, 0), leaky]);
    expect(finding?.headline).toBe("Only some strategies let the caller see what tasks write into a global");
  });

  it("is silent where nobody looked", () => {
    expect(findingsOf("separate-globals", [cell({ strategy: "x", workers: 1 }, [1])])).toEqual([]);
  });
});

describe("lost-updates", () => {
  const counter = (strategy: string, atomics: boolean, counted: number[], sharing: number) =>
    cell(
      { strategy, workers: 2, tasks: 4, workload: "shared-counter", more: { atomics } },
      counted.map((_, block) => 10 + block),
      withFigures(counted.length, (block) => ({
        expected: 400,
        counted: counted[block] as number,
        lost: 400 - (counted[block] as number),
        sharing,
      })),
    );

  it("says what was lost without Atomics and with them, and that processes have copies", () => {
    const [finding] = findingsOf("lost-updates", [
      counter("event-loop", false, [400, 400, 400], 4),
      counter("thread-pool", false, [400, 300, 100], 4),
      counter("thread-pool", true, [400, 400, 400], 4),
      counter("process-pool", false, [0, 0, 0], 0),
    ]);
    // The median trial counted 300 of 400.
    expect(finding?.text).toBe(
      "Without Atomics, threads that share a counter lose additions. In the median repeat thread pool lost 100 of 400 additions (25.0 %). " +
        "With Atomics none were lost. " +
        "A process gets a copy of the memory, and the caller's counter stays at 0 (process pool).",
    );
    expect(Object.values(finding?.evidence.figures ?? {})).toEqual([0, 300, 0, 400]);
  });

  it("does not say that nothing can be lost where nothing was", () => {
    const [finding] = findingsOf("lost-updates", [counter("thread-pool", false, [400, 400], 4)]);
    expect(finding?.text).toBe(
      "Threads that shared a counter lost no addition this time, without Atomics. Nothing promises it to thread pool.",
    );
  });

  it("tells of the worst trial where the median one lost nothing", () => {
    const [finding] = findingsOf("lost-updates", [counter("thread-pool", false, [400, 400, 360], 4)]);
    expect(finding?.text).toBe(
      "Without Atomics, threads that share a counter lose additions. At worst thread pool lost 40 of 400 additions (10.0 %) in repeat 2.",
    );
  });

  it("does not hide a loss with Atomics", () => {
    const [finding] = findingsOf("lost-updates", [counter("thread-pool", true, [400, 399], 4)]);
    expect(finding?.text).toBe(
      "Additions to a shared counter were lost in spite of Atomics. In the median repeat thread pool lost 1 of 400 additions (0.1 %).",
    );
  });
});
