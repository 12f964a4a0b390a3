import { group } from "d3-array";
import type { FollowedSeries } from "../../analysis/history/follow.js";
import type { HistoryPoint } from "../../analysis/history/series.js";
import { haveCommonRun } from "../../analysis/two-runs/pooled-sides.js";
import { quickComparison } from "../../analysis/two-runs/quick-comparison.js";
import { runJsonSchema } from "../../record/schema/json-schema.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Pair } from "../archive/comparison-pairs.js";
import { type ArchivedRun, groupEntries } from "../archive/run-entry.js";
import type { Renderer } from "../charts/output/render.js";
import type { Page, SiteFile } from "../page-model/page.js";
import type { Address } from "../page-model/site-address.js";
import type { PairInShort } from "../pages/comparing/compare.js";
import {
  type HistoryGroup,
  historiesPage,
  historyGroups,
  historyPages,
  olderHistoryPages,
} from "../pages/history/history.js";
import { changeItems } from "../pages/history/history-changes.js";
import { whereWords } from "../pages/history/history-links.js";
import { dataPage, olderDataPages, SCHEMA_FILE } from "../pages/overview/data.js";
import { CHANGES_FEED, changesFeed, FEED, runsFeed } from "../pages/overview/feed.js";
import { fixedPages } from "../pages/overview/fixed.js";
import { glossaryPage } from "../pages/overview/glossary.js";
import { homePage } from "../pages/overview/home.js";
import { machinePage, olderMachinePages } from "../pages/overview/machine.js";
import { machinesPages } from "../pages/overview/machines.js";
import type { OlderRuns } from "../pages/overview/older.js";
import { olderStudyPages, studyPage } from "../pages/overview/study.js";
import type { HighlightsOf } from "../pages/run-highlights.js";

/** Pages about several runs that are made together. */
export interface OverviewPages {
  name: string;
  /** Hash of everything that the pages depend on. */
  key: string;
  /** Whether that is every run: the pages are not kept for a later build that finds other ones in the site. */
  ofAll?: true;
  pages: (tools: OverviewTools) => AsyncIterable<Page>;
}

/** Means that come with the making of pages. */
export interface OverviewTools {
  /** Loads Vega at the first call. */
  renderer: () => Promise<Renderer>;
  highlightsOf: HighlightsOf;
}

/** Content of the pages about several runs. */
export interface Overview {
  /** Newest first. */
  runs: readonly ArchivedRun[];
  pairs: readonly Pair<ArchivedRun>[];
  followed: readonly FollowedSeries[];
  /** Hash that stands for all of it. */
  key: string;
}

/** Every page that is about several runs. */
export function* overviewPages({ runs, pairs, followed, key }: Overview, address: Address): Generator<OverviewPages> {
  const ofAll = (name: string, pages: (tools: OverviewTools) => readonly Page[]): OverviewPages => {
    return { name, key, ofAll: true, pages: (tools) => inTurn(() => pages(tools)) };
  };
  const inShort = (pair: Pair) => inShortOf(pair as Pair<ArchivedRun>);
  const series = group(
    followed.map((one) => one.series),
    ({ study }) => study,
  );
  const keys = new Map(runs.map(({ run, key }) => [run.id, key]));
  yield ofAll("home", ({ highlightsOf }) => [homePage({ newestFirst: runs, pairs, inShort, highlightsOf })]);
  for (const entries of groupEntries(runs, ({ run }) => run.study)) {
    const { study } = entries[0].run;
    yield ofAll(`study/${study}`, ({ highlightsOf }) => {
      const own = pairs.filter(({ a, b }) => a.run.study === study || b.run.study === study);
      return [studyPage({ entries, pairs: own, inShort, series: series.get(study) ?? [], highlightsOf, address })];
    });
    yield {
      name: `study/${study}/machines`,
      key,
      ofAll: true,
      pages: ({ renderer, highlightsOf }) => machinesPages(entries, { renderer, highlightsOf }),
    };
    yield* olderPages(`study/${study}`, olderStudyPages(entries), keys);
  }
  for (const entries of groupEntries(runs, ({ run }) => run.machine.id)) {
    const { id } = entries[0].run.machine;
    yield ofAll(`machine/${id}`, () => [machinePage(entries)]);
    yield* olderPages(`machine/${id}`, olderMachinePages(entries), keys);
  }
  yield ofAll("history", () => [historiesPage(followed)]);
  for (const linked of historyGroups(followed)) {
    const pages: OverviewPages["pages"] = async function* ({ renderer }) {
      yield* historyPages(linked, await renderer());
    };
    yield { name: `history/${linked.group[0]?.series.slug}`, key: historyKey(linked, keys), pages };
    for (const series of linked.group) yield* olderHistory(series, keys);
  }
  yield ofAll("data", () => [dataPage(runs)]);
  yield* olderPages("data", olderDataPages(runs), keys);
  yield ofAll("glossary", () => [glossaryPage(runs)]);
  yield ofAll("fixed", () => fixedPages(runs));
}

async function* inTurn(pages: () => readonly Page[]): AsyncGenerator<Page> {
  yield* pages();
}

type Keys = ReadonlyMap<string, string>;

/** Pages of older runs: each stays as it is when runs are added. */
function* olderPages(name: string, pages: OlderRuns, keys: Keys): Generator<OverviewPages> {
  for (const { portion, page } of pages) {
    const contents = portion.items.map(({ run }) => [run.id, keys.get(run.id)]);
    yield olderPageOf(name, portion.number, contents, page);
  }
}

function* olderHistory(followed: FollowedSeries, keys: Keys): Generator<OverviewPages> {
  const { slug, label, experimentTitle } = followed.series;
  for (const { portion, page } of olderHistoryPages(followed)) {
    const points = portion.items.map(({ point }) => point);
    // What is beside a point follows from its run and the one before, which the oldest has in another portion or not at all.
    const oldest = portion.items.at(-1);
    const before = [oldest?.point.beside, oldest?.isFirst];
    const ms = portion.items.map((item) => item.ms ?? Number.NaN);
    const contents = [label, experimentTitle, followed.values.byControl, runsKey(points, keys), before, hashOf(ms)];
    yield olderPageOf(`history/${slug}`, portion.number, contents, page);
  }
}

/** Stands for the content of the runs of these points. */
function runsKey(points: readonly HistoryPoint[], keys: Keys): string {
  return sha256(points.map(({ run }) => keys.get(run.id)).join(" "));
}

/** Hash of numbers, to the last bit. */
export function hashOf(numbers: readonly number[]): string {
  return sha256(new Uint8Array(Float64Array.from(numbers).buffer));
}

function olderPageOf(name: string, number: number, contents: unknown, page: () => Page): OverviewPages {
  const own = `${name}/older-${number}`;
  return { name: own, key: sha256(JSON.stringify([own, contents])), pages: () => inTurn(() => [page()]) };
}

/** Hash of everything that the history pages of a group show. */
function historyKey({ group, elsewhere }: HistoryGroup, keys: Keys): string {
  const contents = group.map(({ series }) => [series.slug, runsKey(series.points, keys)]);
  return sha256(JSON.stringify([contents, elsewhere.map((other) => [other.slug, other.cell, whereWords(other)])]));
}

function inShortOf(pair: Pair<ArchivedRun>): PairInShort {
  const { a, b } = pair;
  // Two runs with trials in common stand against each other with their own alone.
  const [from, to] = haveCommonRun(a.line, b.line) ? [a.own, b.own] : [a.experiments, b.experiments];
  return { pair, comparison: { summary: quickComparison(from, to) } };
}

/** Makes the files beside the pages: feeds, where the site has an address, and the schema of run files. */
export type OverviewFiles = (highlightsOf: HighlightsOf) => SiteFile[];

export function overviewFiles({ runs, followed }: Overview, address: Address): OverviewFiles {
  return (highlightsOf) => {
    const files = [
      [FEED, runsFeed(runs, address, highlightsOf)],
      [CHANGES_FEED, changesFeed(changeItems(followed, address), address)],
      [`data/${SCHEMA_FILE}`, `${JSON.stringify(runJsonSchema(), null, 2)}\n`],
    ] as const;
    return files.flatMap(([path, content]) => (content === null ? [] : [{ path, content }]));
  };
}
