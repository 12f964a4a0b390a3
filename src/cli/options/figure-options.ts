import { commandLines, isCommand } from "../../study/command-line.js";
import { type FigureDefinition, withUnits } from "../../study/figures.js";
import type { ExperimentDefinition, Study } from "../../study/study.js";
import { UserError } from "../../user-error.js";
import { list } from "../../words/sentence.js";
import type { RecordingValues } from "./recording-flags.js";

/** The study with the figures of `--figure`, the first of them with `--better` and `--unit`. Throws UserErrors. */
export function withFigures(study: Study, options: RecordingValues): Study {
  const { figure: given = [], better, unit } = options;
  if (options.study !== undefined)
    throw new UserError("--figure and --study were both given: a study file has figures");
  if (!study.experiments.every(isCommand)) {
    throw new UserError("--figure is for --command or --variant: only a program prints a figure, a module returns");
  }
  if (better !== "higher" && better !== "lower") {
    throw new UserError(
      better === undefined
        ? "--figure needs --better higher or --better lower: which direction is better?"
        : `--better is "${better}": give higher or lower`,
    );
  }
  const named = given.map(parseFigure).map((figure, index) => (index === 0 ? { ...figure, better } : figure));
  const [first, ...others] = named as [FigureDefinition, ...FigureDefinition[]];
  const figures = withUnits(
    [unit === undefined ? first : { ...first, unit }, ...others],
    (index) => `--figure ${named[index]?.name}`,
  );
  return { ...study, experiments: study.experiments.map((experiment) => ({ ...asking(experiment, first), figures })) };
}

function parseFigure(given: string): FigureDefinition {
  const [, name = "", pattern = ""] = /^([^=]*)=(.*)$/s.exec(given) ?? [];
  if (name !== "" && pattern !== "") return { name, pattern };
  throw new UserError(
    `--figure is "${given}": give a name, = and where the number stands, such as throughput='([0-9.]+) req/s' or p99=json:latency.p99`,
  );
}

/** The experiment with a question about its figure where it asked for a time. */
function asking(experiment: ExperimentDefinition, { name }: FigureDefinition): ExperimentDefinition {
  const { versions } = experiment;
  const figure = name.replaceAll("-", " ");
  if (versions !== undefined) {
    const question = `Does ${versions.after} have a worse ${figure} than ${versions.before}, and does it scale as well?`;
    return { ...experiment, question };
  }
  if (experiment.id !== "command" && experiment.id !== "variants") return experiment;
  const which = commandLines(experiment).length > 1;
  const question = which
    ? `Which of ${list(Object.keys(experiment.variants ?? {}))} has the better ${figure}, and by how much?`
    : `What ${figure} does this program reach, and how does that change with its factors?`;
  return { ...experiment, question };
}
