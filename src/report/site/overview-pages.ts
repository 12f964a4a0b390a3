import { group } from "d3-array";
import { type FindChanges, findChanges } from "../../analysis/history/change-points.js";
import { type FollowedSeries, followSeries } from "../../analysis/history/follow.js";
import { type HistoryPoint, seriesOf } from "../../analysis/history/series.js";
import { haveCommonRun } from "../../analysis/two-runs/pooled-sides.js";
import { quickComparison } from "../../analysis/two-runs/quick-comparison.js";
import { runJsonSchema } from "../../record/schema/json-schema.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Pair } from "../archive/comparison-pairs.js";
import type { RecordedRun } from "../archive/list-runs.js";
import { eachTrialOnce, groupEntries } from "../archive/run-entry.js";
import type { Shelf } from "../archive/run-index.js";
import type { Page, SiteFile } from "../page-model/page.js";
import type { Address } from "../page-model/site-address.js";
import { answeringRuns } from "../pages/answers.js";
import type { PairInShort } from "../pages/compare.js";
import { dataPage, olderDataPages, SCHEMA_FILE } from "../pages/data.js";
import { CHANGES_FEED, changesFeed, FEED, MOST_ITEMS, runsFeed } from "../pages/feed.js";
import { fixedPages, NOT_FOUND } from "../pages/fixed.js";
import { glossaryPage } from "../pages/glossary.js";
import { type HistoryGroup, historiesPage, historyGroups, historyPages, olderHistoryPages } from "../pages/history.js";
import { changeItems } from "../pages/history-changes.js";
import { whereWords } from "../pages/history-links.js";
import { homePage } from "../pages/home.js";
import { machinePage, olderMachinePages } from "../pages/machine.js";
import type { OlderRuns } from "../pages/older-runs.js";
import { olderStudyPages, studyPage } from "../pages/study.js";
import { MOST_MACHINES } from "../tables/machines.js";
import { type Teller, type Told, tell } from "../tables/run-highlights.js";
import type { FileList } from "./file-list.js";
import type { Unit } from "./page-jobs.js";
import type { Workshop } from "./page-maker.js";
import { SITEMAP, sitemap } from "./sitemap.js";

/** The runs of a site, newest first, the pairs that have a page, and the orders for the pages of both. */
export interface Contents {
  runs: readonly RecordedRun[];
  pairs: readonly Pair<RecordedRun>[];
  units: readonly Unit[];
}

/** Pages that come together. */
export interface OverviewPages {
  name: string;
  /** Where the key is the same, the pages are; `null`: they say something of every run, and are made each time. */
  key: string | null;
  pages: () => AsyncIterable<Page>;
}

interface Hands {
  workshop: Workshop;
  shelf: Shelf;
  address: Address;
}

/** What the pages about several runs are made from. */
export interface Overview extends Contents {
  told: Teller;
  followed: readonly FollowedSeries[];
}

/** Works out what was told of the newest runs, and the changes of every series. No other run file is opened. */
export async function prepareOverview(contents: Contents, hands: Hands): Promise<Overview> {
  const { shelf } = hands;
  const find: FindChanges = (logs) => {
    const key = `changes ${bytesKey(logs)}`;
    return shelf.recall<number[]>(key) ?? shelf.keep(key, [...findChanges(logs)]);
  };
  const followed = seriesOf(eachTrialOnce(contents.runs)).map((series) => followSeries(series, find));
  return { ...contents, told: await tellNewest(contents.runs, hands), followed };
}

/** Every page that is about several runs. */
export function* overviewPages(
  { runs, pairs, told, followed }: Overview,
  { workshop }: Hands,
): Generator<OverviewPages> {
  const inShort = (pair: Pair) => inShortOf(pair as Pair<RecordedRun>);
  const series = group(
    followed.map((one) => one.series),
    ({ study }) => study,
  );
  const keys = new Map(runs.map(({ run, key }) => [run.id, key]));
  yield one("home", homePage({ newestFirst: runs, pairs, inShort, told }));
  for (const entries of groupEntries(runs, ({ run }) => run.study)) {
    const { study } = entries[0].run;
    const own = pairs.filter(({ a, b }) => a.run.study === study || b.run.study === study);
    yield one(`study/${study}`, studyPage({ entries, pairs: own, inShort, series: series.get(study) ?? [], told }));
    yield* olderPages(`study/${study}`, olderStudyPages(entries), keys);
  }
  for (const entries of groupEntries(runs, ({ run }) => run.machine.id)) {
    const { id } = entries[0].run.machine;
    yield one(`machine/${id}`, machinePage(entries));
    yield* olderPages(`machine/${id}`, olderMachinePages(entries), keys);
  }
  yield one("history", historiesPage(followed));
  for (const group of historyGroups(followed)) {
    const pages = async function* () {
      yield* historyPages(group, await workshop.renderer());
    };
    yield { name: `history/${group.group[0]?.series.slug}`, key: historyKey(group, keys), pages };
    for (const series of group.group) yield* olderHistory(series, keys);
  }
  yield one("data", dataPage(runs));
  yield* olderPages("data", olderDataPages(runs), keys);
  yield one("glossary", glossaryPage(runs));
  yield { name: "fixed", key: null, pages: () => inTurn(fixedPages(runs)) };
}

function one(name: string, page: Page): OverviewPages {
  return { name, key: null, pages: () => inTurn([page]) };
}

async function* inTurn(pages: readonly Page[]): AsyncGenerator<Page> {
  yield* pages;
}

type Keys = ReadonlyMap<string, string>;

/** Pages of older runs: each stays as it is when runs are added. */
function* olderPages(name: string, pages: readonly OlderRuns[], keys: Keys): Generator<OverviewPages> {
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
    const contents = [label, experimentTitle, followed.values.byControl, runsKey(points, keys), before, bytesKey(ms)];
    yield olderPageOf(`history/${slug}`, portion.number, contents, page);
  }
}

/** Stands for the content of the runs of these points. */
function runsKey(points: readonly HistoryPoint[], keys: Keys): string {
  return sha256(points.map(({ run }) => keys.get(run.id)).join(" "));
}

/** Stands for numbers, to the last bit. */
function bytesKey(numbers: readonly number[]): string {
  return sha256(new Uint8Array(Float64Array.from(numbers).buffer));
}

function olderPageOf(name: string, number: number, contents: unknown, page: () => Page): OverviewPages {
  const own = `${name}/older-${number}`;
  return { name: own, key: sha256(JSON.stringify([own, contents])), pages: () => inTurn([page()]) };
}

/** Stands for all that the history pages of a group show. */
function historyKey({ group, elsewhere }: HistoryGroup, keys: Keys): string {
  const contents = group.map(({ series }) => [series.slug, runsKey(series.points, keys)]);
  return sha256(JSON.stringify([contents, elsewhere.map((other) => [other.slug, other.cell, whereWords(other)])]));
}

/** What is told of the newest runs of every study and experiment, on each of its machines, and of those in the feed. */
async function tellNewest(runs: readonly RecordedRun[], { workshop, shelf, address }: Hands): Promise<Teller> {
  const shown = new Set(address.url === null ? [] : runs.slice(0, MOST_ITEMS));
  for (const study of groupEntries(runs, ({ run }) => run.study)) {
    const machines = groupEntries(study, ({ run }) => run.machine.id);
    for (const [newest] of machines.slice(0, MOST_MACHINES)) shown.add(newest);
    for (const run of answeringRuns(study)) shown.add(run);
  }
  const told = new Map<string, Told>();
  for (const run of shown) {
    const key = `told ${run.key}`;
    const open = () => workshop.library.entry({ listed: run, files: run.files }, run.children);
    const own = shelf.recall<Told>(key) ?? shelf.keep(key, tell((await open()).analysis));
    told.set(run.run.id, own);
  }
  return ({ run }) => {
    const own = told.get(run.id);
    if (own === undefined) throw new Error(`nothing was told of ${run.id}`);
    return own;
  };
}

function inShortOf(pair: Pair<RecordedRun>): PairInShort {
  const { a, b } = pair;
  // Two runs with trials in common stand against each other with their own alone.
  const [from, to] = haveCommonRun(a.line, b.line) ? [a.own, b.own] : [a.experiments, b.experiments];
  return { pair, comparison: { summary: quickComparison(from, to) } };
}

/** Files that are no pages: assets, what the fields of run files mean, and what only a site with an address has. */
export async function extraFiles(
  { runs, told, followed }: Overview,
  { workshop, address }: Hands,
  files: FileList,
): Promise<SiteFile[]> {
  const { assets } = await workshop.templates();
  const pages = address.url === null ? [] : [...files.paths(/\.html$/)].sort();
  const findable = pages.filter((path) => path !== NOT_FOUND);
  const given = [
    [SITEMAP, sitemap(findable, address)],
    [FEED, runsFeed(runs, address, told)],
    [CHANGES_FEED, changesFeed(changeItems(followed, address), address)],
    [`data/${SCHEMA_FILE}`, `${JSON.stringify(runJsonSchema(), null, 2)}\n`],
    ...assets,
  ] as const;
  return given.flatMap(([path, content]) => (content === null ? [] : [{ path, content }]));
}
