import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Io } from "../../../src/cli/command.js";
import { messagesOf, plainView } from "../../../src/cli/progress/plain-progress.js";
import type { Progress, RunEvent } from "../../../src/runner/request/events.js";

const at = (changes: Partial<Progress> = {}): Progress => ({
  ...{ block: 2, blocks: 9, trial: 4, trials: 21, elapsedMs: 31_000, remainingMs: 50_000, budgetMs: 90_000 },
  ...changes,
});
const trial = (changes?: Partial<Progress>): RunEvent => ({
  ...{ kind: "trial-started", experimentId: "e", label: "l" },
  at: at(changes),
});

describe("plain lines", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  /** The lines of a view that is shown events and waits between them, in ms. */
  function linesOf(...script: (RunEvent | number)[]): string[] {
    const lines: string[] = [];
    const view = plainView({ err: (text: string) => lines.push(text.trimEnd()) } as unknown as Io);
    for (const one of script) {
      if (typeof one === "number") vi.advanceTimersByTime(one);
      else view.onEvent(one);
    }
    view.end();
    vi.advanceTimersByTime(60_000);
    return lines;
  }

  it("are never further apart than two seconds, however long a trial takes", () => {
    expect(linesOf(trial(), 3_500)).toEqual([
      "repeat 3: 4 of 21 combinations, 33 s of 90 s",
      "repeat 3: 4 of 21 combinations, 34 s of 90 s",
    ]);
    expect(linesOf({ kind: "calibrating", experiment: "e", workload: "random-loop" }, 1_700)).toEqual([
      "Trying out how long a task takes: random loop ...",
      "Trying out how long a task takes: random loop ...",
    ]);
  });

  it("are fewer once a recording is a long one", () => {
    expect(linesOf(trial({ elapsedMs: 300_000, budgetMs: 600_000 }), 9_000)).toEqual([]);
    expect(linesOf(trial({ elapsedMs: 300_000, budgetMs: 600_000 }), 11_000)).toEqual([
      "repeat 3: 4 of 21 combinations, 5:10 min of 10:00 min",
    ]);
  });

  it("name no number of repeats that is only a guess, and the last one of those that are planned", () => {
    const done = (changes: Partial<Progress>): RunEvent => ({
      kind: "block-finished",
      experiments: [],
      at: at(changes),
    });
    expect(linesOf(done({}), 1_200, done({ block: 3 }))).toEqual(["repeat 4 done, 31 s of 90 s"]);
    const { budgetMs: _, ...planned } = at({ block: 8 });
    expect(linesOf({ kind: "block-finished", experiments: [], at: planned })).toEqual([
      "repeat 9 of 9 done, 31 s elapsed, about 50 s left",
    ]);
  });
});

describe("messages", () => {
  it("say in one line what was left out, which fits 80 columns", () => {
    const cells = [{ experimentId: "e", label: "l", reason: "r" }];
    const [line, ...more] = messagesOf({ kind: "dropped", cells, left: 8, of: 48, budgetMs: 90_000 });
    expect(line).toBe("8 of 48 combinations left out to fit 90 s; `scalebook show latest` lists them");
    expect([line?.length, more]).toEqual([77, []]);
  });

  it("announce repeats, a budget with a guess of what fits, or a precision", () => {
    const plan = { kind: "planned", cells: 21, blocks: 11, expectedMs: 80_000 } as const;
    expect(messagesOf(plan)).toEqual(["21 combinations, 11 repeats, about 1:20 min"]);
    expect(messagesOf({ ...plan, budgetMs: 90_000 })).toEqual([
      "21 combinations, as many repeats as fit into 90 s (about 11)",
    ]);
    expect(messagesOf({ ...plan, budgetMs: 600_000, targetPercent: 2 })).toEqual([
      "21 combinations, until every interval is within ±2 %, at most 10:00 min",
    ]);
  });

  it("say what budget would have done, as it is given", () => {
    expect(messagesOf({ kind: "budget-short", blocks: 1, leastMs: 45_000 })).toEqual([
      "Only 1 repeat fitted into the budget; `--budget 45s` would hold 3",
    ]);
  });
});

describe("what is told of the user's own work", () => {
  const found = {
    kind: "bound-found",
    experiment: null,
    bound: "cpu",
    cpuShare: 0.972,
    blocks: 1,
    variesWorkers: true,
  } as const;

  it.each<[Partial<Extract<RunEvent, { kind: "bound-found" }>>, string]>([
    [{}, "It computed 97 % of its time (measured in the first repeat): more workers than cores cannot help; where"],
    [
      { cpuShare: 0.8 },
      "It computed 80 % of its time (measured in the first repeat): more workers than cores can help little",
    ],
    [
      { cpuShare: 1.9, blocks: 3 },
      "It kept 1.9 cores busy (measured in the first 3 repeats): more workers than cores cannot",
    ],
    [
      { bound: "wait", cpuShare: 0.04 },
      "It computed 4 % of its time (measured in the first repeat): more workers than cores can help; where that",
    ],
    [
      { bound: "wait", cpuShare: 0.3, variesWorkers: false },
      "It computed 30 % of its time (measured in the first repeat): it mostly waits; where that",
    ],
    [
      { bound: "wait", cpuShare: 0.6, variesWorkers: false },
      "It computed 60 % of its time (measured in the first repeat): not cores alone limit it; where that",
    ],
    [
      { experiment: "own", variesWorkers: false },
      "own computed 97 % of its time (measured in the first repeat): cores limit it; where that is wrong, give --bound",
    ],
  ])("says what limits it: %j", (changes, words) => {
    const [line = ""] = messagesOf({ ...found, ...changes });
    expect(line.slice(0, words.length)).toBe(words);
  });

  it("says that a size has no meaning, and how it gets one", () => {
    expect(messagesOf({ kind: "no-size", module: "a.mjs", tried: true })[0]).toContain(
      "the same time at every size tried",
    );
    expect(messagesOf({ kind: "no-size", module: "a.mjs", tried: false })[0]).toContain("it has no inputs(size)");
  });
});
