import { command, jsonOption, runsDirOption } from "../command.js";

export const show = command({
  name: "show",
  args: "<run>",
  summary: "Show a run: where and how it was recorded, and the time of every combination",
  options: [runsDirOption, jsonOption],
  examples: ["show latest", "show 20261121t061500z-lab-3f9a2c --json"],
  async run(given, io) {
    const [{ findLine }, { openFolder }] = await Promise.all([
      import("../options/named-run.js"),
      import("../options/run-folder.js"),
    ]);
    const { stored, line } = await findLine(given.positionals[0] ?? "", { folder: openFolder(given, io), io });
    return {
      json: stored.run,
      async text(columns) {
        const [{ analyseLineage }, { runText }] = await Promise.all([
          import("../../analysis/analyse-pooled.js"),
          import("../print/run-text.js"),
        ]);
        return runText(stored.run, stored.path, analyseLineage(line).analysis, columns);
      },
    };
  },
});
