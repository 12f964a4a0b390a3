import { ownNames } from "../../record/folder/machine-names.js";
import type { RunFacts } from "../../record/folder/run-facts.js";
import { whole } from "../../words/number.js";
import { command, jsonOption, runsDirOf, runsDirOption } from "../command.js";
import { filterOf, filterOptions } from "../options/run-filter.js";

export const list = command({
  name: "list",
  args: "",
  summary: "List the recorded runs, oldest first",
  options: [...filterOptions, runsDirOption, jsonOption],
  examples: ["list", "list --study 'lab*' --since 7d", "list --machine laptop --node 22 --json"],
  async run(given, io) {
    const chosen = filterOf(given.options, new Date());
    const { listedRuns, openFolder } = await import("../options/run-folder.js");
    const all = await listedRuns(openFolder(given, io), io);
    const shown = all.filter(({ run }) => chosen(run));
    const rows = shown.map(({ run, path }) => ({
      id: run.id,
      study: run.study,
      status: run.status,
      startedAt: run.startedAt,
      machine: run.machine.name,
      node: run.software.node,
      experiments: run.experiments.map(({ id }) => id),
      trials: run.trials.ok + run.trials.failed,
      failed: run.trials.failed,
      label: run.label ?? null,
      importedFrom: run.origin?.format ?? null,
      file: path,
    }));
    const nameOf = ownNames(all);
    const named = () =>
      shown.map((one, index) => ({ ...(rows[index] as (typeof rows)[number]), machine: nameOf(one) }));
    return { json: rows, text: (columns) => listText(named(), all.length, runsDirOf(given), columns) };
  },
});

type Row = Pick<RunFacts, "id" | "status"> & { trials: number; machine: string; label: string | null };

/** A table of runs; where there is none, the reason. `all`: how many runs the folder has. */
async function listText(rows: readonly Row[], all: number, dir: string, columns: number): Promise<string> {
  if (rows.length === 0) {
    const none = all === 0 ? "record one with scalebook run" : `none of the ${whole(all)} there fits the filters`;
    return `No runs in ${dir}: ${none}\n`;
  }
  const { textTable } = await import("../print/table.js");
  return textTable(
    [
      { head: "run", names: true },
      { head: "status" },
      { head: "trials", figures: true },
      { head: "machine" },
      { head: "label" },
    ],
    rows.map(({ id, status, trials, machine, label }) => [id, status, whole(trials), machine, label ?? ""]),
    columns,
  );
}
