import { isInterleaved } from "../../analysis/cells/interleaved.js";
import { declaredFactors, factorNames } from "../../record/schema/factors.js";
import { fieldDescriptions } from "../../record/schema/json-schema.js";
import type { Cell, Experiment, Run, Trial } from "../../record/schema/run-schema.js";
import { type CsvValue, csvText } from "../format/csv.js";

/** Parts of a run that a row is made of. */
interface Source {
  run: Run;
  experiment: Experiment;
  cell: Cell;
  trial: Trial;
  controlMs: number | null;
}

/** A column with its meaning, taken from the run file where it is a field. */
interface TidyColumn {
  name: string;
  about: string;
  value: (source: Source) => CsvValue | boolean | object | undefined;
}

const descriptions = fieldDescriptions();
const TRIAL = "experiments[].cells[].trials[].";

/** Every column, in order. Names have a unit; unknown values are empty, or null. */
export const tidyColumns: readonly TidyColumn[] = [
  own("run", "Id of the run.", ({ run }) => run.id),
  own("study", describedAs("study"), ({ run }) => run.study),
  own("study_hash", describedAs("studyHash"), ({ run }) => run.studyHash),
  own("label", describedAs("label"), ({ run }) => run.label),
  own("parent", describedAs("parent"), ({ run }) => run.parent),
  own("started_at", describedAs("startedAt"), ({ run }) => run.startedAt),
  own("imported_from", describedAs("origin.format"), ({ run }) => run.origin?.format),
  own("machine", describedAs("machine.name"), ({ run }) => run.machine.name),
  own("machine_id", describedAs("machine.id"), ({ run }) => run.machine.id),
  own("cpu_model", describedAs("machine.cpuModel"), ({ run }) => run.machine.cpuModel),
  own("logical_cores", describedAs("machine.logicalCores"), ({ run }) => run.machine.logicalCores),
  own("tool", describedAs("software.tool"), ({ run }) => `${run.software.tool.name} ${run.software.tool.version}`),
  own("node", describedAs("software.node"), ({ run }) => run.software.node),
  own("commit", describedAs("commit.hash"), ({ run }) => run.commit?.hash),
  own("commit_dirty", describedAs("commit.dirty"), ({ run }) => run.commit?.dirty),
  own("experiment", describedAs("experiments[].id"), ({ experiment }) => experiment.id),
  ...factorNames.map((name) => own(name, declaredFactors[name].recorded, ({ cell }) => cell.factors[name])),
  own(
    "factors",
    `${describedAs("experiments[].cells[].factors.more")} A JSON object.`,
    ({ cell }) => cell.factors.more,
  ),
  figure("block"),
  figure("position"),
  figure("status"),
  figure("reason"),
  figure("wallMs"),
  figure("startUpMs"),
  figure("workMs"),
  figure("tearDownMs"),
  figure("hostMs"),
  figure("userMs"),
  figure("sysMs"),
  figure("taskCpuMs"),
  figure("queueWaitMs"),
  figure("peakPssBytes"),
  own("control_ms", "Time of the control cell in the same block of the run.", ({ controlMs }) => controlMs),
  own("figure_name", describedAs("experiments[].figure"), ({ experiment }) => experiment.figure?.name),
  own("figure", "The figure of that name in the trial.", ({ experiment: { figure: of }, trial }) =>
    of === undefined ? undefined : trial.figures?.[of.name],
  ),
  own("figures", "Every figure of the trial by name, where one of them is compared. A JSON object.", (source) =>
    source.experiment.figure === undefined ? undefined : source.trial.figures,
  ),
  figure("peakRssBytes"),
  figure("workersUsed"),
  figure("cpus"),
  own("disturbed", `${describedAs(`${TRIAL}disturbed`)} With commas between.`, ({ trial }) =>
    trial.disturbed?.join(","),
  ),
  own("paired", "Whether the trials of a block were made side by side, so that they are paired.", ({ run }) =>
    isInterleaved(run),
  ),
];

function own(name: string, about: string, value: TidyColumn["value"]): TidyColumn {
  return { name, about, value };
}

/** "tear_down_ms" for `tearDownMs`. */
function figure(field: keyof Trial): TidyColumn {
  const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return own(name, describedAs(`${TRIAL}${field}`), ({ trial }) => trial[field]);
}

function describedAs(place: string): string {
  const about = descriptions.get(place);
  if (about === undefined) throw new Error(`the run file has no field ${place}`);
  return about;
}

/** A way to write the trials of many runs. */
export interface TidyFormat {
  /** Text before the first run. */
  head: string;
  /** A line for each trial of the run itself, without its parents. */
  lines(run: Run, experiment?: string): string;
}

const names = tidyColumns.map(({ name }) => name);
const head = csvText(names, []);

/** CSV has every column; a line of JSON leaves out unknown values. */
export const tidyFormats: Readonly<Record<"csv" | "jsonl", TidyFormat>> = {
  csv: {
    head,
    lines: (run, experiment) => {
      const rows = sourcesOf(run, experiment).map((source) => tidyColumns.map(({ value }) => plain(value(source))));
      return csvText(names, rows).slice(head.length);
    },
  },
  jsonl: {
    head: "",
    lines: (run, experiment) => {
      return tidyRecords(run, experiment)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join("");
    },
  },
};

/** Trials of a run by the names of the columns, without unknown values. */
export function tidyRecords(run: Run, experiment?: string): Record<string, unknown>[] {
  return sourcesOf(run, experiment).map((source) =>
    Object.fromEntries(tidyColumns.map(({ name, value }) => [name, value(source) ?? undefined])),
  );
}

function sourcesOf(run: Run, wanted?: string): Source[] {
  const control = new Map(run.control?.trials.map(({ block, wallMs }) => [block, wallMs]));
  const experiments = run.experiments.filter(({ id }) => wanted === undefined || id === wanted);
  return experiments.flatMap((experiment) =>
    experiment.cells.flatMap((cell) =>
      cell.trials.map((trial) => ({ run, experiment, cell, trial, controlMs: control.get(trial.block) ?? null })),
    ),
  );
}

function plain(value: ReturnType<TidyColumn["value"]>): CsvValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? String(value) : JSON.stringify(value);
}
