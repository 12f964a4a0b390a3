import { levelWords, seriesChangeWords, stateWords } from "../../../analysis/history/change-words.js";
import type { FollowedSeries, SeriesChange } from "../../../analysis/history/follow.js";
import { formatDate } from "../../../words/date.js";
import { percentInterval, signedPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
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

/** The newest changes of all series, and how many more there are. */
export function recentChanges(all: readonly FollowedSeries[], root: string): { recent: RecentChange[]; more: number } {
  const found = newestFirst(all);
  const recent = found.slice(0, MOST_RECENT).map(({ followed: { series }, change }) => ({
    href: root + paths.history(series),
    cell: `${series.experimentTitle}: ${series.label}`,
    when: formatDate(change.first.run.startedAt),
    tone: change.changePercent > 0 ? ("slower" as const) : ("faster" as const),
    text: sentenceCase(seriesChangeWords(change)),
  }));
  return { recent, more: found.length - recent.length };
}

/** Every change of one series, newest first; `null` where it has none. */
export function seriesChangesTable({ changes, values }: FollowedSeries, root: string): TableModel | null {
  if (changes.length === 0) return null;
  const divided = values.byControl ? " Times are divided by the control cell beside the trials." : "";
  return table({
    id: "changes",
    caption: `Changes of level, newest first: geometric means of the runs before and since.${divided}`,
    columns: [
      column("since"),
      column("change", "n"),
      column("95 % interval", "n", `${root}glossary/index.html#interval`),
      column("before", "n"),
      column("since then", "n"),
      column("state"),
      column("changed beside it"),
    ],
    rows: changes.toReversed().map((change) => ({
      head: linkCell(formatDate(change.first.run.startedAt), root + paths.run(change.first)),
      cells: [
        numberCell(signedPercent(change.changePercent)),
        numberCell(percentInterval(change.interval)),
        numberCell(formatTime(change.before.level)),
        numberCell(formatTime(change.after.level)),
        textCell(stateWords(change)),
        textCell(
          change.beside.map(({ what, from, to }) => `${what}: ${from} to ${to}`).join("; ") || "nothing recorded",
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
