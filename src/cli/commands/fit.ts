import type { FitQuestion } from "../../analysis/scaling/models/answer.js";
import type { FigureKind } from "../../formats/scaling/scaling-columns.js";
import { UserError } from "../../user-error.js";
import { command, type Given, jsonOption, option } from "../command.js";

const KINDS = ["throughput", "time"] as const satisfies readonly FigureKind[];
const MODELS = ["auto", "usl", "amdahl", "gustafson"] as const satisfies readonly FitQuestion["model"][];

const options = [
  option("--x <column>", "Column of worker counts (default: the one named like it)"),
  option("--y <column>", "Column of throughputs or times (default: the one named like it)"),
  option("--only <list>", "Rows to fit: those with these fields, such as size=100,compiler=gcc (default: all)"),
  option("--kind <kind>", "What --y holds: throughput or time (default: by its name)", KINDS),
  option("--model <model>", "usl, amdahl, gustafson or auto (default): whichever the table carries, if any", MODELS),
  option("--log", "Least squares on logs of geometric means, as runs are fitted (default: plain)"),
  option("--svg <file>", "Draw the table, the fit and its peak into this file"),
  jsonOption,
];
type FitOptions = Given<typeof options>["options"];

export const fit = command({
  name: "fit",
  args: "<csv>",
  summary: "Fit a scaling law to a table of workers and throughput or time, from anywhere (- reads standard input)",
  options,
  examples: [
    "fit raytracer.csv",
    "fit bench.csv --x threads --y requests_per_s --model usl --svg fit.svg",
    "fit times.csv --y wall_s --only size=1000 --model amdahl --log",
    "fit - --json < table.csv",
  ],
  async run(given) {
    const { x, y, only, svg } = given.options;
    const asked = askedOf(given.options);
    const [{ readInput }, { readScalingTable }, { answerFit }] = await Promise.all([
      import("../options/read-input.js"),
      import("../../formats/scaling/scaling-table.js"),
      import("../../analysis/scaling/models/answer.js"),
    ]);
    const { text, name } = await readInput(given.positionals[0] ?? "");
    const table = readScalingTable(text, name, { x, y, only, kind: asked.kind });
    const answer = answerFit(table.rows, {
      model: asked.model,
      reading: { scale: asked.scale, figure: table.kind },
      growing: table.growing,
    });
    if (svg !== undefined) {
      const { fitSvg } = await import("../../report/charts/kinds/scaling-fit.js");
      await writeText(svg, await fitSvg(answer, table.rows));
    }
    const { fitJson, fitText } = await import("../print/fit-text.js");
    return {
      json: fitJson(answer, table),
      text: (columns) => fitText({ answer, table, name, svg, isAuto: asked.model === "auto" }, columns),
    };
  },
});

function askedOf({ kind, model, log }: FitOptions) {
  return {
    kind: oneOf("kind", kind, KINDS),
    model: oneOf("model", model, MODELS) ?? "auto",
    scale: log ? ("log" as const) : ("plain" as const),
  };
}

function oneOf<T extends string>(name: keyof FitOptions, text: string | undefined, values: readonly T[]) {
  if (text === undefined) return undefined;
  const value = values.find((one) => one === text);
  if (value === undefined) throw new UserError(`--${name} is "${text}": give ${values.join(", ")}`);
  return value;
}

async function writeText(file: string, text: string): Promise<void> {
  const [{ writeWhole }, { fileError }] = await Promise.all([
    import("../../record/files/write-whole.js"),
    import("../../record/files/regular-files.js"),
  ]);
  try {
    await writeWhole(file, text);
  } catch (error) {
    throw fileError(`cannot write ${file}`, error);
  }
}
