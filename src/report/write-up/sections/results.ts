import { group } from "d3-array";
import type { Finding } from "../../../analysis/results/run-analysis.js";
import type { Scaling } from "../../../analysis/results/scaling.js";
import { FEWEST_FOR_A_MODEL } from "../../../analysis/scaling/models/choose-model.js";
import { versionOf } from "../../../analysis/versions/match.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { endsWords, multiple, plural, whole } from "../../../words/number.js";
import { list, sentenceCase } from "../../../words/sentence.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { repeatWords } from "../../page-model/run-words.js";
import { adviceTable } from "../../tables/advice.js";
import { column, type TableModel, table, textCell } from "../../tables/table.js";
import type { Illustration } from "../illustration.js";
import { type Draft, heading, paragraph, sentences, type Word } from "../model.js";
import { type ComparedEntries, type Part, type PartTable, plain } from "../parts.js";
import type { Subject } from "../subjects.js";
import { MOST_QUESTIONS } from "./introduction.js";
import { bestSpeedUp, questionBelow } from "./prompts.js";
import { chartsOfFinding, shownWords } from "./shown.js";
import { LAWS, linesOf } from "./theory.js";

/** A part that stands in the document; figures are drawn. */
export type Chosen = Part & { figure: Illustration | null };

export interface Results {
  entries: readonly RunEntry[];
  subjects: readonly Subject[];
  comparisons: readonly ComparedEntries[];
  chosen: readonly Chosen[];
  /** Figures and tables that the pages have no room for. */
  leftOut: readonly Part[];
}

/** Advice first, then sentences, pictures and tables of each experiment. */
export function resultsSection(results: Results): Draft[] {
  return [
    heading(2, "results", "Results"),
    ...adviceBlocks(results.entries),
    ...answerBlocks(results.subjects),
    ...results.comparisons.flatMap((compared) => comparisonBlocks(compared, results)),
    ...results.subjects.flatMap((subject) => subjectBlocks(subject, results)),
    ...leftOutWords(results),
  ];
}

function adviceBlocks(entries: readonly RunEntry[]): Draft[] {
  return entries.flatMap((entry, index): Draft[] => {
    const model = adviceTable(entry.analysis);
    // One answer stands in the summary.
    if (model === null || model.groups.every(({ rows }) => rows.length < 2)) return [];
    const id = `table-advice-${index + 1}`;
    const where = entries.length === 1 ? "" : ` in the run on ${entry.run.machine.name}`;
    return [paragraph({ ref: id }, ` names what did best${where}.`), { kind: "table", id, table: plain(model) }];
  });
}

/** Every question with its answer, where a run has too many for a part each. */
function answerBlocks(subjects: readonly Subject[]): Draft[] {
  const many = subjects.filter(({ isOneOfMany }) => isOneOfMany);
  if (many.length === 0) return [];
  return [
    paragraph({ ref: "table-answers" }, " gives what each experiment found foremost."),
    { kind: "table", id: "table-answers", table: answersTable(many) },
  ];
}

function answersTable(subjects: readonly Subject[]): TableModel {
  return table({
    id: "answers",
    caption: "Every question, and the most telling of what was found.",
    columns: [column("question"), column("finding")],
    rows: subjects.map(({ title, analysed, findings: [first] }) => ({
      head: textCell(analysed.question ?? title),
      cells: [textCell(first === undefined ? "see its figures" : `${first.headline}.`)],
    })),
    fold: "",
  });
}

function comparisonBlocks({ id, title, comparison, trials }: ComparedEntries, { chosen }: Results): Draft[] {
  const parts = chosen.filter(({ subject }) => subject === id);
  return [
    heading(3, id, title),
    ...sentenceList(comparison.findings, parts),
    paragraph(
      "The two runs were not interleaved: the hour may differ as well as the machine. ",
      ...parts.flatMap((part): Word[] =>
        part.kind === "table" ? [{ ref: part.id }, ` ${TABLES[part.says].says}`] : [],
      ),
    ),
    ...parts.flatMap((part) => partBlocks(part, null, trials)),
  ];
}

function subjectBlocks(subject: Subject, { chosen, subjects }: Results): Draft[] {
  const { id, title, analysed, findings, isOneOfMany } = subject;
  const parts = chosen.filter((part) => part.subject === id);
  const trials = analysed.cells.map((cell) => cell.trials.ok);
  if (isOneOfMany && parts.length === 0) return [];
  return [
    heading(3, `part-${id}`, title),
    ...(analysed.question === undefined || subjects.length <= MOST_QUESTIONS ? [] : [paragraph(analysed.question)]),
    ...sentenceList(findings, parts),
    ...uncitedWords(subject, parts),
    ...parts.flatMap((part) => partBlocks(part, analysed, trials)),
  ];
}

/** Findings with references to their figures. */
function sentenceList(findings: readonly Finding[], parts: readonly Chosen[]): Draft[] {
  const items = findings.map(({ id, text }): Word[] => {
    const figure = figureOfFinding(id, parts);
    return figure === undefined ? [text] : [text.replace(/\.$/, ""), " (", { ref: figure.id }, ")."];
  });
  return sentences(items);
}

/** The figure among `parts` that shows a finding of this kind; a comparison's first picture shows all it found. */
function figureOfFinding(finding: string, parts: readonly Chosen[]): Chosen | undefined {
  const figures = parts.filter(({ kind }) => kind === "figure");
  const best = chartsOfFinding(finding).flatMap((chart) =>
    figures.filter((part) => part.kind === "figure" && part.chart === chart),
  );
  return best[0] ?? (figures[0]?.subject.startsWith("compared-") ? figures[0] : undefined);
}

/** Refers to the figures and tables that no finding refers to. */
function uncitedWords({ findings, analysed }: Subject, parts: readonly Chosen[]): Draft[] {
  const cited = new Set(findings.map(({ id }) => figureOfFinding(id, parts)?.id));
  const words: Word[] = [];
  for (const part of parts) {
    if (part.kind === "table") {
      if (part.says === "theory") words.push(...theoryWords(analysed));
      const isOfVersions = part.says === "answer" && analysed.versions !== undefined;
      words.push({ ref: part.id }, ` ${isOfVersions ? "compares both versions." : TABLES[part.says].says} `);
      if (part.says === "theory") words.push(...lawWords(analysed));
    } else if (!cited.has(part.id))
      words.push({ ref: part.id }, ` shows ${shownWords(part.chart, analysed.measure)}. `);
  }
  return words.length === 0 ? [] : [paragraph(...trimmed(words))];
}

/** What a table has, after "Table 3", and its name in the list of those that were left out. */
const TABLES: Record<PartTable, { says: string; name: string }> = {
  answer: { says: "has what the tasks themselves reported.", name: "what the tasks reported" },
  theory: { says: "sets theory beside measurement.", name: "theory beside measurement" },
  steps: {
    says: "goes step by step from each worker count to the next.",
    name: "step by step over the worker counts",
  },
  use: { says: "gives time, memory and CPU of each combination.", name: "time, memory and CPU" },
  peaks: {
    says: "gives the peaks of CPU and memory, also as shares of the machine.",
    name: "peaks of CPU and memory",
  },
  cpu: { says: "sets real, user and system time side by side.", name: "real, user and system time" },
  times: { says: "gives mean and standard deviation.", name: "mean and standard deviation" },
  across: { says: "sets strategy against strategy.", name: "strategy against strategy" },
  changes: { says: "sets every combination against its baseline.", name: "against the baseline" },
  compared: { says: "sets the times of the two runs beside each other.", name: "the two runs" },
};

/** More experiments are counted. */
const MOST_NAMED = 3;

/** Names what the pages have no room for, and how to get it. */
function leftOutWords({ leftOut, subjects }: Results): Draft[] {
  if (leftOut.length === 0) return [];
  const titles = new Map(subjects.map(({ id, title }) => [id, title]));
  const kinds = group(leftOut, (part) => (part.kind === "figure" ? "figures" : part.says));
  const items = [...kinds].map(([kind, parts]): Word[] => {
    const name = kind === "figures" ? plural(parts.length, "figure") : TABLES[kind].name;
    const of = [...new Set(parts.flatMap(({ subject }) => titles.get(subject) ?? []))];
    const where = of.length > MOST_NAMED ? plural(of.length, "experiment") : list(of);
    return [`${sentenceCase(name)}${of.length === 0 || subjects.length === 1 ? "" : `: ${where}`}.`];
  });
  return [
    heading(3, "left-out", "Left out for want of pages"),
    paragraph(
      `${sentenceCase(plural(leftOut.length, "figure or table", "figures and tables"))} would make the report longer; they stand in it with more pages (--pages), and on the site:`,
    ),
    ...sentences(items),
  ];
}

/** Largest speed-up as a share of the ideal. */
function theoryWords({ cells, versions }: Subject["analysed"]): Word[] {
  const best = bestSpeedUp(cells.filter((cell) => versions === undefined || versionOf(cell) !== versions.twin));
  if (best === undefined) return [];
  const { ratio, ideal, label } = best;
  if (ideal.rounds === null || ideal.speedUp === null) return [];
  const interval =
    ratio.interval === null
      ? "one measurement, so no interval"
      : `95 % interval ${endsWords(ratio.interval, multiple)}`;
  const against = best.speedUp === null ? "its own single worker" : "sequential";
  const measured = `The largest speed-up that was measured against ${against}, ${multiple(ratio.value)} (${interval}), is that of ${label}`;
  if (ideal.cores === null)
    return [`${measured}; rounds alone would allow ${multiple(ideal.speedUp)}, whatever else limits the work. `];
  return [
    `${measured}; rounds and cores allow ${multiple(ideal.speedUp)}, of which it is ${whole((ratio.value / ideal.speedUp) * 100)} %. `,
  ];
}

/** Explanation of the scaling laws in the table of theory. */
function lawWords(analysed: Subject["analysed"]): Word[] {
  const lines = linesOf(analysed);
  const laws = [...new Set(lines.flatMap(({ models }) => models.chosen ?? []))];
  if (laws.length === 0) return [NOT_FITTED[lines[0]?.models.reason ?? "rejected"]];
  return laws.flatMap((law): Word[] => [
    `${sentenceCase(LAWS[law].name)} `,
    { cite: LAWS[law].cite },
    " is fitted to these times: it describes them, and predicts none. ",
  ]);
}

/** Reasons why no law is fitted. */
const NOT_FITTED: Record<NonNullable<Scaling["models"]["reason"]>, string> = {
  "too-few-worker-counts": `No law is fitted: that takes ${FEWEST_FOR_A_MODEL} worker counts of which each allows another speed-up. `,
  rejected: "No law is fitted: these times lie further from it than their spread explains. ",
  superlinear: "No law is fitted: these times are better than any of the laws allows. ",
  "not-converged": "No law is fitted: the search for its parameters found no end. ",
  undetermined: "No law is fitted: by these trials the serial share may be anything from 0 to 100 %. ",
  "no-gain": "No law is quoted: more workers are not shown to take less time. ",
  "no-repeats": "No law is fitted: without repeats nothing could reject it. ",
};

function trimmed(words: readonly Word[]): Word[] {
  const last = words.at(-1);
  return typeof last === "string" ? [...words.slice(0, -1), last.trimEnd()] : [...words];
}

function partBlocks(part: Chosen, analysed: Subject["analysed"] | null, trials: readonly number[]): Draft[] {
  if (part.kind === "table") return [{ kind: "table", id: part.id, table: part.table }];
  const { figure } = part;
  if (figure === null) return [];
  const question = questionBelow(part.chart, analysed);
  return [{ kind: "figure", id: part.id, figure, caption: captionOf(figure, trials), question }];
}

/** Subtitle of a picture, with the number of repeats unless it has them. */
function captionOf({ subtitle }: Illustration, trials: readonly number[]): string {
  if (/\bone (?:trial|repeat|measurement)\b|\bof \d[\d,]* (?:trial|repeat)s?\b/i.test(subtitle)) return subtitle;
  const counts = trials.filter((count) => count > 0);
  const [fewest, most] = [smallest(counts), largest(counts)];
  if (counts.length === 0) return subtitle;
  if (most === 1) return `${subtitle} One measurement each.`;
  return `${subtitle} n = ${repeatWords({ min: fewest, max: most })}.`;
}
