import { basename } from "node:path";
import type { StoredRun } from "../../record/files/stored-run.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { UserError } from "../../user-error.js";
import { command, type Io, jsonOption, option, runsDirOption } from "../command.js";

export const remove = command({
  name: "remove",
  args: "<run>",
  summary: "Delete the file of a run",
  options: [
    option("--yes", "Also where only a part of the id is given, or others go on with the run"),
    runsDirOption,
    jsonOption,
  ],
  examples: ["remove 20261121t061500z-lab-3f9a2c", "remove latest", "remove 20261121t06 --yes"],
  async run(given, io) {
    const name = given.positionals[0] ?? "";
    const [{ openFolder }, { removeRun }] = await Promise.all([
      import("../options/run-folder.js"),
      import("../../record/folder/run-store.js"),
    ]);
    const folder = openFolder(given, io);
    const stored = await folder.find(name);
    const { run, path } = stored;
    if (!given.options.yes) {
      const reason = isWhole(name, stored) ? await whyKept(folder, run.id, io) : `"${name}" is only a part of its id`;
      if (reason !== null) throw new UserError(`${run.id} stays: ${reason}; --yes removes it anyway`);
    }
    await removeRun(stored);
    return { json: { id: run.id, file: path }, text: () => `Removed ${path}\n` };
  },
});

function isWhole(name: string, { run, path }: StoredRun): boolean {
  return [run.id, run.label, "latest", basename(path)].includes(name) || /[/\\]/.test(name);
}

/** The reason to keep a run that others in the folder depend on; `null` where none does. */
async function whyKept(folder: RunFolder, id: string, io: Io): Promise<string | null> {
  const [{ listedRuns }, { readBaselines }] = await Promise.all([
    import("../options/run-folder.js"),
    import("../../record/folder/baselines.js"),
  ]);
  if ((await readBaselines(folder.dir)).includes(id)) return "it is a baseline";
  const children = (await listedRuns(folder, io)).filter(({ run }) => run.parent === id);
  if (children.length === 0) return null;
  return `${children.map(({ run }) => run.id).join(", ")} goes on with it and would lose its blocks`;
}
