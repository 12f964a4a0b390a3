import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Site } from "../../report/site/build-site.js";
import { UserError } from "../../user-error.js";
import { wholeNumber } from "../arguments.js";
import {
  command,
  type Given,
  type Io,
  jsonOption,
  type OptionValues,
  option,
  outDirOf,
  outOption,
  runsDirOption,
} from "../command.js";

const historyOption = option(
  "--history-pages <n>",
  "So many of the newest runs of each study have charts; older ones have findings, tables and run file (default: all)",
);
const jobsOption = option("--jobs <n>", "Threads that make pages (default: the usable cores); the site is the same");

/** Options about the place where the site is published. */
const addressOptions = [
  option("--base <path>", "Path of the site on its server, such as /a/b/: for the links of 404.html"),
  option(
    "--site-url <url>",
    "Whole address of the site: adds sitemap.xml, feeds of runs and of confirmed changes, and canonical links",
  ),
  option("--published <file>", "manifest.json of the site as it is published: names the links that this build drops"),
  option("--compare <runs>", "Runs that get pages against a reference: <reference>,<run>[,<run> ...]"),
];

/** Each thread draws with a library of 60 MB. */
const MOST_JOBS = 8;
/** Every thread clears its memory when it has doubled, not quadrupled: a third less of it, for an eighth more time. */
const SWEEP_EARLIER = "--heap-growing-percent=100";
const singleFileOption = option(
  "--single-file",
  "One HTML file of one run, or of the newest run of a study, without script; --out names it (default: of the latest run)",
);

/** Size of a site that GitHub Pages takes. */
const MOST_BYTES = 1e9;
/** Links that are gone and are named one by one. */
const NAMED = 5;

export const build = command({
  name: "build",
  args: "[run]",
  summary: "Turn run files into a static site, or one of them into a single file",
  options: [runsDirOption, outOption, ...addressOptions, singleFileOption, historyOption, jobsOption, jsonOption],
  examples: [
    "build",
    "build --runs-dir archive --out public",
    "build --site-url https://example.org/lab/",
    "build --compare host,vm",
    "build --history-pages 50",
    "build --jobs 1",
    "build latest --single-file --out handed-in.html",
  ],
  async run(given, io) {
    if (given.options["single-file"]) return (await import("./build-single-file.js")).buildSingleFile(given, io);
    refuseRun(given.positionals);
    const site = await buildSiteFrom(given, io);
    for (const line of [...droppedWords(site.dropped), ...(await sizeWords(site))]) io.err(`scalebook: ${line}\n`);
    return {
      json: siteJson(site),
      exitCode: exitCodeOfSite(site),
      async text() {
        const [{ plural }, { formatBytes }] = await Promise.all([
          import("../../words/number.js"),
          import("../../words/bytes.js"),
        ]);
        const counts = [plural(site.runs, "run"), plural(site.pages, "page"), plural(site.charts, "chart")];
        const each = site.runs === 0 ? "" : `, ${formatBytes(site.runBytes / site.runs)} of it for an average run`;
        return `${counts.join(", ")}\nSize: ${formatBytes(site.bytes)}${each}\nSite: ${site.indexPath}\n`;
      },
    };
  },
});

/** A site for programs. */
export function siteJson({ failures, ...built }: Site) {
  return { ...built, failures: failures.map(({ name, message }) => ({ name, message })) };
}

/** Exit code of a site: 1 where a run, or its page, could not be made for a fault of ours. */
export function exitCodeOfSite({ failures, problems }: Site): number {
  return failures.length > 0 || problems.some(({ isBug }) => isBug) ? 1 : 0;
}

/** Arguments of a command that builds a site; only `build` has those that are optional here. */
interface SiteGiven extends Given<[typeof runsDirOption, typeof outOption]> {
  readonly options: OptionValues<[typeof runsDirOption, typeof outOption]> &
    Partial<OptionValues<[...typeof addressOptions, typeof historyOption, typeof jobsOption]>>;
}

/** Builds the site from the folder of runs; files that cannot be read are named and left out. */
export async function buildSiteFrom(given: SiteGiven, io: Io) {
  const [
    { buildSite },
    { parseAddress },
    { cacheFolder },
    { showProgress, waitForBuild },
    { openFolder },
    { toolVersion, programHash },
  ] = await Promise.all([
    import("../../report/site/build-site.js"),
    import("../../report/page-model/site-address.js"),
    import("../../record/files/cache.js"),
    import("../progress/build-progress.js"),
    import("../options/run-folder.js"),
    import("../../app/tool-version.js"),
  ]);
  const { base, "site-url": siteUrl, "history-pages": history } = given.options;
  const address = parseAddress({ ...(base !== undefined && { base }), ...(siteUrl !== undefined && { siteUrl }) });
  const outDir = outDirOf(given);
  const published = await publishedPaths(given.options.published);
  const compare = await askedRuns(given, io);
  const progress = showProgress(io, "Making the site");
  setFlagsFromString(SWEEP_EARLIER);
  const site = await buildSite({
    runs: openFolder(given, io),
    outDir,
    toolVersion: toolVersion(),
    address,
    published,
    compare,
    jobs: jobsOf(given.options.jobs),
    ...(history !== undefined && { historyPages: wholeNumber(history, "--history-pages", 0, 1_000_000) }),
    cache: { folder: join(cacheFolder(io.env), "build"), program: programHash() },
    onProgress: progress.show,
    onBusy: waitForBuild(io),
  }).finally(progress.end);
  for (const { message } of site.problems) io.err(`scalebook: left out: ${message}\n`);
  for (const { name, message, stack } of site.failures) {
    const told = stack === "" ? message : `this is a bug, please report it with the run file\n${stack}`;
    io.err(`scalebook: ${name} could not be made, and a page that says so stands in its place: ${told}\n`);
  }
  return site;
}

/** Threads that make pages: as many as were asked for, or as there are cores to use. */
function jobsOf(text: string | undefined): number {
  return text === undefined ? Math.min(availableParallelism(), MOST_JOBS) : wholeNumber(text, "--jobs", 1, 64);
}

/** Paths that the manifest of a published site lists; none where no file is named. */
async function publishedPaths(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const [{ manifestPaths }, { readInput }] = await Promise.all([
    import("../../report/site/output-folder.js"),
    import("../options/read-input.js"),
  ]);
  const { text } = await readInput(file);
  const paths = manifestPaths(text);
  if (paths === null) throw new UserError(`${file} is not the manifest of a Scalebook site: fetch its manifest.json`);
  return paths;
}

/** Names of the runs that get pages against the first of them; none where nothing is asked for. */
async function askedRuns(given: SiteGiven, io: Io): Promise<string[]> {
  const list = given.options.compare;
  if (list === undefined) return [];
  const names = list.split(",").map((name) => name.trim());
  if (names.length < 2)
    throw new UserError(`--compare is "${list}": give a reference and at least one other run, such as a,b`);
  const [{ absoluteName }, { openFolder }] = await Promise.all([
    import("../options/named-run.js"),
    import("../options/run-folder.js"),
  ]);
  const folder = openFolder(given, io);
  return Promise.all(
    names.map((name, place) => absoluteName(name, { folder, io, beside: names[place === 0 ? 1 : 0] ?? "latest" })),
  );
}

/** A warning that the site is near the limit of where many are published. */
export async function sizeWords({ bytes }: Pick<Site, "bytes">): Promise<string[]> {
  if (bytes < 0.8 * MOST_BYTES) return [];
  const { formatBytes } = await import("../../words/bytes.js");
  const size = formatBytes(bytes);
  return [`the site has ${size}, and GitHub Pages takes 1 GB: --history-pages 50 leaves out the charts of older runs`];
}

/** Warnings about links that no longer lead anywhere. */
function droppedWords(all: readonly string[]): string[] {
  // A journal becomes a run file.
  const dropped = all.filter((path) => !path.endsWith(".journal"));
  if (dropped.length === 0) return [];
  const more = dropped.length > NAMED ? [`... and ${dropped.length - NAMED} more`] : [];
  const links = dropped.length === 1 ? "1 link that the site had is" : `${dropped.length} links that the site had are`;
  return [`${links} gone:`, ...dropped.slice(0, NAMED), ...more];
}

/** A run is named for a single file only: a site has them all. */
function refuseRun([run]: readonly string[]): void {
  if (run !== undefined) throw new UserError(`build makes a site of all runs: for "${run}" alone add --single-file`);
}
