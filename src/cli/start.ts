import { pathToFileURL } from "node:url";
import { buildSiteFrom, outOption } from "./build.js";
import { type Command, jsonOption, runsDirOption } from "./command.js";
import { recordingFlags } from "./recording-flags.js";
import { exitCodeOf, record } from "./run.js";

export const start: Command = {
  name: "start",
  args: "[experiment ...]",
  summary: "Record the default study, build the site, say what was found",
  options: [...recordingFlags, runsDirOption, outOption, jsonOption],
  examples: ["start", "start --budget 5m"],
  async run(given, io) {
    if (given.has("plan")) return (await import("./plan.js")).printPlan(given, io);
    const { run, file, analysis } = await record(given, io);
    const site = await buildSiteFrom(given, io);
    const findings = analysis.findings.slice(0, 3);
    if (given.has("json")) {
      io.out(`${JSON.stringify({ id: run.id, file, status: run.status, findings, site })}\n`);
    } else {
      io.out("\n");
      const [{ printBullets }, { headlineOf }] = await Promise.all([import("./bullets.js"), import("./headline.js")]);
      await printBullets(headlineOf(analysis), io);
      io.out(`\nRun:  ${file}\nSite: ${site.indexPath}\n      ${pathToFileURL(site.indexPath).href}\n`);
    }
    return exitCodeOf(run.status);
  },
};
