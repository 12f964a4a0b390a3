import { UserError } from "../user-error.js";
import { type Command, type Given, type Io, jsonOption, runsDirOf, runsDirOption } from "./command.js";

export const outOption = { flag: "--out <dir>", description: "Folder of the site (default: site)" };

const singleFileOption = {
  flag: "--single-file",
  description:
    "One HTML file of one run, or of the newest run of a study, without script; --out names it (default: of the latest run)",
};

export const build: Command = {
  name: "build",
  args: "[run]",
  summary: "Turn run files into a static site, or one of them into a single file",
  options: [runsDirOption, outOption, singleFileOption, jsonOption],
  examples: ["build", "build --runs-dir archive --out public", "build latest --single-file --out handed-in.html"],
  async run(given, io) {
    if (given.has("single-file")) return (await import("./single-file.js")).buildSingleFile(given, io);
    refuseRun(given);
    const site = await buildSiteFrom(given, io);
    if (given.has("json")) io.out(`${JSON.stringify(site)}\n`);
    else io.out(`${site.runs} runs, ${site.pages} pages, ${site.charts} charts\nSite: ${site.indexPath}\n`);
    return 0;
  },
};

/** Builds the site from the folder of runs; files that cannot be read are told, and left out. */
export async function buildSiteFrom(given: Given, io: Io) {
  const [{ buildSite }, { readArchive }, { toolVersion }] = await Promise.all([
    import("../report/site.js"),
    import("./archive.js"),
    import("./version.js"),
  ]);
  const runs = await readArchive(runsDirOf(given), io);
  const outDir = given.text("out") ?? "site";
  return { runs: runs.length, ...(await buildSite({ runs, outDir, toolVersion: toolVersion() })) };
}

/** A run is named for a single file only: a site has them all. */
function refuseRun({ positionals: [run] }: Given): void {
  if (run !== undefined) throw new UserError(`build makes a site of all runs: for "${run}" alone add --single-file`);
}
