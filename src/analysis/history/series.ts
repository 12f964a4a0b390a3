import { sha256 } from "../../record/id.js";
import type { Factors, Run } from "../../record/schema.js";
import { type CellView, cellViews, groupBy, inReadingOrder } from "../cell-view.js";
import type { CellSummary, RunAnalysis } from "../types.js";
import { type Beside, changedBeside } from "./changed-beside.js";
import { machineKind } from "./machine-kind.js";

/** A run with what its trials say. */
export interface AnalysedRun {
  run: Run;
  analysis: RunAnalysis;
}

/** One run of a series. */
export interface HistoryPoint {
  run: Run;
  /** The cell's own figures in that run: median, interval, failures. */
  cell: CellSummary;
  view: CellView;
  /** What else differs from the point before; empty for the first. */
  beside: Beside[];
}

/** What all points of a series share, and what keeps it apart from every other. */
export interface SeriesIdentity {
  study: string;
  /** `null` where the study has no recorded definition: imports. */
  studyHash: string | null;
  experiment: string;
  /** Key of the cell's factors. */
  cell: string;
  machineKind: string;
  /** "20"; `null` where nothing of Node is recorded. */
  nodeMajor: string | null;
}

/** The same cell over runs of one machine kind, Node major and study definition; oldest point first. */
export interface Series extends SeriesIdentity {
  /** Names the series in addresses; the same for the same identity. */
  slug: string;
  factors: Factors;
  label: string;
  experimentTitle: string;
  points: HistoryPoint[];
}

/**
 * Every series of an archive that has two points or more: ordered by study, then as the newest run orders its experiments
 * and cells.
 */
export function seriesOf(newestFirst: readonly AnalysedRun[]): Series[] {
  const found = newestFirst.flatMap(pointsOf);
  return [...groupBy(found, ({ identity }) => keyOf(identity)).values()].flatMap((newest) => {
    const [latest] = newest;
    if (latest === undefined || newest.length < 2) return [];
    const { identity, title, point } = latest;
    return [
      {
        ...identity,
        slug: slugOf(identity, point.cell.factors),
        factors: point.cell.factors,
        label: point.cell.label,
        experimentTitle: title,
        points: withBeside(newest.map((one) => one.point).toReversed()),
      },
    ];
  });
}

interface Found {
  identity: SeriesIdentity;
  title: string;
  point: Omit<HistoryPoint, "beside">;
}

function pointsOf({ run, analysis }: AnalysedRun): Found[] {
  const shared = {
    study: run.study,
    studyHash: run.studyHash,
    machineKind: machineKind(run.machine),
    nodeMajor: nodeMajor(run),
  };
  return run.experiments.flatMap((experiment, index) => {
    const summaries = new Map(analysis.experiments[index]?.cells.map((cell) => [cell.key, cell]));
    return inReadingOrder(cellViews(experiment)).flatMap((view) => {
      const cell = summaries.get(view.key);
      if (cell === undefined) return [];
      const identity = { ...shared, experiment: experiment.id, cell: view.key };
      return [{ identity, title: experiment.title, point: { run, cell, view } }];
    });
  });
}

function withBeside(points: readonly Omit<HistoryPoint, "beside">[]): HistoryPoint[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    return { ...point, beside: before === undefined ? [] : changedBeside(before.run, point.run) };
  });
}

function nodeMajor({ software }: Run): string | null {
  return software.node?.match(/\d+/)?.[0] ?? null;
}

function keyOf({ study, studyHash, experiment, cell, machineKind: kind, nodeMajor: node }: SeriesIdentity): string {
  return JSON.stringify([study, studyHash, experiment, cell, kind, node]);
}

/** "workers-thread-pool-4-3f9a2c1b": what it is, and a short hash of all that sets it apart. */
function slugOf(identity: SeriesIdentity, { strategy, workers }: Factors): string {
  return `${identity.experiment}-${strategy}-${workers}-${sha256(keyOf(identity)).slice(0, 8)}`;
}
