import type { RunFacts } from "../../record/folder/run-facts.js";
import { interpreterNames, nodeMajor } from "../../record/schema/interpreter-names.js";
import { sha256, slugify } from "../../record/schema/run-id.js";
import type { Factors } from "../../record/schema/run-schema.js";
import { machineKind } from "../two-runs/machine-kind.js";
import type { CellDigest, RunDigest } from "../two-runs/run-digest.js";
import { isSameFile } from "../two-runs/same-import.js";

/** One run of a series. */
export interface HistoryPoint {
  run: RunFacts;
  controlCell: RunDigest["controlCell"];
  /** The cell in that run. */
  cell: CellDigest;
  /** What else differs from the point before; empty for the first. */
  beside: RecordedDifference[];
}

/** Fields that all points of a series share and that identify it. */
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
export function seriesOf(newestFirst: readonly ({ run: RunFacts } & Omit<RunDigest, "standing">)[]): Series[] {
  const besideOf = rememberBeside();
  return collect(newestFirst).flatMap(({ identity, latest, points }) => {
    if (points.length < 2) return [];
    const { factors, label } = latest.cell;
    return [
      {
        ...identity,
        slug: slugOf(identity, factors),
        factors,
        label,
        experimentTitle: latest.title,
        points: withBeside(points.toReversed(), besideOf),
      },
    ];
  });
}

/** A series that is being collected, newest point first. */
interface Collected {
  identity: SeriesIdentity;
  latest: { cell: CellDigest; title: string };
  points: Omit<HistoryPoint, "beside">[];
}

/** Every cell with all runs of its series. */
function collect(newestFirst: readonly ({ run: RunFacts } & Omit<RunDigest, "standing">)[]): Collected[] {
  const all: Collected[] = [];
  const byShared = new Map<string, Map<string, Map<string, Collected>>>();
  for (const { run, controlCell, experiments } of newestFirst) {
    const shared = {
      study: run.study,
      studyHash: run.studyHash,
      machineKind: machineKind(run.machine),
      nodeMajor: nodeMajor(run.software.node),
    };
    const byExperiment = within(byShared, JSON.stringify(shared));
    for (const { id, title, cells } of experiments) {
      const byCell = within(byExperiment, id);
      for (const cell of cells) {
        const known = byCell.get(cell.key);
        if (known !== undefined) {
          // A file that was imported twice was measured once.
          if (!known.points.some((point) => isSameFile(point.run, run))) known.points.push({ run, controlCell, cell });
        } else {
          const identity = { ...shared, experiment: id, cell: cell.key };
          const fresh = { identity, latest: { cell, title }, points: [{ run, controlCell, cell }] };
          byCell.set(cell.key, fresh);
          all.push(fresh);
        }
      }
    }
  }
  return all;
}

/** The map under a key, which is made where there is none. */
function within<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const known = maps.get(key) ?? new Map<string, V>();
  maps.set(key, known);
  return known;
}

type BesideOf = (before: RunFacts, after: RunFacts) => RecordedDifference[];

/** All cells of two runs have the same beside them. */
function rememberBeside(): BesideOf {
  const known = new Map<RunFacts, Map<RunFacts, RecordedDifference[]>>();
  return (before, after) => {
    const ofAfter = known.get(after) ?? new Map<RunFacts, RecordedDifference[]>();
    const beside = ofAfter.get(before) ?? changedBeside(before, after);
    known.set(after, ofAfter.set(before, beside));
    return beside;
  };
}

function withBeside(points: readonly Omit<HistoryPoint, "beside">[], besideOf: BesideOf): HistoryPoint[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    return { ...point, beside: before === undefined ? [] : besideOf(before.run, point.run) };
  });
}

function keyOf({ study, studyHash, experiment, cell, machineKind: kind, nodeMajor: node }: SeriesIdentity): string {
  return JSON.stringify([study, studyHash, experiment, cell, kind, node]);
}

/** "workers-thread-pool-4-3f9a2c1b": what it is, and a short hash of all that sets it apart. */
function slugOf(identity: SeriesIdentity, { strategy, workers }: Factors): string {
  return `${identity.experiment}-${slugify(strategy).slice(0, 32).replace(/-$/, "")}-${workers}-${sha256(keyOf(identity)).slice(0, 8)}`;
}

/** Something recorded that differs between a run and the one before it in a series. */
export interface RecordedDifference {
  what: string;
  from: string;
  to: string;
}

type Describe = (run: RunFacts) => string | null | undefined;

/** What may change within a series, whose machine kind, Node major and study definition are one; likeliest first. */
const ASPECTS: Record<string, Describe> = {
  "the measured project's commit": ({ commit }) =>
    commit && `${commit.hash.slice(0, 12)}${commit.dirty ? " with local changes" : ""}`,
  Node: ({ software }) => software.node,
  "other interpreters": ({ software }) => interpreterNames(software),
  "Node options": ({ software }) => software.execArgv && (software.execArgv.join(" ") || "none"),
  "recorded with": ({ software: { tool } }) => `${tool.name} ${tool.version}`,
  kernel: ({ machine }) => machine.osRelease,
  machine: ({ machine }) => `${machine.name} (${machine.id})`,
  "CPU governor": ({ machine }) => machine.governor,
  "scratch file system": ({ machine }) => machine.scratchFileSystem,
};

/** Differences from `before` to `after`; a figure that one of them does not give is no difference. */
export function changedBeside(before: RunFacts, after: RunFacts): RecordedDifference[] {
  return Object.entries(ASPECTS).flatMap(([what, describe]) => {
    const [from, to] = [describe(before), describe(after)];
    return from && to && from !== to ? [{ what, from, to }] : [];
  });
}
