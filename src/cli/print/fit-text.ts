import type { FitAnswer } from "../../analysis/scaling/models/answer.js";
import type { ModelFit } from "../../analysis/scaling/models/fit-model.js";
import { laws } from "../../analysis/scaling/models/index.js";
import type { Law } from "../../analysis/scaling/models/law.js";
import type { ScalingTable } from "../../formats/scaling/scaling-table.js";
import { largest } from "../../record/limits/extremes.js";
import { fixed, isWrittenOut, level, plural, significant } from "../../words/number.js";
import { list, listStart } from "../../words/sentence.js";
import { bulletList, wrapped } from "./bullets.js";
import { printable } from "./printable.js";
import { textTable } from "./table.js";

/** Most rows of residuals; `--json` has all. */
const MOST_RESIDUALS = 40;

export interface FitOutput {
  answer: FitAnswer;
  table: ScalingTable;
  /** Name of the table's file. */
  name: string;
  /** File of the picture, where there is one. */
  svg: string | undefined;
  /** Whether the law was chosen, and not asked for. */
  isAuto: boolean;
}

/** An answer as `fit --json` prints it: the model and the columns first, then how far it may be believed. */
export function fitJson(answer: FitAnswer, table: ScalingTable) {
  const { fit, warnings, firstWarnings, reading, laws, measuredPeak, ...rest } = answer;
  const { workersName, figureName, kind, unused, only, mixed, growing } = table;
  return {
    ...rest,
    scale: reading.scale,
    kind: reading.figure,
    x: workersName,
    y: figureName,
    columns: [
      { name: workersName, readAs: "workers" },
      { name: figureName, readAs: kind },
      ...unused.map((name) => ({ name, readAs: null })),
    ],
    only,
    mixed,
    growing,
    converged: fit?.converged ?? null,
    rss: fit?.rss ?? null,
    df: fit?.df ?? null,
    residualStandardError: fit && fit.df > 0 ? Math.sqrt(fit.rss / fit.df) : null,
    aicc: fit?.aicc ?? null,
    lackOfFit: fit?.lackOfFit ?? null,
    rejected: fit?.rejected ?? null,
    superlinear: fit?.superlinear ?? null,
    laws,
    measuredPeak,
    residuals: fit?.residuals ?? [],
    notes: table.notes,
    warnings: [...firstWarnings, ...mixtures(table), ...warnings],
  };
}

/**
 * An answer for a person: what was read, what makes the figures wrong, the law with its parameters, peak, limit and
 * residuals, the laws that were tried, and what else to beware of.
 */
export async function fitText(output: FitOutput, columns: number): Promise<string[]> {
  const { answer, table, name, svg, isAuto } = output;
  const { fit, warnings, firstWarnings, measurements, distinctWorkers, tested } = answer;
  const measured = `${plural(measurements, "measurement")} of ${table.figureName}`;
  const at = `${plural(distinctWorkers, "worker count")} from ${tested.map(level).join(" to ")} (${table.workersName})`;
  const bullets = async (sentences: readonly string[], heading = "") => {
    const items = sentences.map((text) => ({ text }));
    return items.length === 0 ? "" : `\n${heading}${await bulletList(items, columns)}`;
  };
  const judged = [...new Set(answer.laws.map(({ why }) => why))].map((why) => {
    const names = answer.laws.filter((law) => law.why === why).map(({ model }) => laws[model].name);
    return `${names.join(", ")}: ${why}.`;
  });
  return [
    `${printable(`${name}: ${measured} at ${at}`)}\n`,
    await wrapped(readingWords(table), columns),
    "\n",
    await bullets([...firstWarnings, ...mixtures(table)]),
    fit === null ? "" : `\n${await fitted(fit, answer, columns)}`,
    isAuto && answer.laws.some(({ tried }) => tried) ? await bullets(judged, "Laws\n") : "",
    await bullets(warnings),
    svg === undefined ? "" : `\nPicture: ${printable(svg)}\n`,
  ];
}

/** "Read: threads as workers, time_s as time; not used: size, mpi_s. Only rows with size = 100." */
function readingWords({ workersName, figureName, kind, unused, only, notes }: ScalingTable): string {
  const rest = unused.length === 0 ? "" : `; not used: ${unused.join(", ")}`;
  const conditions = Object.entries(only).map(([column, value]) => `${column} = ${value}`);
  const rows = conditions.length === 0 ? "" : ` Only rows with ${list(conditions)}.`;
  return [`Read: ${workersName} as workers, ${figureName} as ${kind}${rest}.${rows}`, ...notes].join(" ");
}

/** Notes on columns that are levels: a fit of all rows mixes different things. */
function mixtures({ mixed }: ScalingTable): string[] {
  if (mixed.length === 0) return [];
  const levels = mixed.map(({ name, values }) => `${plural(values.length, "level")} of ${name} (${listStart(values)})`);
  const alone = mixed.map(({ name, values }) => `${name}=${values[0]}`).join(",");
  return [`The rows mix ${list(levels)}, and are fitted as one. Fit each alone, such as --only ${shellQuoted(alone)}.`];
}

/** A word for a shell, in quotes where it needs them. */
function shellQuoted(word: string): string {
  return /^[\w.=,:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function fitted(fit: ModelFit, answer: FitAnswer, columns: number): Promise<string> {
  const law: Law = laws[fit.model];
  return [
    `${await wrapped(`${law.name}, ${method(fit)}`, columns)}\n`,
    parameters(fit, law, columns),
    `Peak   ${peakWords(answer)}\n${limitWords(answer)}${spread(fit)}`,
    residuals(fit),
  ].join("\n");
}

function method({ reading: { scale, figure }, model }: ModelFit): string {
  const how = scale === "log" ? "least squares on the logs of the geometric means of" : "plain least squares on";
  if (figure === "throughput") return `${how} throughputs`;
  return laws[model].work === "scaled"
    ? `${how} times of work that grows with the workers; throughput is workers / time`
    : `${how} times of the same work; throughput is 1 / time`;
}

function parameters(fit: ModelFit, law: Law, columns: number): string {
  const figure = (value: number | null) => (value === null ? "" : significant(value, 6));
  return textTable(
    [
      { head: "" },
      { head: "estimate", figures: true },
      { head: "standard error", figures: true },
      { head: "95 % interval", figures: true },
      { head: "" },
    ],
    law.parameters.map(({ name, meaning }) => {
      const { estimate = 0, standardError = null, interval = null, atBound = false } = fit.parameters[name] ?? {};
      const reach = interval === null ? "" : interval.map((end) => significant(end, 4)).join(" to ");
      return [name, figure(estimate), figure(standardError), reach, `${meaning}${atBound ? " (on its bound)" : ""}`];
    }),
    columns,
  );
}

function peakWords({ peak, model, tested }: FitAnswer): string {
  if (peak === null) return model === "usl" ? "none: beta is 0" : "none: this law has none";
  const where = peak.insideTestedRange ? "inside" : "outside";
  const flag = peak.supported ? "supported" : "not supported";
  const range = tested.map(level).join(" to ");
  return `${significant(peak.throughput, 6)} at ${significant(peak.workers, 4)} workers, ${where} the tested ${range}; ${flag}`;
}

function limitWords({ limit, model, peak }: FitAnswer): string {
  if (limit === null) return "Limit  none\n";
  const condition = model === "usl" && peak !== null ? " if beta were 0" : "";
  return `Limit  ${significant(limit, 4)}${condition}: gamma / alpha\n`;
}

function spread({ rss, df, reading }: ModelFit): string {
  if (df === 0) return "";
  const unit = reading.scale === "log" ? ", in logs" : "";
  return `Residual standard error ${significant(Math.sqrt(rss / df), 4)}${unit}, ${plural(df, "degree")} of freedom\n`;
}

function residuals({ residuals: all, reading }: ModelFit): string {
  const shown = all.slice(0, MOST_RESIDUALS);
  const log = reading.scale === "log";
  const figure = log ? (value: number) => significant(value, 5) : alignedBy(shown.map(({ observed }) => observed));
  const table = textTable(
    ["workers", "observed", "fitted", log ? "residual (log)" : "residual"].map((head) => ({ head, figures: true })),
    shown.map(({ workers, observed, fitted, residual }) => [
      level(workers),
      figure(observed),
      figure(fitted),
      log ? significant(residual, 3) : figure(residual),
    ]),
  );
  const rest = all.length - shown.length;
  return rest === 0 ? table : `${table}... and ${plural(rest, "more", "more")}: --json lists all\n`;
}

/** As many decimals for all as give the largest figure six digits. */
function alignedBy(figures: readonly number[]): (value: number) => string {
  const most = largest(figures);
  if (!isWrittenOut(most)) return (value) => significant(value, 6);
  const decimals = Math.max(5 - Math.floor(Math.log10(most)), 0);
  return (value) => fixed(value, decimals);
}
