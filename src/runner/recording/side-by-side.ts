import type { Trial } from "../../record/schema/run-schema.js";
import { isCommand } from "../../study/command-line.js";
import { blockOrder } from "../../study/schedule.js";
import { withoutVersion } from "../../study/versions.js";
import type { Processors } from "../processors/processors.js";
import type { Place, RunCell } from "../request/run-cells.js";

/** A trial of a block, at its place. */
export interface Side {
  cell: RunCell;
  place: Place;
}

/** Trials that run at once: one, or those of two versions side by side. */
export type Turn = readonly Side[];

/** How many cells share a turn with this one, itself among them. */
export function sidesOf({ definition }: Pick<RunCell, "definition">): 1 | 2 {
  return definition.versions?.sideBySide === true ? 2 : 1;
}

/**
 * The turns of a block in its shuffled order. Of versions side by side each has its half of the processors, and the other half
 * in the next block: a faster half helps neither. Which is started first changes every second block.
 */
export function turnsOf(
  cells: readonly RunCell[],
  { seed, block }: { seed: number; block: number },
  halves: Processors["halves"],
): Turn[] {
  const groups = new Map<string, RunCell[]>();
  for (const cell of cells) {
    const key = sidesOf(cell) === 2 ? pairKey(cell) : `${cell.experiment} ${cell.cell}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const numbered = [...groups.values()].map((group, number) => ({ group, number }));
  let position = 0;
  return blockOrder(numbered, seed, block).map(({ group, number }) => {
    const sides = group.map((cell, side) => ({
      cell,
      cpus: sidesOf(cell) === 2 ? halves?.[(side + block + number) % 2] : undefined,
    }));
    const ordered = Math.floor(block / 2) % 2 === 0 ? sides : sides.toReversed();
    return ordered.map(({ cell, cpus }) => ({
      cell,
      place: { block, position: position++, ...(cpus === undefined ? {} : { cpus }) },
    }));
  });
}

/**
 * The trial without what is not its own: the CPU time of programs that ran at once is counted together. A trial in a host counts
 * its own.
 */
export function ownFigures(cell: RunCell, trial: Trial): Trial {
  return sidesOf(cell) === 1 || !isCommand(cell.definition) ? trial : { ...trial, userMs: null, sysMs: null };
}

/** What the cells of two versions of one combination have in common. */
export function pairKey({ experiment, definition, factors }: RunCell): string {
  return JSON.stringify([experiment, { ...factors, more: withoutVersion(definition, factors.more ?? {}) }]);
}
