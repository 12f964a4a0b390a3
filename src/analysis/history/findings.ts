import { largest, smallest } from "../../record/limits/extremes.js";
import { formatDay } from "../../words/date.js";
import { type Statement, statement } from "../../words/headline.js";
import { measured, measuredChange, measureVerb } from "../../words/measure.js";
import { plural, probability } from "../../words/number.js";
import { intervalWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { estimator } from "../comparing/estimate.js";
import { floorOf, judge } from "../comparing/verdict.js";
import type { Change, Finding } from "../results/run-analysis.js";
import { changeDetail, changeHeadline } from "../two-runs/change-statement.js";
import { besideWords, driftWords } from "./change-words.js";
import type { FollowedSeries, SeriesChange } from "./follow.js";
import type { Series } from "./series.js";

/** Changes with a sentence of their own, newest first; the table of the page has all. */
const MOST_CHANGES = 3;

/**
 * The sentences of a series: its drifts and changes of level, where its medians lie, and what the latest run says against
 * the one before, each with what changed beside it.
 */
export function historyFindings(followed: FollowedSeries): Finding[] {
  return [...drifts(followed), ...levels(followed), ...range(followed.series), ...latest(followed.series)];
}

function finding(
  id: string,
  says: Statement,
  weight: number,
  evidence: Finding["evidence"],
  change: Change | null = null,
): Finding {
  return { id, ...says, change, weight, evidence };
}

function drifts({ drifts: all, values, series }: FollowedSeries): Finding[] {
  return all.toReversed().map((drift) => {
    const { changePercent, interval, p, goesOn } = drift;
    const detail =
      `It goes from run to run, not in a step: the 95 % interval is ${intervalWords(interval)} from its first run to its last.` +
      followedOver(values.byControl, series);
    return finding("history-drift", statement(sentenceCase(driftWords(drift)), detail), goesOn ? 94 : 84, {
      figures: { changePercent, p, low: interval[0], high: interval[1], runs: drift.runs },
    });
  });
}

function levels({ series, changes, values }: FollowedSeries): Finding[] {
  const newest = changes.toReversed().slice(0, MOST_CHANGES);
  return newest.map((change) => {
    const { changePercent, interval, p, measure } = change;
    const since = `${measuredChange(changePercent, measure)} since ${formatDay(change.first.run.startedAt)}`;
    const isConfirmed = change.confirmed !== null;
    const detail =
      `The 95 % interval is ${intervalWords(interval)}. ${stateSentence(change)} ${besideWords(change.beside)}` +
      followedOver(values.byControl, series);
    return finding(
      "history-change",
      statement(isConfirmed ? `${sentenceCase(measureVerb(measure))} ${since}` : `Suspected: ${since}`, detail),
      isConfirmed ? 95 : 85,
      { figures: { changePercent, p, low: interval[0], high: interval[1] } },
    );
  });
}

function stateSentence({ confirmed, after, p }: SeriesChange): string {
  const runs = `${plural(after.runs, "run")} ${after.runs === 1 ? "lies" : "lie"} at the new level`;
  return confirmed === null
    ? `${runs}; later ones will tell.`
    : `It is confirmed: ${runs}, with a p of ${probability(p)}.`;
}

function followedOver(byControl: boolean, { points }: Series): string {
  return byControl ? ` Followed over ${plural(points.length, "run")}, times divided by the control cell.` : "";
}

function range({ points }: Series): Finding[] {
  const timed = points.flatMap(({ cell }) => cell.medianMs ?? []);
  if (timed.length < 2) return [];
  const [least, most] = [smallest(timed), largest(timed)];
  const measure = points.at(-1)?.cell.measure;
  const [low, high] = [measured(least, measure), measured(most, measure)];
  const ends = measure === undefined ? ["longest", "shortest"] : ["highest", "lowest"];
  const runs = plural(timed.length, "run");
  const says =
    low === high
      ? statement(`${low} in the median of ${timed.length === 2 ? "both" : `all ${runs}`}`)
      : statement(
          `Between ${low} and ${high} over ${runs}`,
          `These are medians of the runs; the ${ends[0]} ${measureVerb(measure)} ${measuredChange((most / least - 1) * 100, measure, `the ${ends[1]}`)}.`,
        );
  return [finding("history-range", says, 50, { figures: { least, most, runs: timed.length } })];
}

function latest(series: Series): Finding[] {
  const change = latestChange(series);
  const last = series.points.at(-1);
  if (change === null || last === undefined) return [];
  const detail = `${changeDetail(change)} The two were not interleaved. ${besideWords(last.beside)}`;
  const says = statement(changeHeadline(change, "the latest run", "the one before"), detail);
  return [finding("history-latest", says, 80, { changes: [change] }, change)];
}

/** The last run of a series against the one before; `null` where the trials give no ratio. */
export function latestChange({ points }: Series): Change | null {
  const [from, to] = points.slice(-2);
  if (from === undefined || to === undefined) return null;
  const estimate = estimator(false)(from.cell, to.cell);
  const [change] = judge([{ from: from.cell, to: to.cell, estimate }], floorOf(from.run.machine, to.run.machine));
  return change === undefined || change.ratio === null ? null : change;
}
