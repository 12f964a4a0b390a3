import { pathToFileURL } from "node:url";
import { type Command, jsonOption, runsDirOption } from "../command.js";
import { recordingFlags } from "../options/recording-flags.js";
import { recordedJson, recordedLines } from "../print/recorded-run.js";
import { buildSiteFrom, outOption } from "./build.js";
import { exitCodeOf, record } from "./run.js";

export const start: Command = {
  name: "start",
  args: "[experiment ...]",
  summary: "Record the default study, build the site, say what was found",
  options: [...recordingFlags, runsDirOption, outOption, jsonOption],
  examples: ["start", "start --budget 5m"],
  async run(given, io) {
    if (given.has("plan")) return (await import("./run-plan.js")).printPlan(given, io);
    const recorded = await record(given, io);
    const site = await buildSiteFrom(given, io);
    const findings = recorded.pooled.analysis.findings.slice(0, 3);
    if (given.has("json")) {
      io.out(`${JSON.stringify({ ...(await recordedJson(recorded)), findings, site })}\n`);
    } else {
      io.out("\n");
      const [{ printBullets }, { headlineOf }] = await Promise.all([
        import("../print/bullets.js"),
        import("../print/headline.js"),
      ]);
      await printBullets(headlineOf(recorded.pooled.analysis), io);
      for (const text of await recordedLines(recorded)) io.out(`${text}\n`);
      io.out(`\nRun:  ${recorded.file}\nSite: ${site.indexPath}\n      ${pathToFileURL(site.indexPath).href}\n`);
    }
    return exitCodeOf(recorded.run.status);
  },
};
