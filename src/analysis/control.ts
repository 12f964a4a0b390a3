import type { Run } from "../record/schema.js";
import { median } from "../stats/median.js";
import type { CellView } from "./cell-view.js";
import { estimator, RANKS_FROM } from "./estimate.js";
import type { MatchedCell } from "./match-cells.js";
import type { ControlComparison } from "./types.js";
import { floorOf, judge } from "./verdict.js";

/** The control cells of two runs, where dividing by them is sound. */
export interface ControlPair {
  a: CellView;
  b: CellView;
}

/**
 * The control cells of two runs; `null` where neither has one. Dividing by them is sound where both are of the same work,
 * size, machine and Node, in ten blocks or more on either side: from there on the comparison rests on ranks, and a single
 * disturbed control trial moves nothing.
 */
export function controlBetween(a: Run, b: Run): { pair: ControlPair | null; comparison: ControlComparison } | null {
  if (a.control === undefined && b.control === undefined) return null;
  const pair = { a: controlView(a), b: controlView(b) };
  const unlike = whyUnlike(a, b);
  if (unlike !== null) return { pair: null, comparison: { used: false, whyNot: unlike, change: null } };
  const fewest = Math.min(pair.a.times.length, pair.b.times.length);
  const estimate = estimator(false)(pair.a, pair.b);
  const [change = null] = judge([{ from: pair.a, to: pair.b, estimate }], floorOf(a.machine, b.machine));
  const whyNot =
    fewest < RANKS_FROM ? `it is in ${fewest} blocks of one of the runs, and ${RANKS_FROM} are needed` : null;
  return { pair: whyNot === null ? pair : null, comparison: { used: false, whyNot, change } };
}

function whyUnlike(a: Run, b: Run): string | null {
  if (a.control === undefined || b.control === undefined) return "only one of the runs has it";
  if (a.control.workload !== b.control.workload || a.control.n !== b.control.n) return "its work is not the same";
  if (a.machine.id !== b.machine.id) return "the machines are not the same";
  return a.software.node === b.software.node ? null : "Node is not the same";
}

/**
 * The cells of a match with every time divided by that of the control cell in the same block, and set back to ms by the
 * control cell's median over both runs. What slows a block down slows both, and cancels; what noise the control cell has
 * stays in the spread of the quotients, and so widens the intervals. Blocks without a control time are left out.
 */
export function divideByControl({ a, b }: ControlPair): (cell: MatchedCell) => MatchedCell {
  const typicalMs = median([...a.times, ...b.times].map(({ wallMs }) => wallMs));
  return (cell) => ({ ...cell, a: divided(cell.a, a, typicalMs), b: divided(cell.b, b, typicalMs) });
}

function divided(view: CellView, control: CellView, typicalMs: number): CellView {
  const byBlock = new Map(control.times.map(({ block, wallMs }) => [block, wallMs]));
  const times = view.times.flatMap(({ block, wallMs }) => {
    const controlMs = byBlock.get(block);
    return controlMs === undefined ? [] : [{ block, wallMs: (wallMs * typicalMs) / controlMs }];
  });
  return { ...view, times };
}

/** The control cell as any other cell is seen. */
function controlView({ control }: Run): CellView {
  const trials = control?.trials ?? [];
  const work = control === undefined ? {} : { workload: control.workload, n: control.n };
  return {
    factors: { strategy: "sequential", workers: 1, tasks: 1, ...work },
    key: "control",
    label: "control cell",
    size: "control",
    variant: "control",
    times: trials.flatMap(({ block, wallMs }) => (wallMs === null || wallMs === 0 ? [] : [{ block, wallMs }])),
    belowResolution: false,
    index: 0,
  };
}
