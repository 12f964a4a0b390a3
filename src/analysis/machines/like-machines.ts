import { group } from "d3-array";
import type { RunFacts } from "../../record/folder/run-facts.js";
import { largest, smallest } from "../../record/limits/extremes.js";
import { nodeMajor } from "../../record/schema/interpreter-names.js";
import type { Factors } from "../../record/schema/run-schema.js";
import { mean } from "../../stats/mean.js";
import { median } from "../../stats/median.js";
import { serialCorrelation } from "../../stats/serial-correlation.js";
import { standardDeviation } from "../../stats/standard-deviation.js";
import { type GroupMean, groupMean, spreadOfMeans } from "../../stats/unequal-groups.js";
import type { Measure } from "../../words/measure.js";
import { isTimed } from "../cells/cell-view.js";
import { logTimes } from "../cells/usable-times.js";
import { toPercent } from "../comparing/estimate.js";
import { floorOf, MAX_Q, qValuesOf } from "../comparing/verdict.js";
import type { Interval } from "../results/run-analysis.js";
import { measureKey } from "../two-runs/common-measure.js";
import { machineKind } from "../two-runs/machine-kind.js";
import type { CellDigest, ExperimentDigest } from "../two-runs/run-digest.js";
import { type Apart, differP, standingApart } from "./apart.js";

/** The run of a machine, with the figures of its cells. */
export interface MachineRun {
  run: RunFacts;
  experiments: readonly ExperimentDigest[];
}

/** Machines of equal hardware and system that recorded one definition of a study with one major version of Node. */
export interface LikeMachines {
  runs: readonly MachineRun[];
  /** Smallest difference in percent that is called one. */
  floorPercent: number;
  cells: LikeCell[];
}

/** A cell on several like machines. */
export interface LikeCell {
  experiment: string;
  title: string;
  key: string;
  label: string;
  factors: Factors;
  measure?: Measure | undefined;
  /** The runs that have enough of it. */
  runs: readonly MachineRun[];
  /** Least and largest of their medians. */
  medians: Interval;
  /** Standard deviation between machines, their noise taken out, and of single repeats within a machine, both in percent. */
  betweenPercent: number;
  withinPercent: number;
  /** As in {@link differP}, and corrected over all cells of all groups of like machines. */
  p: number;
  q: number;
  /** Whether the machines differ by more than their noise. */
  differs: boolean;
  /** Machines that stand apart from those that are alike; `null` where no majority of them is alike. */
  apart: (Omit<Apart, "index"> & { run: MachineRun })[] | null;
}

/** Fewer repeats do not tell how noisy a machine is. */
export const FEWEST_REPEATS = 10;
/** Most cells of a group that are tested; pages show no more. */
export const MOST_CELLS = 500;

/**
 * Which cells differ between like machines by more than the noise within them. Decided once: all cells of all groups are one
 * family (Benjamini and Hochberg, q of 0.05), and some machine must be at the floor or beyond. Who stands apart is asked of
 * decided cells alone, at the level that selecting them leaves (Benjamini and Bogomolov, Journal of the Royal Statistical Society
 * B 76, 2014). METHOD.md has the rates of false alarms.
 *
 * @param runs one of each machine
 */
export function likeMachines(runs: readonly MachineRun[]): LikeMachines[] {
  const groups = [...group(runs, likeKey).values()].filter(({ length }) => length > 1);
  const tested = groups.map((members) => ({ members, cells: testedCells(members) }));
  const qValues = qValuesOf(tested.flatMap(({ cells }) => cells.map(({ p }) => p)));
  let used = 0;
  const judged = tested.map(({ members, cells }) => {
    const floorPercent = floorOf(...members.map(({ run }) => run.machine));
    const withQ = cells.map((cell) => {
      const q = qValues[used++] ?? 1;
      return { cell, q, differs: q <= MAX_Q && reachOf(cell.means) >= Math.log1p(floorPercent / 100) };
    });
    return { members, floorPercent, withQ };
  });
  const decided = judged.reduce((sum, { withQ }) => sum + withQ.filter(({ differs }) => differs).length, 0);
  const level = (MAX_Q * decided) / Math.max(1, used);
  return judged.map(({ members, floorPercent, withQ }) => ({
    runs: members,
    floorPercent,
    cells: withQ.map(({ cell, q, differs }) => {
      const { means, ...shown } = cell;
      return { ...shown, q, differs, apart: differs ? apartOf(cell, level, floorPercent) : [] };
    }),
  }));
}

/** Text that runs of like machines share; the one of a machine that nothing is known of is its own. */
export function likeKey({ run }: MachineRun): string {
  return JSON.stringify([machineKind(run.machine), run.studyHash, nodeMajor(run.software.node)]);
}

type TestedCell = Omit<LikeCell, "q" | "differs" | "apart"> & { means: GroupMean[] };

function apartOf({ means, runs, measure }: TestedCell, level: number, floorPercent: number): LikeCell["apart"] {
  const found = standingApart(means, { level, leastLog: Math.log1p(floorPercent / 100), measure });
  return found?.map(({ index, ...change }) => ({ run: runs[index] as MachineRun, ...change })) ?? null;
}

/** Distance of the farthest mean from the middle of them all. */
function reachOf(means: readonly GroupMean[]): number {
  const middle = median(means.map((one) => one.mean));
  return largest(means.map((one) => Math.abs(one.mean - middle)));
}

function testedCells(members: readonly MachineRun[]): TestedCell[] {
  const cells = members.flatMap((run) =>
    run.experiments.flatMap(({ id, title, cells }) =>
      cells.flatMap((cell) =>
        isTimed(cell) && cell.times.length >= FEWEST_REPEATS ? [{ run, cell, id, title, logs: logTimes(cell) }] : [],
      ),
    ),
  );
  const byKey = group(cells, ({ id, cell }) => `${id}/${cell.key}/${measureKey(cell.measure)}`);
  const shared = [...byKey.values()].filter(({ length }) => length > 1).slice(0, MOST_CELLS);
  const r = correlationOf(shared.flatMap((of) => of.map(({ logs }) => logs)));
  return shared.map((of) => {
    const [{ cell, id, title }] = of as [(typeof of)[number]];
    const means = of.map(({ logs }) => groupMean(logs, r));
    const medians = of.flatMap((one) => one.cell.medianMs ?? []);
    return {
      experiment: id,
      title,
      ...wordsOf(cell),
      runs: of.map(({ run }) => run),
      medians: [smallest(medians), largest(medians)],
      betweenPercent: toPercent(spreadOfMeans(means)),
      withinPercent: toPercent(Math.sqrt(mean(of.map(({ logs }) => standardDeviation(logs) ** 2)))),
      p: differP(means),
      means,
    };
  });
}

function wordsOf({ key, label, factors, measure }: CellDigest) {
  return { key, label, factors, measure };
}

/** What the repeats of like machines have of the ones before them, over all of their cells. */
function correlationOf(logs: readonly (readonly number[])[]): number {
  const residuals = logs.flatMap((values) => {
    const spread = standardDeviation(values);
    const middle = mean(values);
    return spread === 0 ? [] : [values.map((value) => (value - middle) / spread)];
  });
  return serialCorrelation(residuals, residuals.length, 1);
}
