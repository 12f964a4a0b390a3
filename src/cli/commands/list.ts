import { type Command, jsonOption, runsDirOf, runsDirOption } from "../command.js";
import { filterOf, filterOptions } from "../options/run-filter.js";

export const list: Command = {
  name: "list",
  args: "",
  summary: "List the recorded runs, oldest first",
  options: [...filterOptions, runsDirOption, jsonOption],
  examples: ["list", "list --study 'lab*' --since 7d", "list --machine laptop --node 22 --json"],
  async run(given, io) {
    const chosen = filterOf(given, new Date());
    const { readSummaries } = await import("../options/run-summaries.js");
    const all = await readSummaries(runsDirOf(given), io);
    const rows = all
      .filter(({ digest }) => chosen(digest))
      .map(({ digest: run, path }) => ({
        id: run.id,
        study: run.study,
        status: run.status,
        startedAt: run.startedAt,
        machine: run.machine.name,
        node: run.software.node,
        experiments: run.experiments,
        trials: run.trials.ok + run.trials.failed,
        failed: run.trials.failed,
        label: run.label ?? null,
        importedFrom: run.importedFrom,
        file: path,
      }));
    if (given.has("json")) {
      io.out(`${JSON.stringify(rows)}\n`);
      return 0;
    }
    if (rows.length === 0) {
      const { length } = all;
      const none = length === 0 ? "record one with scalebook run" : `none of the ${length} there fits the filters`;
      io.out(`No runs in ${runsDirOf(given)}: ${none}\n`);
      return 0;
    }
    const { textTable } = await import("../print/table.js");
    const columns = [
      { head: "run" },
      { head: "status" },
      { head: "trials", figures: true },
      { head: "machine" },
      { head: "label" },
    ];
    io.out(
      textTable(
        columns,
        rows.map(({ id, status, trials, machine, label }) => [id, status, String(trials), machine, label ?? ""]),
      ),
    );
    return 0;
  },
};
