import { existsSync } from "node:fs";
import { join } from "node:path";
import { plural } from "../../words/number.js";
import { command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const merge = command({
  name: "merge",
  args: "<folder> [folder ...]",
  summary: "Copy the runs of other folders here, such as those of other machines",
  options: [runsDirOption, jsonOption],
  examples: ["merge ../laptop/runs", "merge /media/stick/*/runs --runs-dir archive"],
  async run(given, io) {
    const [{ mergeRuns }, { openIndexCache }] = await Promise.all([
      import("../../record/folder/merge-runs.js"),
      import("../../app/run-folder.js"),
    ]);
    const { positionals: folders } = given;
    const { empty, ...merged } = await mergeRuns(runsDirOf(given), folders, { cache: openIndexCache(io.env) });
    const { added, present, problems } = merged;
    for (const { message } of problems) io.err(`scalebook: not merged: ${message}\n`);
    for (const folder of empty) {
      const below = join(folder, "runs");
      io.err(`scalebook: ${folder} holds no run files${existsSync(below) ? `: merge ${below}` : ""}\n`);
    }
    const from = folders.length === 1 ? "" : `From ${plural(folders.length, "folder")}: `;
    return {
      json: merged,
      text: () => [
        ...added.map(({ file }) => `${file}\n`),
        `${from}${added.length} added, ${present.length} there already, ${problems.length} not merged\n`,
      ],
      exitCode: problems.length === 0 ? 0 : 3,
    };
  },
});
