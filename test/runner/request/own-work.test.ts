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

it("never ends one of built-in work, unless a hook cannot prepare it", () => {
  expect(judged({}, [failed, failed])).toBe(false);
  expect(judged({ hooks: { prepare: "x" } }, [failed])).toBe(false);
  expect(judged({ hooks: { prepare: "x" } }, [{ ...failed, reason: "prepare-failed" }])).toBe(true);
});
