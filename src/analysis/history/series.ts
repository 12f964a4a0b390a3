import { sha256 } from "../../record/id.js";
import type { Factors } from "../../record/schema.js";
import { type CellView, groupBy } from "../cell-view.js";
import type { PointCell, RunDigest, RunFacts } from "../digest.js";
import { type Beside, changedBeside } from "./changed-beside.js";
import { machineKind } from "./machine-kind.js";

/** One run of a series. */
export interface HistoryPoint {
  run: RunFacts;
  /** The cell's own figures in that run: median, interval, failures. */
  cell: PointCell;
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
export function seriesOf(newestFirst: readonly Pick<RunDigest, "run" | "experiments">[]): Series[] {
  const besideOf = rememberBeside();
  const found = newestFirst.flatMap(pointsOf);
  return [...groupBy(found, ({ group }) => group).values()].flatMap((newest) => {
    const [latest] = newest;
    if (latest === undefined || newest.length < 2) return [];
    const { shared, experiment, title, point } = latest;
    const identity = { ...shared, experiment, cell: point.cell.key };
    return [
      {
        ...identity,
        slug: slugOf(identity, point.cell.factors),
        factors: point.cell.factors,
        label: point.cell.label,
        experimentTitle: title,
        points: withBeside(newest.map((one) => one.point).toReversed(), besideOf),
      },
    ];
  });
}

interface Found {
  shared: Omit<SeriesIdentity, "experiment" | "cell">;
  experiment: string;
  title: string;
  /** Equal for the points of one series. */
  group: string;
  point: Omit<HistoryPoint, "beside">;
}

function pointsOf({ run, experiments }: Pick<RunDigest, "run" | "experiments">): Found[] {
  const shared = {
    study: run.study,
    studyHash: run.studyHash,
    machineKind: machineKind(run.machine),
    nodeMajor: nodeMajor(run),
  };
  const ofRun = JSON.stringify(shared);
  return experiments.flatMap(({ id, title, cells }) =>
    cells.map((cell) => ({
      shared,
      experiment: id,
      title,
      group: `${id} ${cell.key} ${ofRun}`,
      point: { run, cell, view: cell },
    })),
  );
}

type BesideOf = (before: RunFacts, after: RunFacts) => Beside[];

/** All cells of two runs have the same beside them. */
function rememberBeside(): BesideOf {
  const known = new WeakMap<RunFacts, WeakMap<RunFacts, Beside[]>>();
  return (before, after) => {
    const ofBefore = known.get(before) ?? new WeakMap<RunFacts, Beside[]>();
    known.set(before, ofBefore);
    const beside = ofBefore.get(after) ?? changedBeside(before, after);
    ofBefore.set(after, beside);
    return beside;
  };
}

function withBeside(points: readonly Omit<HistoryPoint, "beside">[], besideOf: BesideOf): HistoryPoint[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    return { ...point, beside: before === undefined ? [] : besideOf(before.run, point.run) };
  });
}

function nodeMajor({ software }: RunFacts): string | null {
  return software.node?.match(/\d+/)?.[0] ?? null;
}

function keyOf({ study, studyHash, experiment, cell, machineKind: kind, nodeMajor: node }: SeriesIdentity): string {
  return JSON.stringify([study, studyHash, experiment, cell, kind, node]);
}

/** "workers-thread-pool-4-3f9a2c1b": what it is, and a short hash of all that sets it apart. */
function slugOf(identity: SeriesIdentity, { strategy, workers }: Factors): string {
  return `${identity.experiment}-${strategy}-${workers}-${sha256(keyOf(identity)).slice(0, 8)}`;
}
