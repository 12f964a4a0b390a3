import { formatDay } from "../../words/date.js";
import { plural } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { formatTime } from "../../words/time.js";
import { changeWords, evidenceWords, isUndecided, undecidedWords } from "../comparing/change-words.js";
import { estimator } from "../comparing/estimate.js";
import { floorOf, judge } from "../comparing/verdict.js";
import type { Change, Finding } from "../results/run-analysis.js";
import { besideWords, seriesChangeWords } from "./change-words.js";
import type { FollowedSeries } from "./follow.js";
import type { Series } from "./series.js";

/** Changes with a sentence of their own, newest first; the table of the page has all. */
const MOST_CHANGES = 3;

/**
 * The sentences of a series: its changes of level, where its medians lie, and what the latest run says against the one
 * before, each with what changed beside it.
 */
export function historyFindings({ series, changes, values }: FollowedSeries): Finding[] {
  return [...levels({ series, changes, values }), ...range(series), ...latest(series)];
}

function levels({ series, changes, values }: Omit<FollowedSeries, "segments">): Finding[] {
  const newest = changes.toReversed().slice(0, MOST_CHANGES);
  const byControl = values.byControl ? ", times divided by the control cell" : "";
  return newest.map((change) => ({
    id: "history-change",
    text: `Since ${formatDay(change.first.run.startedAt)} the cell ${seriesChangeWords(change)}${byControl === "" ? "" : ` Followed over ${plural(series.points.length, "run")}${byControl}.`}`,
    headline: "",
    detail: "",
    change: null,
    weight: change.confirmed === null ? 85 : 95,
    evidence: {
      figures: { changePercent: change.changePercent, p: change.p, low: change.interval[0], high: change.interval[1] },
    },
  }));
}

function range({ points }: Series): Finding[] {
  const timed = points.flatMap(({ cell }) => cell.medianMs ?? []);
  if (timed.length < 2) return [];
  const [least, most] = [Math.min(...timed), Math.max(...timed)];
  const apart =
    least > 0 && most > least ? `: the longest takes ${timeChange((most / least - 1) * 100, "the shortest")}` : "";
  const ends = [formatTime(least), formatTime(most)];
  const text =
    ends[0] === ends[1]
      ? `The medians of ${plural(timed.length, "run")} are ${timed.length === 2 ? "both" : "all"} ${ends[0]}.`
      : `The medians of ${plural(timed.length, "run")} lie between ${ends[0]} and ${ends[1]}${apart}.`;
  return [
    {
      id: "history-range",
      text,
      headline: "",
      detail: "",
      change: null,
      weight: 50,
      evidence: { figures: { least, most, runs: timed.length } },
    },
  ];
}

function latest(series: Series): Finding[] {
  const change = latestChange(series);
  const last = series.points.at(-1);
  if (change === null || last === undefined) return [];
  const words = latestWords(change);
  const text = `${words}. The two were not interleaved. ${besideWords(last.beside)}`;
  return [
    { id: "history-latest", text, headline: "", detail: "", change: null, weight: 80, evidence: { changes: [change] } },
  ];
}

function latestWords(change: Change): string {
  if (change.ratio === 1 && change.interval === null)
    return `The latest run takes as long as the one before (${evidenceWords(change)})`;
  if (isUndecided(change)) return `From the run before to the latest there is ${undecidedWords(change)}`;
  return `The latest run ${changeWords(change, "the one before")}`;
}

/** The last run of a series against the one before; `null` where the trials give no ratio. */
export function latestChange({ points }: Series): Change | null {
  const [from, to] = points.slice(-2);
  if (from === undefined || to === undefined) return null;
  const estimate = estimator(false)(from.cell, to.cell);
  const [change] = judge([{ from: from.cell, to: to.cell, estimate }], floorOf(from.run.machine, to.run.machine));
  return change === undefined || change.ratio === null ? null : change;
}
