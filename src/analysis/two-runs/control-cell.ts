import { group } from "d3-array";
import type { Control, Run } from "../../record/schema/run-schema.js";
import { geometricMean } from "../../stats/geometric-mean.js";
import { median } from "../../stats/median.js";
import { plural } from "../../words/number.js";
import type { CellView } from "../cells/cell-view.js";
import type { Timing } from "../cells/usable-times.js";
import { estimator, RANKS_FROM } from "../comparing/estimate.js";
import { floorOf, judge } from "../comparing/verdict.js";
import type { ControlComparison } from "../results/run-analysis.js";
import { isSameMachine } from "./machine-kind.js";
import type { MatchedCell } from "./match-cells.js";

/** The control cells of two runs, where dividing by them is sound. */
export interface ControlPair {
  a: ControlOfRun;
  b: ControlOfRun;
}

interface ControlOfRun {
  /** One time a block, seen as the cells of the study are. */
  view: CellView;
  beside: (timing: Timing) => number | null;
}

/**
 * The control cells of two runs; `null` where neither has one. Dividing by them is sound where both are of the same work,
 * size, machine and Node, in ten blocks or more on either side: from there on the comparison rests on ranks, and a single
 * disturbed control trial moves nothing.
 */
export function controlBetween(a: Run, b: Run): { pair: ControlPair | null; comparison: ControlComparison } | null {
  if (a.control === undefined && b.control === undefined) return null;
  const pair = { a: controlOf(a), b: controlOf(b) };
  const unlike = whyUnlike(a, b);
  if (unlike !== null) return { pair: null, comparison: { used: false, whyNot: unlike, change: null } };
  const [from, to] = [pair.a.view, pair.b.view];
  const fewest = Math.min(from.times.length, to.times.length);
  const estimate = estimator(false)(from, to);
  const [change = null] = judge([{ from, to, estimate }], floorOf(a.machine, b.machine));
  const whyNot =
    fewest < RANKS_FROM
      ? `it is in ${plural(fewest, "repeat")} of one of the runs, and ${RANKS_FROM} are needed`
      : null;
  return { pair: whyNot === null ? pair : null, comparison: { used: false, whyNot, change } };
}

function whyUnlike(a: Run, b: Run): string | null {
  if (a.control === undefined || b.control === undefined) return "only one of the runs has it";
  if (a.control.workload !== b.control.workload || a.control.n !== b.control.n) return "its work is not the same";
  if (!isSameMachine(a.machine, b.machine)) return "the machines are not the same";
  return a.software.node === b.software.node ? null : "Node is not the same";
}

/**
 * The cells of a match with every time divided by that of the control cell beside it, and set back to ms by the control
 * cell's median over both runs. What slows those moments down slows both, and cancels; what noise the control cell has
 * stays in the spread of the quotients, and so widens the intervals. Blocks without a control time are left out.
 */
export function divideByControl({ a, b }: ControlPair): (cell: MatchedCell) => MatchedCell {
  const typicalMs = median([...a.view.times, ...b.view.times].map(({ wallMs }) => wallMs));
  return (cell) => ({ ...cell, a: divided(cell.a, a, typicalMs), b: divided(cell.b, b, typicalMs) });
}

function divided(view: CellView, { beside }: ControlOfRun, typicalMs: number): CellView {
  const times = view.times.flatMap((timing) => {
    const controlMs = beside(timing);
    return controlMs === null ? [] : [{ ...timing, wallMs: (timing.wallMs * typicalMs) / controlMs }];
  });
  return { ...view, times };
}

type ControlTrial = Control["trials"][number] & { wallMs: number };

/** The trials of a control cell by block, those that failed left out. */
function byBlock(control: Control | undefined): Map<number, ControlTrial[]> {
  const timed = (control?.trials ?? []).filter(
    (trial): trial is ControlTrial => trial.wallMs !== null && trial.wallMs > 0,
  );
  return group(timed, ({ block }) => block);
}

/** One time a block: the geometric mean, as what was timed within one block is no independent sample. */
export function controlTimes(control: Control | undefined): Timing[] {
  return [...byBlock(control)].map(([block, trials]) => ({
    block,
    wallMs: geometricMean(trials.map(({ wallMs }) => wallMs)),
  }));
}

/**
 * Time of the control cell beside a trial: the geometric mean of the nearest one before it and the nearest one after it,
 * within its block. `null` where the block has none.
 */
export function controlBeside(control: Control | undefined): (timing: Timing) => number | null {
  const blocks = byBlock(control);
  return ({ block, position }) => {
    const trials = blocks.get(block);
    if (trials === undefined) return null;
    const before = trials.findLast((trial) => trial.position <= (position ?? 0));
    const after = trials.find((trial) => trial.position > (position ?? 0));
    return geometricMean([before?.wallMs ?? [], after?.wallMs ?? []].flat());
  };
}

/** Control cell of a run, as a series is divided by it. */
export interface ControlInShort {
  workload: string;
  n: number;
  /** Median over its blocks; `null` where it is in too few. */
  typicalMs: number | null;
}

/** The control cell as the history of other runs asks for it. */
export function controlInShort(control: Control): ControlInShort {
  const times = controlTimes(control).map(({ wallMs }) => wallMs);
  const { workload, n } = control;
  return { workload, n, typicalMs: times.length < RANKS_FROM ? null : median(times) };
}

/** Median of a cell's times over those of the control cell beside them; `null` where fewer than ten have one. */
export function quotientOf(control: Control | undefined): (times: readonly Timing[]) => number | null {
  if (control === undefined) return () => null;
  const beside = controlBeside(control);
  return (times) => {
    const quotients = times.flatMap((timing) => timing.wallMs / (beside(timing) ?? Number.NaN) || []);
    return quotients.length < RANKS_FROM ? null : median(quotients);
  };
}

function controlOf({ control }: Run): ControlOfRun {
  const work = control === undefined ? {} : { workload: control.workload, n: control.n };
  const view = {
    factors: { strategy: "sequential", workers: 1, tasks: 1, ...work },
    key: "control",
    label: "control cell",
    size: "control",
    variant: "control",
    times: controlTimes(control),
    belowResolution: false,
    index: 0,
  };
  return { view, beside: controlBeside(control) };
}
