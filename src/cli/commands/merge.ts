import { stat } from "node:fs/promises";
import { UserError } from "../../user-error.js";
import { command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const merge = command({
  name: "merge",
  args: "<folder>",
  summary: "Copy the runs of another folder here, such as those of another machine",
  options: [runsDirOption, jsonOption],
  examples: ["merge ../laptop/runs", "merge /media/stick/runs --runs-dir archive"],
  async run(given, io) {
    const [folder = ""] = given.positionals;
    const dir = runsDirOf(given);
    await requireFolder(folder);
    const [{ mergeRuns }, { openIndexCache }] = await Promise.all([
      import("../../record/folder/merge-runs.js"),
      import("../../app/run-folder.js"),
    ]);
    const { added, present, problems } = await mergeRuns(dir, folder, { cache: openIndexCache(io.env) });
    for (const { message } of problems) io.err(`scalebook: not merged: ${message}\n`);
    return {
      json: { added, present, problems },
      text: () => [
        ...added.map(({ file }) => `${file}\n`),
        `${added.length} added, ${present.length} there already, ${problems.length} not merged\n`,
      ],
      exitCode: problems.length === 0 ? 0 : 3,
    };
  },
});

/** Throws a UserError where there is no such folder. */
async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (!stats?.isDirectory()) throw new UserError(`${folder} is not a folder: give the folder of run files to merge`);
}
