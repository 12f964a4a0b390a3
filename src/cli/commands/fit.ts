import type { FitQuestion } from "../../analysis/scaling/models/answer.js";
import type { FigureKind } from "../../formats/scaling-columns.js";
import { UserError } from "../../user-error.js";
import { type Command, type Given, jsonOption } from "../command.js";

export const fit: Command = {
  name: "fit",
  args: "<csv>",
  summary: "Fit a scaling law to a table of workers and throughput or time, from anywhere (- reads standard input)",
  options: [
    { flag: "--x <column>", description: "Column of worker counts (default: the one named like it)" },
    { flag: "--y <column>", description: "Column of throughputs or times (default: the one named like it)" },
    { flag: "--kind <kind>", description: "What --y holds: throughput or time (default: by its name)" },
    {
      flag: "--model <model>",
      description:
        "usl, amdahl, gustafson or auto (default): Amdahl's law or the USL, whichever the table carries, if any",
    },
    { flag: "--log", description: "Least squares on logs of geometric means, as runs are fitted (default: plain)" },
    { flag: "--svg <file>", description: "Draw the table, the fit and its peak into this file" },
    jsonOption,
  ],
  examples: [
    "fit raytracer.csv",
    "fit bench.csv --x threads --y requests_per_s --model usl --svg fit.svg",
    "fit times.csv --y wall_s --kind time --model amdahl --log",
    "fit - --json < table.csv",
  ],
  async run(given, io) {
    const asked = askedOf(given);
    const [{ readInput }, { readScalingTable }, { answerFit }] = await Promise.all([
      import("../options/read-input.js"),
      import("../../formats/scaling-table.js"),
      import("../../analysis/scaling/models/answer.js"),
    ]);
    const { text, name } = await readInput(given.positionals[0] ?? "");
    const columns = { x: given.text("x"), y: given.text("y"), kind: asked.kind };
    const table = readScalingTable(text, name, columns);
    const answer = answerFit(table.rows, {
      model: asked.model,
      reading: { scale: asked.scale, figure: table.kind },
    });
    const svg = given.text("svg");
    if (svg !== undefined) {
      const { fitSvg } = await import("../../report/charts/output/fit-svg.js");
      await writeText(svg, await fitSvg(answer, table.rows));
    }
    if (given.has("json")) {
      const { fitJson } = await import("../print/fit-json.js");
      io.out(`${JSON.stringify(fitJson(answer, table))}\n`);
      return 0;
    }
    const { printFit } = await import("../print/fit-text.js");
    await printFit({ answer, table, name, svg }, io);
    return 0;
  },
};

const KINDS = ["throughput", "time"] as const satisfies readonly FigureKind[];
const MODELS = ["auto", "usl", "amdahl", "gustafson"] as const satisfies readonly FitQuestion["model"][];

function askedOf(given: Given) {
  return {
    kind: oneOf(given, "kind", KINDS),
    model: oneOf(given, "model", MODELS) ?? "auto",
    scale: given.has("log") ? ("log" as const) : ("plain" as const),
  };
}

function oneOf<T extends string>(given: Given, name: string, values: readonly T[]): T | undefined {
  const text = given.text(name);
  if (text === undefined) return undefined;
  const value = values.find((one) => one === text);
  if (value === undefined) throw new UserError(`--${name} is "${text}": give ${values.join(", ")}`);
  return value;
}

async function writeText(file: string, text: string): Promise<void> {
  const [{ writeAtomically }, { fileError }] = await Promise.all([
    import("../../record/files/write-atomically.js"),
    import("../../record/files/regular-files.js"),
  ]);
  try {
    await writeAtomically(file, Buffer.from(text));
  } catch (error) {
    throw fileError(`cannot write ${file}`, error);
  }
}
