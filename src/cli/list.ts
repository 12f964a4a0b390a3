import { type Command, jsonOption, runsDirOf, runsDirOption } from "./command.js";

export const list: Command = {
  name: "list",
  args: "",
  summary: "List the recorded runs, oldest first",
  options: [runsDirOption, jsonOption],
  examples: ["list", "list --json"],
  async run(given, io) {
    const { readArchive } = await import("./archive.js");
    const rows = (await readArchive(runsDirOf(given), io)).map(({ run, path }) => ({
      id: run.id,
      study: run.study,
      status: run.status,
      startedAt: run.startedAt,
      machine: run.machine.name,
      experiments: run.experiments.map(({ id }) => id),
      trials: run.experiments.reduce(
        (sum, { cells }) => sum + cells.reduce((n, { trials }) => n + trials.length, 0),
        0,
      ),
      label: run.label ?? null,
      file: path,
    }));
    if (given.has("json")) {
      io.out(`${JSON.stringify(rows)}\n`);
      return 0;
    }
    if (rows.length === 0) {
      io.out(`No runs in ${runsDirOf(given)}: record one with scalebook run\n`);
      return 0;
    }
    const { textTable } = await import("./table.js");
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
