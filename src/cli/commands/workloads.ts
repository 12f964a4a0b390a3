import { type Command, jsonOption } from "../command.js";

/** What limits a workload, in words. */
const BOUNDS = { cpu: "computing", io: "reading and writing", wait: "waiting" } as const;

export const workloads: Command = {
  name: "workloads",
  args: "",
  summary: "List the built-in workloads: what one task does, and the unit of its size n",
  options: [jsonOption],
  examples: ["workloads", "workloads --json"],
  async run(given, io) {
    const { loadCatalogue } = await import("../../app/catalogue.js");
    const catalogue = await loadCatalogue();
    const listed = Object.entries(catalogue.workloads).map(([id, { title, bound, division, unit, defaultN }]) => ({
      ...{ id, title, bound, division, unit, defaultN },
    }));
    if (given.has("json")) {
      io.out(`${JSON.stringify(listed)}\n`);
      return 0;
    }
    const { textTable } = await import("../print/table.js");
    const columns = [{ head: "workload" }, { head: "what a task does" }, { head: "limited by" }, { head: "n counts" }];
    io.out(
      textTable(
        columns,
        listed.map(({ id, title, bound, unit }) => [id, title, BOUNDS[bound], unit]),
      ),
    );
    io.out("\nYour own work is a workload as well: scalebook run --module ./work.mjs\n");
    return 0;
  },
};
