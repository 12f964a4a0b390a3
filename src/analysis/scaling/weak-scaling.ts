import { group } from "d3-array";
import type { Cell, Experiment } from "../../record/schema/run-schema.js";
import { benjaminiHochberg } from "../../stats/benjamini-hochberg.js";
import { brownForsythe, type Units } from "../../stats/brown-forsythe.js";
import { mean } from "../../stats/mean.js";
import { median } from "../../stats/median.js";
import { moreOf } from "../cells/cell-keys.js";
import { type FactorName, isOneThread, lineWords } from "../cells/cell-labels.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { usableCores } from "../cells/ideal-speed-up.js";
import { taskedTrials } from "../cells/task-times.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import type { CellChange, Comparisons } from "../comparing/comparisons.js";
import { thresholdIn } from "./thresholds/standing.js";

/** Fewer worker counts show no threshold. */
const FEWEST_COUNTS = 3;
/** With fewer trials of a cell, their median is too near to them to tell how they spread. */
export const TRIALS_FOR_SPREAD = 5;
const MAX_Q = 0.05;

/** Cells of one strategy with a task for every worker, the fewest workers first. */
export type WeakLine = readonly [CellView, ...CellView[]];

/** The lines of an experiment in which the tasks grow with the workers: weak scaling. */
export function weakLines(views: readonly CellView[], { division }: Pick<Experiment, "division">): WeakLine[] {
  if (division === "shares") return [];
  const workers = views.filter(({ factors }) => !isOneThread(factors.strategy) && factors.launch !== "all-at-once");
  const workOf = ({ variant, factors }: CellView) =>
    JSON.stringify([variant, factors.workload, factors.n, moreOf(factors, "work")]);
  return [...group(workers, workOf).values()]
    .filter((line) => line.every(({ factors }) => factors.tasks === factors.workers))
    .map((line) => line.filter(isTimed))
    .filter((line) => line.length >= FEWEST_COUNTS)
    .map((line) => line.toSorted((a, b) => a.factors.workers - b.factors.workers) as [CellView, ...CellView[]]);
}

/** Words of a line: the strategy, and the work apart from the number of tasks. */
export function weakLineWords([first]: WeakLine, varying: readonly FactorName[]): string {
  return lineWords(
    first.factors,
    varying.filter((name) => name !== "tasks"),
  );
}

/** Up to how many workers the time of a line is level. */
export interface Threshold {
  /** Each further cell against the first. */
  changes: CellChange[];
  /** The most workers, without a gap, that are shown to take no longer than the fewest: the same within 3 %, or less. */
  levelTo: CellView;
  /** The first that is shown to take longer. */
  firstLonger: CellChange | null;
  /** Those between, for which neither is shown. */
  open: CellChange[];
}

/** Up to how many workers tasks do not slow each other down; `null` where no cell has two trials. */
export function thresholdOf([first, ...rest]: WeakLine, { decide }: Pick<Comparisons, "decide">): Threshold | null {
  const changes = rest.map((to) => decide(first, to));
  if (changes.every(({ change }) => change.interval === null)) return null;
  const { last, end, open } = thresholdIn(changes, ({ change: { verdict } }) =>
    verdict === "slower" ? "fails" : verdict === "inconclusive" ? "open" : "holds",
  );
  return { changes, levelTo: last?.to ?? first, firstLonger: end ?? null, open };
}

/** Spread of the task times of one cell. */
export interface Spread {
  view: CellView;
  /** Typical distance of a task's time from the cell's median, as a share of it. */
  share: number;
  /** Brown-Forsythe against the other cells within the cores, corrected over the line; `null` for the first cell. */
  q: number | null;
  /** No more workers than physical cores, or the fewest: one of those that the others are tested against. */
  isWithin: boolean;
  /** Clearly wider than those. */
  isWider: boolean;
}

type SpreadInput = Pick<AnalysedExperiment, "cellOf" | "machine">;

/**
 * Spread of the tasks' times for every worker count, tested against the cells within the physical cores. The trial is
 * the unit: tasks of one trial share its conditions.
 *
 * @returns `null` where some cell has fewer trials than {@link TRIALS_FOR_SPREAD}
 */
export function spreadsOf(line: WeakLine, { cellOf, machine }: SpreadInput): Spread[] | null {
  const units = line.map((view) => centred(cellOf(view)));
  if (units.some(({ length }) => length < TRIALS_FOR_SPREAD)) return null;
  const usable = usableCores(machine, line[0].factors) ?? 1;
  // Cores that no other hardware thread shares.
  const cores = Math.min(usable, machine.physicalCores ?? usable);
  const within = line.map(({ factors }, index) => index === 0 || factors.workers <= cores);
  const tests = line.map((_, index) => {
    const reference = units.filter((_, other) => other !== index && within[other]);
    return index === 0 ? null : brownForsythe([reference.flat(), units[index] as Units]);
  });
  const qValues = benjaminiHochberg(tests.flatMap((test) => test?.p ?? []));
  return line.map((view, index) => {
    const q = tests[index] ? (qValues[index - 1] as number) : null;
    const [usual = 0, own = 0] = tests[index]?.spreads ?? [];
    const share = Math.expm1(mean((units[index] as Units).flatMap((unit) => mean(unit.map(Math.abs)))));
    return { view, share, q, isWithin: within[index] === true, isWider: q !== null && q <= MAX_Q && own > usual };
  });
}

/** Logs of the tasks' times of each trial, less the cell's median: what is left is their spread. */
function centred(cell: Cell): Units {
  const logs = taskedTrials(cell).map(({ taskMs }) => taskMs.map(Math.log));
  const centre = logs.length === 0 ? 0 : median(logs.flat());
  return logs.map((unit) => unit.map((log) => log - centre));
}
