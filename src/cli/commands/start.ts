import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasFailed } from "../../record/folder/run-facts.js";
import { command, experimentIds, jsonOption, outOption, runsDirOption } from "../command.js";
import { recordingFlags } from "../options/recording-flags.js";
import { buildSiteFrom } from "./build.js";
import { exitCodeOf, failedResult, record } from "./run.js";

export const start = command({
  name: "start",
  args: "[experiment ...]",
  summary: "Record the default study, build the site, say what was found",
  words: experimentIds,
  options: [...recordingFlags, runsDirOption, outOption, jsonOption],
  examples: ["start", "start --budget 5m"],
  async run(given, io) {
    if (given.options.plan) return (await import("./run-plan.js")).planRecording(given, io);
    const recorded = await record(given, io);
    if (hasFailed(recorded.run)) return failedResult(recorded);
    io.err("Making the site ...\n");
    const site = await buildSiteFrom(given, io);
    const { indexPath } = site;
    const [{ nextCommand, recordedJson, recordedText }, { paths }] = await Promise.all([
      import("../print/recorded-run.js"),
      import("../../report/page-model/paths.js"),
    ]);
    const page = join(dirname(indexPath), paths.run(recorded));
    const places = `\nRun:  ${recorded.file}\nPage: ${pathToFileURL(page).href}\n`;
    const next = `Next: npx ${await nextCommand(recorded)}\n`;
    return {
      json: { ...recordedJson(recorded), site },
      text: async (columns) => `\n${await recordedText(recorded, columns)}${places}${next}`,
      exitCode: exitCodeOf(recorded),
    };
  },
});
