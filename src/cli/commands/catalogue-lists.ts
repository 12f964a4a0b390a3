import { type Command, command, jsonOption } from "../command.js";

/** Words for the limit of a workload. */
const BOUNDS = { cpu: "computing", io: "reading and writing", wait: "waiting" } as const;

/** A list of built-in experiments, workloads or strategies. */
interface Listing<Item> {
  name: string;
  summary: string;
  /** Items as `--json` prints them. */
  items(): Promise<Item[]>;
  heads: readonly string[];
  row(item: Item): string[];
  /** Text under the table. */
  closing: string;
}

export const experiments = listCommand({
  name: "experiments",
  summary: "List the built-in experiments and the question that each answers",
  async items() {
    const { allExperiments } = await import("../../experiments/index.js");
    return allExperiments.map(({ id, title, question }) => ({ id, title, question }));
  },
  heads: ["experiment", "question"],
  row: ({ id, question }) => [id, question],
  closing: "\nRun one with scalebook run <experiment>; write your own with scalebook init\n",
});

export const workloads = listCommand({
  name: "workloads",
  summary: "List the built-in workloads: what one task does, and the unit of its size n",
  async items() {
    const catalogue = await (await import("../../app/catalogue.js")).loadCatalogue();
    return Object.entries(catalogue.workloads).map(([id, { title, bound, division, unit, defaultN }]) => {
      return { id, title, bound, division, unit, defaultN };
    });
  },
  heads: ["workload", "what a task does", "limited by", "n counts"],
  row: ({ id, title, bound, unit }) => [id, title, bound === null ? "" : BOUNDS[bound], unit],
  closing: "\nYour own work is a workload as well: scalebook run --module ./work.mjs\n",
});

export const strategies = listCommand({
  name: "strategies",
  summary: "List the strategies: how each maps tasks on workers",
  async items() {
    const catalogue = await (await import("../../app/catalogue.js")).loadCatalogue();
    return Object.entries(catalogue.strategies).map(([id, { title, usesWorkers, factors }]) => {
      return { id, title, usesWorkers, factors };
    });
  },
  heads: ["strategy", "how it maps tasks", "factors"],
  row: ({ id, title, usesWorkers, factors }) => [
    id,
    title,
    [...(usesWorkers ? ["workers"] : []), ...factors].join(", "),
  ],
  closing: "",
});

function listCommand<Item>({ name, summary, items, heads, row, closing }: Listing<Item>): Command {
  return command({
    name,
    args: "",
    summary,
    options: [jsonOption],
    examples: [name, `${name} --json`],
    async run() {
      const listed = await items();
      return {
        json: listed,
        async text(columns) {
          const { textTable } = await import("../print/table.js");
          return `${textTable(
            heads.map((head) => ({ head })),
            listed.map(row),
            columns,
          )}${closing}`;
        },
      };
    },
  });
}
