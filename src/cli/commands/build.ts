import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { UserError } from "../../user-error.js";
import {
  type Command,
  type CommandOption,
  type Given,
  type Io,
  jsonOption,
  runsDirOf,
  runsDirOption,
} from "../command.js";

export const outOption = { flag: "--out <dir>", description: "Folder of the site (default: site)" };

export const jobsOption: CommandOption = {
  flag: "--jobs <n>",
  description: "Threads that make pages (default: the usable cores); the site is the same",
};

/** What a site is told of the place where it will be published. */
export const addressOptions: readonly CommandOption[] = [
  { flag: "--base <path>", description: "Path of the site on its server, such as /a/b/: for the links of 404.html" },
  {
    flag: "--site-url <url>",
    description:
      "Whole address of the site: adds sitemap.xml, feeds of runs and of confirmed changes, and canonical links",
  },
  {
    flag: "--published <file>",
    description: "manifest.json of the site as it is published: names the links that this build drops",
  },
  {
    flag: "--compare <runs>",
    description: "Runs that get pages against a reference: <reference>,<run>[,<run> ...]",
  },
];

/** Each thread draws with a library of 60 MB. */
const MOST_JOBS = 8;
/** Every thread clears its memory when it has doubled, not quadrupled: a third less of it, for an eighth more time. */
const SWEEP_EARLIER = "--heap-growing-percent=100";
const singleFileOption: CommandOption = {
  flag: "--single-file",
  description:
    "One HTML file of one run, or of the newest run of a study, without script; --out names it (default: of the latest run)",
};

/** Links that are gone and are named one by one. */
const NAMED = 5;

export const build: Command = {
  name: "build",
  args: "[run]",
  summary: "Turn run files into a static site, or one of them into a single file",
  options: [runsDirOption, outOption, ...addressOptions, singleFileOption, jobsOption, jsonOption],
  examples: [
    "build",
    "build --runs-dir archive --out public",
    "build --site-url https://example.org/lab/",
    "build --compare host,vm",
    "build --jobs 1",
    "build latest --single-file --out handed-in.html",
  ],
  async run(given, io) {
    if (given.has("single-file")) return (await import("./build-single-file.js")).buildSingleFile(given, io);
    refuseRun(given);
    const site = await buildSiteFrom(given, io);
    for (const line of droppedWords(site.dropped)) io.err(`scalebook: ${line}\n`);
    if (given.has("json")) io.out(`${JSON.stringify(site)}\n`);
    else io.out(`${site.runs} runs, ${site.pages} pages, ${site.charts} charts\nSite: ${site.indexPath}\n`);
    return 0;
  },
};

/** Builds the site from the folder of runs; files that cannot be read are told, and left out. */
export async function buildSiteFrom(given: Given, io: Io) {
  const [{ buildSite }, { parseAddress }, { cacheFolder }, { showProgress }, { toolVersion, programHash }] =
    await Promise.all([
      import("../../report/site/build-site.js"),
      import("../../report/page-model/site-address.js"),
      import("../../record/files/cache.js"),
      import("../progress/build-progress.js"),
      import("../../app/tool-version.js"),
    ]);
  const [base, siteUrl] = [given.text("base"), given.text("site-url")];
  const address = parseAddress({ ...(base !== undefined && { base }), ...(siteUrl !== undefined && { siteUrl }) });
  const outDir = given.text("out") ?? "site";
  const published = await publishedPaths(given.text("published"));
  const compare = await askedRuns(given.text("compare"), runsDirOf(given));
  const progress = showProgress(io);
  setFlagsFromString(SWEEP_EARLIER);
  const site = await buildSite({
    runs: { dir: runsDirOf(given) },
    outDir,
    toolVersion: toolVersion(),
    address,
    published,
    compare,
    jobs: jobsOf(given.text("jobs")),
    cache: { folder: join(cacheFolder(io.env), "build"), program: programHash() },
    onProgress: progress.show,
  }).finally(progress.end);
  for (const { message } of site.problems) io.err(`scalebook: left out: ${message}\n`);
  return site;
}

/** Threads that make pages: as many as were asked for, or as there are cores to use. */
function jobsOf(text: string | undefined): number {
  if (text === undefined) return Math.min(availableParallelism(), MOST_JOBS);
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 64) return jobs;
  throw new UserError(`--jobs is "${text}": give a whole number from 1 to 64`);
}

/** Paths that the manifest of a published site lists; none where no file is named. */
async function publishedPaths(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const [{ manifestPaths }, { fileError }] = await Promise.all([
    import("../../report/site/output-folder.js"),
    import("../../record/files/regular-files.js"),
  ]);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw fileError(`cannot read ${file}`, error);
  });
  const paths = manifestPaths(text);
  if (paths === null) throw new UserError(`${file} is no manifest of a site of Scalebook: fetch its manifest.json`);
  return paths;
}

/** Ids of the runs that a list names; none where nothing is asked for. */
async function askedRuns(list: string | undefined, dir: string): Promise<string[]> {
  if (list === undefined) return [];
  const names = list.split(",").map((name) => name.trim());
  if (names.length < 2)
    throw new UserError(`--compare is "${list}": give a reference and at least one other run, such as a,b`);
  const { findRun } = await import("../../record/folder/find-run.js");
  const ids: string[] = [];
  for (const name of names) ids.push((await findRun(dir, name)).run.id);
  return ids;
}

/** What a build has to say about links that no longer lead anywhere. */
function droppedWords(dropped: readonly string[]): string[] {
  if (dropped.length === 0) return [];
  const more = dropped.length > NAMED ? [`... and ${dropped.length - NAMED} more`] : [];
  const links = dropped.length === 1 ? "1 link that was" : `${dropped.length} links that were`;
  return [
    `${links} published before this build ${dropped.length === 1 ? "is" : "are"} gone:`,
    ...dropped.slice(0, NAMED),
    ...more,
  ];
}

/** A run is named for a single file only: a site has them all. */
function refuseRun({ positionals: [run] }: Given): void {
  if (run !== undefined) throw new UserError(`build makes a site of all runs: for "${run}" alone add --single-file`);
}
