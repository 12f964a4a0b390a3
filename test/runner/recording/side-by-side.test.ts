import { describe, expect, it } from "vitest";
import { ownFigures, turnsOf } from "../../../src/runner/recording/side-by-side.js";
import type { RunCell } from "../../../src/runner/request/run-cells.js";

const HALVES = ["0", "1"] as const;

/** Cells of two versions on these numbers of workers; `alone`: in turn. */
function cells(workers: readonly number[], { alone = false, command = false } = {}): RunCell[] {
  const versions = { before: "a", after: "b", ...(alone ? {} : { sideBySide: true as const }) };
  const definition = { versions, ...(command && { variants: {} }) };
  const each = workers.flatMap((count) => ["a", "b"].map((version) => ({ count, version })));
  return each.map(({ count, version }, cell) => {
    const factors = { strategy: "thread-pool", workers: count, more: { version } };
    return { experiment: 0, cell, definition, factors } as unknown as RunCell;
  });
}

describe("the turns of a block", () => {
  const all = cells([1, 2]);
  const blocks = [0, 1, 2, 3].map((block) => turnsOf(all, { seed: 7, block }, HALVES));

  it("have both versions of a cell, every place once", () => {
    for (const turns of blocks) {
      expect(turns.map((turn) => turn.map(({ cell }) => cell.factors.workers)).toSorted()).toEqual([
        [1, 1],
        [2, 2],
      ]);
      expect(turns.flat().map(({ place }) => place.position)).toEqual([0, 1, 2, 3]);
    }
  });

  it("give each version each half equally often, and each start", () => {
    for (const cell of all) {
      const sides = blocks.map((turns) => turns.flat().find((side) => side.cell === cell));
      expect(sides.map((side) => side?.place.cpus).toSorted()).toEqual(["0", "0", "1", "1"]);
      expect(sides[0]?.place.cpus).not.toBe(sides[1]?.place.cpus);
      const firsts = blocks.filter((turns) => turns.some(([first]) => first?.cell === cell));
      expect(firsts).toHaveLength(2);
    }
    for (const turn of blocks.flat()) expect(new Set(turn.map(({ place }) => place.cpus)).size).toBe(2);
  });

  it("have one trial each, bound to nothing, where versions run in turn, in the order of the seed", () => {
    const alone = cells([1, 2, 4], { alone: true });
    const turns = turnsOf(alone, { seed: 7, block: 0 }, undefined);
    expect(turns.map((turn) => turn.length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(turns.flat().every(({ place }) => !("cpus" in place))).toBe(true);
  });
});

describe("a cell side by side", () => {
  it("has no CPU time where programs that ran at once are counted together", () => {
    const trial = { block: 0, status: "ok" as const, wallMs: 5, userMs: 3, sysMs: 1 };
    const of = (cell: RunCell | undefined) => ownFigures(cell as RunCell, trial);
    expect(of(cells([1], { command: true })[0])).toMatchObject({ wallMs: 5, userMs: null, sysMs: null });
    expect(of(cells([1])[0])).toEqual(trial);
    expect(of(cells([1], { command: true, alone: true })[0])).toEqual(trial);
  });
});
