import { type Command, type Given, type Io, jsonOption, runsDirOf, runsDirOption } from "./command.js";

export const outOption = { flag: "--out <dir>", description: "Folder of the site (default: site)" };

export const build: Command = {
  name: "build",
  args: "",
  summary: "Turn run files into a static site",
  options: [runsDirOption, outOption, jsonOption],
  examples: ["build", "build --runs-dir archive --out public"],
  async run(given, io) {
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
