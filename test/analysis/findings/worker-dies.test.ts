import { describe, expect, it } from "vitest";
import type { Cell, Trial } from "../../../src/record/schema/run-schema.js";
import { findingsOf } from "./findings-of.js";

const TASKS = 8;

function faulty(strategy: string, fault: string, trials: Partial<Trial>[], more = {}): Cell {
  return {
    factors: { strategy, workers: 2, tasks: TASKS, more: { fault, ...more } },
    trials: trials.map((trial, block) => ({ block, status: "failed", reason: "task-error", wallMs: null, ...trial })),
  };
}

const lost = (saw: string, count = 1, hung = 0): Partial<Trial> => ({
  lostTasks: Array.from({ length: count }, (_, index) => index),
  figures: { finished: TASKS - count, lost: count, hung, "caller-ended": 0 },
  notes: { "caller-saw": saw },
});
const ended = (how: string): Partial<Trial> => ({
  reason: "killed",
  figures: { finished: 0, lost: TASKS, hung: 0, "caller-ended": 1 },
  notes: { "caller-saw": `nothing: the caller itself was ended ${how}` },
});

describe("worker-dies", () => {
  it("tells a strategy's faults together that cost the same, and what the caller saw of each", () => {
    const [, , pool] = findingsOf("worker-dies", [
      faulty("sequential", "throw", [lost("task 4: Error: x")]),
      faulty("sequential", "kill", [ended("by SIGKILL")]),
      faulty("process-pool", "throw", [lost("task 4: Error: x"), lost("task 4: Error: x")]),
      faulty("process-pool", "kill", [lost("task 4: Error: gone"), lost("task 4: Error: gone")]),
    ]);
    expect(pool?.text).toBe(
      "Process pool: every fault cost 1 of 8 tasks. The faults were a throw and a kill, and the other 7 tasks finished. " +
        "The caller saw an error after a throw and a kill.",
    );
    expect(pool?.evidence.figures).toEqual({ throwLost: 1, killLost: 1 });
  });

  it("tells strategies of which the same is so once, and an end in some trials as such", () => {
    const [, both, some] = findingsOf("worker-dies", [
      ...["sequential", "event-loop"].flatMap((strategy) => [
        faulty(strategy, "throw", [lost("task 4: Error: x")]),
        faulty(strategy, "kill", [ended("by SIGKILL")]),
      ]),
      faulty("thread-pool", "throw", [lost("task 4: Error: x"), lost("task 4: Error: x")]),
      faulty("thread-pool", "kill", [ended("by SIGKILL"), lost("task 4: Error: x")]),
    ]);
    expect(both?.headline).toBe("Sequential and event loop: 1 of 2 faults ended the program and all 8 tasks");
    expect(some?.headline).toBe("Thread pool: 1 of 2 faults could end the program");
    expect(some?.detail).toContain("a kill ended the caller itself in 1 of 2 repeats, and with it all 8 tasks.");
  });

  it("says after which faults every caller saw an error, whatever its words", () => {
    const [, , finding] = findingsOf("worker-dies", [
      faulty("sequential", "exit", [ended("by SIGKILL")]),
      ...["thread-pool", "piscina"].flatMap((strategy) => [
        faulty(strategy, "throw", [lost("task 4: Error: x")]),
        faulty(strategy, "exit", [lost(`task 4: Error: ${strategy}`)]),
      ]),
    ]).toSorted((one, other) => one.text.length - other.text.length);
    expect(finding?.detail).toBe(
      "With thread pool and piscina, the faults were a throw and an exit, and the other 7 tasks finished. " +
        "The caller saw an error after a throw and an exit.",
    );
  });

  it("says which strategies came through every fault", () => {
    const [first, sequential] = findingsOf("worker-dies", [
      faulty("sequential", "throw", [lost("task 4: Error: x")]),
      faulty("sequential", "exit", [ended("with exit code 7")]),
      faulty("process-pool", "throw", [lost("task 4: Error: x")]),
      faulty("process-pool", "exit", [lost("task 4: Error: gone")]),
    ]);
    expect(first?.text).toBe(
      "Process pool survives all 2 faults of a task. At least one fault ends the program with sequential. " +
        "Strategies that use workers were given 2.",
    );
    expect(first?.evidence.figures).toEqual({ faults: 2, strategies: 2, cameThrough: 1 });
    expect(sequential?.text).toContain("an exit ended the caller itself, and with it all 8 tasks");
    expect(sequential?.text).toMatch(/The caller saw an error after a throw\.$/);
  });

  it("tells a pool of one worker apart from the usual ones", () => {
    const alone = faulty("process-pool", "kill", [lost("tasks 4, 5: Error: no answer", 2, 2)]);
    const found = findingsOf("worker-dies", [
      faulty("process-pool", "throw", [lost("task 4: Error: x")]),
      faulty("process-pool", "kill", [lost("task 4: Error: gone")]),
      { ...alone, factors: { ...alone.factors, workers: 1 } },
      faulty("sequential", "throw", [lost("task 4: Error: x")]),
      faulty("sequential", "kill", [ended("by SIGKILL")]),
    ]);
    const [all, one] = found;
    expect(all?.text).toMatch(
      /^Process pool survives all 2 faults of a task\. .* It does not hold for process pool with 1 worker\.$/,
    );
    expect(one?.text).toMatch(
      /^Process pool with 1 worker: after a kill no answer came\. A kill cost 2 of 8 tasks and the other 6 finished \(no answer/,
    );
  });

  it("says that a task hung, and gives the range where trials differ", () => {
    const hanging = [lost("task 4: Error: no answer", 1, 1), lost("tasks 4, 5: Error: no answer", 2, 2)];
    const [finding] = findingsOf("worker-dies", [faulty("thread-pool", "exit", hanging, { guard: false })]);
    expect(finding?.text).toBe(
      "Thread pool without its guard: after an exit no answer came. An exit cost 1 to 2 of 8 tasks (no answer came before the deadline). " +
        "The caller saw an error after an exit.",
    );
  });

  it("is silent where no fault was asked for, and failures is silent where one was", () => {
    const plain: Cell = {
      factors: { strategy: "x", workers: 1, tasks: 8 },
      trials: [{ block: 0, status: "failed", wallMs: null }],
    };
    expect(findingsOf("worker-dies", [plain])).toEqual([]);
    expect(findingsOf("failures", [plain])).toHaveLength(1);
    expect(findingsOf("failures", [faulty("sequential", "kill", [ended("by SIGKILL")])])).toEqual([]);
  });
});
