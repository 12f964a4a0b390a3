import { basename } from "node:path";
import { UserError } from "../user-error.js";
import { type Command, jsonOption, runsDirOf, runsDirOption } from "./command.js";

export const remove: Command = {
  name: "remove",
  args: "<run>",
  summary: "Delete the file of a run",
  options: [
    { flag: "--yes", description: "Also where only a part of the id is given, or others go on with the run" },
    runsDirOption,
    jsonOption,
  ],
  examples: ["remove 20261121t061500z-lab-3f9a2c", "remove latest", "remove 20261121t06 --yes"],
  async run(given, io) {
    const dir = runsDirOf(given);
    const name = given.positionals[0] ?? "";
    const [{ findRun }, { removeRun }] = await Promise.all([
      import("../record/find-run.js"),
      import("../record/remove.js"),
    ]);
    const stored = await findRun(dir, name);
    const { run, path } = stored;
    if (!given.has("yes")) {
      const whole = [run.id, run.label, "latest", basename(path)].includes(name) || /[/\\]/.test(name);
      if (!whole)
        throw new UserError(`"${name}" is a part of ${run.id}: give the whole id, or --yes to remove that run`);
      const { readSummaries } = await import("./summaries.js");
      const children = (await readSummaries(dir, io)).filter(({ digest }) => digest.parent === run.id);
      if (children.length > 0) {
        const ids = children.map(({ id }) => id).join(", ");
        throw new UserError(
          `${run.id}: ${ids} goes on with it and would lose its blocks: --yes removes it all the same`,
        );
      }
    }
    await removeRun(stored);
    io.out(given.has("json") ? `${JSON.stringify({ id: run.id, file: path })}\n` : `Removed ${path}\n`);
    return 0;
  },
};
