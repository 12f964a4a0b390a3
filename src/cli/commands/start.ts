import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasFailed } from "../../record/folder/run-facts.js";
import type { Site } from "../../report/site/build-site.js";
import { UserError } from "../../user-error.js";
import { command, experimentIds, jsonOption, outDirOf, outOption, runsDirOption } from "../command.js";
import { recordingFlags } from "../options/recording-flags.js";
import type { RecordingResult } from "../print/recorded-run.js";
import { buildSiteFrom, exitCodeOfSite, siteJson } from "./build.js";
import { exitCodeOf, failedResult, record } from "./run.js";

export const start = command({
  name: "start",
  args: "[experiment ...]",
  summary: "Record the default study, build the site, say what was found",
  words: experimentIds,
  options: [...recordingFlags, runsDirOption, outOption, jsonOption],
  examples: ["start", "start --budget 5m"],
  async run(given, io) {
    if (given.options.hosts !== undefined || given.options.slurm)
      throw new UserError("start records on this machine: give --hosts and --slurm to scalebook run");
    if (given.options.plan) return (await import("./run-plan.js")).planRecording(given, io);
    (await import("../../report/site/output-folder.js")).checkOutputFolder(outDirOf(given));
    const recorded = await record(given, io);
    if (hasFailed(recorded.run)) return failedResult(recorded);
    io.err("Making the site ...\n");
    // The run is recorded and told of, whatever becomes of its site.
    const site = await buildSiteFrom(given, io).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      io.err(`scalebook: ${error.message}\n`);
      return null;
    });
    const { nextCommand, recordedJson, recordedText } = await import("../print/recorded-run.js");
    const page = site === null ? await laterWords(given) : await pageOf(recorded, site);
    const places = `\nRun:  ${recorded.file}\nPage: ${page}\n`;
    const next = `Next: npx ${await nextCommand(recorded)}\n`;
    return {
      json: { ...recordedJson(recorded), site: site && siteJson(site) },
      text: async (columns) => `\n${await recordedText(recorded, columns)}${places}${next}`,
      exitCode: exitCodeOf(recorded) || (site === null ? 2 : exitCodeOfSite(site)),
    };
  },
});

async function pageOf(recorded: RecordingResult, { indexPath }: Site): Promise<string> {
  const { paths } = await import("../../report/page-model/paths.js");
  return pathToFileURL(join(dirname(indexPath), paths.run(recorded))).href;
}

/** How the site is made later. */
async function laterWords({ options }: Parameters<typeof buildSiteFrom>[0]): Promise<string> {
  const { shellLine, wordsOf } = await import("../options/recorded-command.js");
  return `not made yet; npx ${shellLine(["build", ...wordsOf(options, ["runs-dir", "out"])])} makes it`;
}
