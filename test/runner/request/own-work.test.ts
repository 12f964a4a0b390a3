import { expect, it } from "vitest";
import { ownWorkFailed } from "../../../src/runner/request/own-work.js";
import type { RunCell } from "../../../src/runner/request/run-cells.js";

const failed = { block: 0, status: "failed", reason: "exit", wallMs: null } as const;
const ok = { block: 0, status: "ok", wallMs: 1 } as const;

/** Cells of one experiment, each with its last trial. */
function judged(definition: object, trials: (typeof failed | typeof ok | object)[], more = {}): boolean {
  const factors = { strategy: "command", workers: 1, more };
  const cells = trials.map((_, cell) => ({ definition, experiment: 0, cell, factors }) as unknown as RunCell);
  const recorded = trials.map((trial) => ({ factors, trials: [trial] }));
  return ownWorkFailed(cells, [{ id: "x", title: "x", division: "tasks", cells: recorded }] as never);
}

it("ends a recording only where the user's own work failed in every cell", () => {
  for (const own of [{ command: "x" }, { module: "x.mjs" }]) {
    expect(judged(own, [failed, { ...failed, status: "timeout" }])).toBe(true);
    expect(judged(own, [failed, ok])).toBe(false);
  }
  expect(judged({ command: "x" }, [failed], { fault: "throw" })).toBe(false);
});

it("ends one of two versions where one of them failed in every cell: there is nothing to compare the other with", () => {
  const definition = { command: "x", versions: { before: "a", after: "b" } };
  const cells = ["a", "b", "a", "b"].map(
    (version, cell) =>
      ({ definition, experiment: 0, cell, factors: { strategy: "command", more: { version } } }) as unknown as RunCell,
  );
  const ends = (trials: (typeof failed | typeof ok)[]) => {
    const recorded = trials.map((trial) => ({ trials: [trial] }));
    return ownWorkFailed(cells, [{ cells: recorded }] as never);
  };
  expect(ends([ok, failed, ok, failed])).toBe(true);
  expect(ends([failed, failed, failed, ok])).toBe(true);
  expect(ends([ok, failed, failed, ok])).toBe(false);
  expect(ends([ok, ok, ok, failed])).toBe(false);
  // A single cell is judged by itself: the other version is not among them.
  expect(ownWorkFailed(cells.slice(0, 1), [{ cells: [{ trials: [ok] }] }] as never)).toBe(false);
});

it("never ends one of built-in work, unless a hook cannot prepare it", () => {
  expect(judged({}, [failed, failed])).toBe(false);
  expect(judged({ hooks: { prepare: "x" } }, [failed])).toBe(false);
  expect(judged({ hooks: { prepare: "x" } }, [{ ...failed, reason: "prepare-failed" }])).toBe(true);
});
