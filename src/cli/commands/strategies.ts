import { type Command, jsonOption } from "../command.js";

export const strategies: Command = {
  name: "strategies",
  args: "",
  summary: "List the strategies: how each maps tasks on workers",
  options: [jsonOption],
  examples: ["strategies", "strategies --json"],
  async run(given, io) {
    const { loadCatalogue } = await import("../../app/catalogue.js");
    const catalogue = await loadCatalogue();
    const listed = Object.entries(catalogue.strategies).map(([id, { title, usesWorkers, factors }]) => ({
      ...{ id, title, usesWorkers, factors },
    }));
    if (given.has("json")) {
      io.out(`${JSON.stringify(listed)}\n`);
      return 0;
    }
    const { textTable } = await import("../print/table.js");
    const columns = [{ head: "strategy" }, { head: "how it maps tasks" }, { head: "factors" }];
    io.out(
      textTable(
        columns,
        listed.map(({ id, title, usesWorkers, factors }) => [
          id,
          title,
          [...(usesWorkers ? ["workers"] : []), ...factors].join(", "),
        ]),
      ),
    );
    return 0;
  },
};
