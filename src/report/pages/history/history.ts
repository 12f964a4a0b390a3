import { group } from "d3-array";
import { historyFindings } from "../../../analysis/history/findings.js";
import type { FollowedSeries } from "../../../analysis/history/follow.js";
import type { HistoryPoint, Series } from "../../../analysis/history/series.js";
import { formatDate } from "../../../words/date.js";
import { measuredColumn } from "../../../words/measure.js";
import { endsWords, plural } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { historyChart } from "../../charts/kinds/history.js";
import type { Renderer } from "../../charts/output/render.js";
import { findingsHero, foldedFindings } from "../../page-model/answers.js";
import { type Page, rootOf } from "../../page-model/page.js";
import { type Link, paths } from "../../page-model/paths.js";
import { column, linkCell, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import { csvFiles, figurePaths, recordFiles } from "../figure-files.js";
import { chartPages, drawFigure } from "../figures.js";
import { type OlderPage, olderLinks, olderPages, portionsOf } from "../overview/older.js";
import { recentChanges, seriesChangesTable } from "./history-changes.js";
import { groupSeries, historyLinks, whereWords } from "./history-links.js";

/** Series whose pages lead to each other. */
export interface HistoryGroup {
  /** Series that differ in the cell alone, with their levels. */
  group: readonly FollowedSeries[];
  /** Series of the same experiment, of whatever machine, Node or definition. */
  elsewhere: readonly Series[];
}

export function historyGroups(followed: readonly FollowedSeries[]): HistoryGroup[] {
  const series = followed.map((one) => one.series);
  const bySeries = new Map(followed.map((one) => [one.series, one]));
  const ofExperiment = group(series, ({ study, experiment }) => JSON.stringify([study, experiment]));
  return groupSeries(series).map((group) => {
    const [{ study, experiment }] = group;
    return {
      group: group.flatMap((one) => bySeries.get(one) ?? []),
      elsewhere: ofExperiment.get(JSON.stringify([study, experiment])) ?? [],
    };
  });
}

/** The pages of a group of series. */
export async function* historyPages(linked: HistoryGroup, render: Renderer): AsyncGenerator<Page> {
  for (const followed of linked.group) yield* historyPage(followed, linked, render);
}

/** The overview of the newest changes and of every series, study by study. */
export function historiesPage(followed: readonly FollowedSeries[]): Page {
  const path = paths.histories;
  const series = followed.map((one) => one.series);
  const root = rootOf(path);
  const studies = [...new Set(series.map(({ study }) => study))];
  return {
    path,
    template: "histories",
    title: "History",
    description: "The same combination over many runs: what became slower or faster, and what changed beside it.",
    section: "history",
    body: {
      ...recentWords(followed, root),
      summary: `${plural(series.length, "series", "series")} of ${plural(studies.length, "study", "studies")}.`,
      studies: studies.map((study) => ({
        title: study,
        href: root + paths.study(study),
        groups: historyLinks(
          series.filter((one) => one.study === study),
          root,
        ),
      })),
    },
  };
}

function recentWords(followed: readonly FollowedSeries[], root: string) {
  const { recent, more } = recentChanges(followed, root);
  return { recent, more: more === 0 ? "" : `${plural(more, "earlier change")}: on the pages of the series.` };
}

/** The page of one series: its findings, a point a run, and the changes beside them. */
async function* historyPage(
  followed: FollowedSeries,
  { group, elsewhere }: HistoryGroup,
  render: Renderer,
): AsyncGenerator<Page> {
  const { series: one } = followed;
  const path = paths.history(one);
  const root = rootOf(path);
  const place = {
    id: "over-runs",
    path,
    folder: `chart/history/${one.slug}/`,
    csv: figurePaths(path).csv,
    experiment: one.experiment,
    chart: "over-runs",
  };
  const drawn = await drawFigure(render, place, historyChart(followed));
  const title = `${sentenceCase(one.label)}: ${one.experimentTitle}`;
  const links = (some: readonly Series[], words: (one: Series) => string) => linksTo(some, one, root, words);
  const cells = links(
    group.map(({ series }) => series),
    ({ label }) => sentenceCase(label),
  );
  const sameCell = links(
    elsewhere.filter(({ cell }) => cell === one.cell),
    whereWords,
  );
  const { newest, older } = portionsOf(valuedPoints(followed));
  const findings = historyFindings(followed);
  yield {
    path,
    template: "history",
    title: `${title}, over ${plural(one.points.length, "run")}`,
    description: `${plural(one.points.length, "run")} of one combination on one kind of machine: ${whereWords(one)}.`,
    section: "history",
    contents: [
      { href: "#figures", text: "Over its runs" },
      ...(cells.length > 0 ? [{ href: "#cells", text: "Other combinations" }] : []),
      ...(sameCell.length > 0 ? [{ href: "#elsewhere", text: "Elsewhere" }] : []),
      { href: "#limits", text: "Limits" },
    ],
    body: {
      heading: sentenceCase(one.label),
      experiment: one.experimentTitle,
      where: whereWords(one),
      study: { href: root + paths.study(one.study), text: one.study },
      hero: findingsHero(findings),
      ...foldedFindings(findings),
      figures: [drawn.figure],
      changes: seriesChangesTable(followed, root),
      points: pointsTable(newest, followed.values.byControl, root),
      older: olderLinks(path, older, ({ point }) => point.run.startedAt),
      cells,
      elsewhere: sameCell,
    },
    charts: 1,
    files: [...(await recordFiles([drawn], render)), ...csvFiles([drawn])],
  };
  yield* chartPages([drawn], { path, text: `${title}, ${whereWords(one)}` });
}

/** The older runs of a series, a page a portion. */
export function olderHistoryPages(followed: FollowedSeries): OlderPage<ValuedPoint>[] {
  const { series, values } = followed;
  return olderPages({
    newestFirst: valuedPoints(followed),
    path: paths.history(series),
    title: `${sentenceCase(series.label)}: ${series.experimentTitle}`,
    section: "history",
    dateOf: ({ point }) => point.run.startedAt,
    tableOf: (items, root) => pointsTable(items, values.byControl, root),
  });
}

/** A point with its followed value in ms. */
export interface ValuedPoint {
  point: HistoryPoint;
  ms: number | null;
  isFirst: boolean;
}

function valuedPoints({ series: { points }, values }: FollowedSeries): ValuedPoint[] {
  return points.map((point, index) => ({ point, ms: values.ms[index] ?? null, isFirst: index === 0 })).toReversed();
}

/** Links to other series; the current one is named without a link. */
function linksTo(series: readonly Series[], current: Series, root: string, words: (one: Series) => string): Link[] {
  if (series.length < 2) return [];
  return series.map((one) => ({ href: one === current ? "" : root + paths.history(one), text: words(one) }));
}

function pointsTable(newestFirst: readonly ValuedPoint[], byControl: boolean, root: string): TableModel {
  const { unit, format } = measuredColumn(
    newestFirst.flatMap(({ point: { cell } }) => [cell.medianMs ?? [], cell.intervalMs ?? []].flat()),
    newestFirst[0]?.point.cell.measure,
  );
  const head = unit === null ? "" : ` (${unit})`;
  return table({
    id: "points",
    caption: "Runs of the series, newest first, and what is recorded to have changed since the one before.",
    columns: [
      column("run"),
      column(`median${head}`, "n"),
      ...(byControl ? [column(`divided by control${head}`, "n", `${root}glossary/index.html#control-cell`)] : []),
      column(`95 % interval${head}`, "n", `${root}glossary/index.html#interval`),
      column("repeats", "n"),
      column("machine"),
      column("changed beside it"),
    ],
    rows: newestFirst.map(({ point, ms, isFirst }) => ({
      head: linkCell(formatDate(point.run.startedAt), root + paths.run(point)),
      cells: [
        numberCell(point.cell.medianMs === null ? failureWords(point) : format(point.cell.medianMs)),
        ...(byControl ? [numberCell(ms === null ? "–" : format(ms))] : []),
        numberCell(point.cell.intervalMs === null ? "–" : endsWords(point.cell.intervalMs, format)),
        numberCell(String(point.cell.trials.ok)),
        linkCell(point.run.machine.name, root + paths.machine(point.run.machine.id)),
        textCell(isFirst ? "–" : besideWords(point)),
      ],
    })),
  });
}

function besideWords({ beside }: HistoryPoint): string {
  return beside.map(({ what, from, to }) => `${what}: ${from} to ${to}`).join("; ") || "nothing";
}

function failureWords({ cell }: HistoryPoint): string {
  return cell.failures[0]?.reason.replaceAll("-", " ") ?? "no repeat";
}
