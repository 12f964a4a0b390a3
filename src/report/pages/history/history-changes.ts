import { signOf } from "../../../analysis/comparing/figure-cost.js";
import { driftWords, levelWords, seriesChangeWords, stateWords } from "../../../analysis/history/change-words.js";
import type { FollowedSeries, SeriesChange, SeriesDrift } from "../../../analysis/history/follow.js";
import { formatDate } from "../../../words/date.js";
import { measured } from "../../../words/measure.js";
import { plural } from "../../../words/number.js";
import { percentInterval, signedPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { paths } from "../../page-model/paths.js";
import { type Address, pageUrl } from "../../page-model/site-address.js";
import { column, linkCell, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import type { FeedItem } from "../overview/feed.js";

/** Changes that the overview lists; each series' page has its own. */
const MOST_RECENT = 20;

/** A change with its series. */
interface Found {
  followed: FollowedSeries;
  change: SeriesChange;
}

/** Changes of all series, newest first. */
function newestFirst(all: readonly FollowedSeries[]): Found[] {
  return all
    .flatMap((followed) => followed.changes.map((change) => ({ followed, change })))
    .sort((a, b) => Date.parse(b.change.first.run.startedAt) - Date.parse(a.change.first.run.startedAt));
}

/** A line of the overview. */
export interface RecentChange {
  href: string;
  cell: string;
  when: string;
  tone: "slower" | "faster";
  text: string;
}

/** The newest changes and drifts of all series, and how many more there are. */
export function recentChanges(all: readonly FollowedSeries[], root: string): { recent: RecentChange[]; more: number } {
  const found = all
    .flatMap((followed) => [
      ...followed.changes.map((change) => ({ ...ofChange(change), followed })),
      ...followed.drifts.map((drift) => ({ ...ofDrift(drift), followed })),
    ])
    .sort((a, b) => Date.parse(b.since.run.startedAt) - Date.parse(a.since.run.startedAt));
  const recent = found.slice(0, MOST_RECENT).map(({ followed: { series }, since, changePercent, measure, text }) => ({
    href: root + paths.history(series),
    cell: `${series.experimentTitle}: ${series.label}`,
    when: formatDate(since.run.startedAt),
    tone: changePercent * signOf(measure) > 0 ? ("slower" as const) : ("faster" as const),
    text: sentenceCase(text),
  }));
  return { recent, more: found.length - recent.length };
}

function ofChange(change: SeriesChange) {
  const { first: since, changePercent, measure } = change;
  return { since, changePercent, measure, text: seriesChangeWords(change) };
}

function ofDrift(drift: SeriesDrift) {
  const { since, changePercent, measure } = drift;
  return { since, changePercent, measure, text: `${driftWords(drift)}.` };
}

/** Every change and drift of one series, newest first; `null` where it has none. */
export function seriesChangesTable({ changes, drifts, values }: FollowedSeries, root: string): TableModel | null {
  if (changes.length === 0 && drifts.length === 0) return null;
  const divided = values.byControl ? " Times are divided by the control cell beside the repeats." : "";
  const drifting = drifts.length > 0 ? ", or where a drift began and ended" : "";
  const rows = [
    ...changes.map((change) => ({
      ...change,
      since: change.first,
      levels: [change.before.level, change.after.level],
      state: stateWords(change),
    })),
    ...drifts.map((drift) => ({
      ...drift,
      levels: [drift.first, drift.last],
      state: `drift over ${plural(drift.runs, "run")}`,
      beside: null,
    })),
  ].sort((a, b) => Date.parse(b.since.run.startedAt) - Date.parse(a.since.run.startedAt));
  return table({
    id: "changes",
    caption: `Changes of level, newest first: geometric means of the runs before and since${drifting}.${divided}`,
    columns: [
      column("since"),
      column("change", "n"),
      column("95 % interval", "n", `${root}glossary/index.html#interval`),
      column("before", "n"),
      column("since then", "n"),
      column("state"),
      column("changed beside it"),
    ],
    rows: rows.map(({ since, changePercent, interval, levels, state, beside, measure }) => ({
      head: linkCell(formatDate(since.run.startedAt), root + paths.run(since)),
      cells: [
        numberCell(signedPercent(changePercent)),
        numberCell(percentInterval(interval)),
        ...levels.map((ms) => numberCell(measured(ms, measure))),
        textCell(state),
        textCell(
          beside === null
            ? "–"
            : beside.map(({ what, from, to }) => `${what}: ${from} to ${to}`).join("; ") || "nothing recorded",
        ),
      ],
    })),
  });
}

/** Confirmed changes as items of a feed: an item comes when a change is confirmed, dated by the run that confirmed it. */
export function changeItems(all: readonly FollowedSeries[], address: Address): FeedItem[] {
  return newestFirst(all).flatMap(({ followed: { series }, change }) => {
    const url = pageUrl(address, paths.history(series));
    if (change.confirmed === null || url === null) return [];
    return [
      {
        title: `${sentenceCase(series.label)}: ${levelWords(change)}`,
        text: [
          `${series.experimentTitle}, since ${formatDate(change.first.run.startedAt)}.`,
          seriesChangeWords(change),
        ],
        url: `${url}#since-${change.first.run.id}`,
        at: change.confirmed.run.finishedAt,
      },
    ];
  });
}
