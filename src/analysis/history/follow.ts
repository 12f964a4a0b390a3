import type { Measure } from "../../words/measure.js";
import { floorOf } from "../comparing/verdict.js";
import { type FindChanges, findChanges } from "./change-points.js";
import { type Drift, type LevelChange, levelsOf, type Segment } from "./changes.js";
import { changedBeside, type HistoryPoint, type RecordedDifference, type Series } from "./series.js";
import { type SeriesValues, valuesOf } from "./values.js";

/** A change of level with the runs that it lies between. Places are those of the series' points. */
export interface SeriesChange extends LevelChange {
  /** What the levels are of; absent: the time. */
  measure?: Measure;
  /** The last run before it, and the first at the new level. */
  last: HistoryPoint;
  first: HistoryPoint;
  /** The run whose coming confirmed it; `null`: it is suspected. */
  confirmed: HistoryPoint | null;
  /** What else is recorded to differ between those two runs. */
  beside: RecordedDifference[];
}

/** A steady change with the runs that it began and, so far, ended with. */
export interface SeriesDrift extends Drift {
  /** What drifts; absent: the time. */
  measure?: Measure;
  runs: number;
  since: HistoryPoint;
  until: HistoryPoint;
  /** Whether the latest run belongs to it. */
  goesOn: boolean;
}

/** A series with its levels: what became slower or faster, and when. */
export interface FollowedSeries {
  series: Series;
  values: SeriesValues;
  segments: Segment[];
  changes: SeriesChange[];
  drifts: SeriesDrift[];
}

/**
 * Finds the levels of a series and what changed beside each change. Only the points that have a time count; the floor is
 * that of the series' machines, 2 % at least.
 *
 * @param find finds the changes of a stretch; whoever asks may know them already
 */
export function followSeries(series: Series, find: FindChanges = findChanges): FollowedSeries {
  const values = valuesOf(series);
  const measure = series.points.at(-1)?.cell.measure;
  const of = measure && { measure };
  const places = values.ms.flatMap((ms, place) => (ms === null ? [] : place));
  const at = (index: number) => places[index] as number;
  const floor = floorOf(...series.points.map(({ run }) => run.machine));
  const timed = values.ms.flatMap((ms) => ms ?? []);
  const { segments, changes } = levelsOf(timed, floor, find);
  const placed = (segment: Segment): Segment => ({ ...segment, from: at(segment.from), to: at(segment.to) });
  return {
    series,
    values,
    segments: segments.map(placed),
    drifts: segments.flatMap(({ drift, from, to, runs }, index): SeriesDrift[] => {
      if (drift === null) return [];
      const [since, until] = [series.points[at(from)], series.points[at(to)]] as [HistoryPoint, HistoryPoint];
      return [{ ...of, ...drift, runs, since, until, goesOn: index === segments.length - 1 }];
    }),
    changes: changes.map((change): SeriesChange => {
      const [last, first] = [series.points[at(change.before.to)], series.points[at(change.at)]] as [
        HistoryPoint,
        HistoryPoint,
      ];
      const confirmedBy = change.confirmedBy === null ? null : at(change.confirmedBy);
      return {
        ...of,
        ...change,
        at: at(change.at),
        before: placed(change.before),
        after: placed(change.after),
        confirmedBy,
        last,
        first,
        confirmed: confirmedBy === null ? null : (series.points[confirmedBy] ?? null),
        beside: changedBeside(last.run, first.run),
      };
    }),
  };
}
