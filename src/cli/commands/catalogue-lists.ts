import { type Command, jsonOption } from "../command.js";

export const experiments: Command = {
  name: "experiments",
  args: "",
  summary: "List the built-in experiments and the question that each answers",
  options: [jsonOption],
  examples: ["experiments", "experiments --json"],
  async run(given, io) {
    const { allExperiments } = await import("../../experiments/index.js");
    const listed = allExperiments.map(({ id, title, question }) => ({ id, title, question }));
    if (given.has("json")) {
      io.out(`${JSON.stringify(listed)}\n`);
      return 0;
    }
    const { textTable } = await import("../print/table.js");
    const rows = listed.map(({ id, question }) => [id, question]);
    io.out(textTable([{ head: "experiment" }, { head: "question" }], rows));
    io.out("\nRun one with scalebook run <experiment>; write your own with scalebook init\n");
    return 0;
  },
};
