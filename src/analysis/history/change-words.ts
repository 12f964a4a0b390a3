import { formatDay } from "../../words/date.js";
import { measuredChange, measureVerb } from "../../words/measure.js";
import { plural, probability } from "../../words/number.js";
import { intervalWords } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import type { SeriesChange, SeriesDrift } from "./follow.js";
import type { RecordedDifference } from "./series.js";

/** "takes 20.1 % more time (95 % interval 19.2 to 21.0 % more)". */
export function levelWords({ changePercent, interval, measure }: SeriesChange): string {
  return `${measureVerb(measure)} ${measuredChange(changePercent, measure)} (95 % interval ${intervalWords(interval)})`;
}

/** "confirmed (18 runs at the new level, p under 0.0001)", "suspected (4 runs at the new level; later ones will tell)". */
export function stateWords({ confirmed, after, p }: SeriesChange): string {
  const runs = `${plural(after.runs, "run")} at the new level`;
  return confirmed === null ? `suspected (${runs}; later ones will tell)` : `confirmed (${runs}, p ${probability(p)})`;
}

/** "Beside it changed: Node (20.1.0 to 20.2.0)." */
export function besideWords(beside: readonly RecordedDifference[]): string {
  if (beside.length === 0) return "Of what is recorded nothing changed beside it.";
  return `Beside it changed: ${list(beside.map(({ what, from, to }) => `${what} (${from} to ${to})`))}.`;
}

/** Every sentence of a change, without when. */
export function seriesChangeWords(change: SeriesChange): string {
  return `${levelWords(change)}, ${stateWords(change)}. ${besideWords(change.beside)}`;
}

/** "drifting since 3 Jan 2026, about 12.1 % more time over 40 runs", "drifted from 3 Jan 2026 to 4 Feb 2026, about ...". */
export function driftWords({ since, until, goesOn, changePercent, runs, measure }: SeriesDrift): string {
  const [from, to] = [since, until].map(({ run }) => formatDay(run.startedAt));
  const size = `about ${measuredChange(changePercent, measure)}`;
  return goesOn
    ? `drifting since ${from}, ${size} over ${plural(runs, "run")}`
    : `drifted from ${from} to ${to}, ${size}`;
}
