import { plural } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import type { RunEntry } from "../archive/run-entry.js";
import type { Renderer } from "../charts/output/render.js";
import { cellRecords, rowsOf } from "../export/records.js";
import { chipsOf, runTitle, whereAndWhen } from "../page-model/run-words.js";
import type { Answers } from "./answers/answer.js";
import { sectionKey } from "./answers/sections.js";
import { type Illustration, illustrate } from "./illustration.js";
import type { DataTable, FrontMatter, WriteUp } from "./model.js";
import { numbered } from "./numbering.js";
import { comparedEntries, type Part, partsOf } from "./parts.js";
import { closing } from "./sections/closing.js";
import { expectationsOf } from "./sections/expectation.js";
import { introduction } from "./sections/introduction.js";
import { methodSection } from "./sections/method.js";
import { listing, programPart } from "./sections/program.js";
import { type Chosen, resultsSection } from "./sections/results.js";
import { summary } from "./sections/summary.js";
import type { Source } from "./sources.js";
import { subjectsOf } from "./subjects.js";

export interface WriteUpInput {
  /** The runs to write about; the first is the reference of the others. */
  entries: readonly RunEntry[];
  render: Renderer;
  front: FrontMatter;
  /** What the student wrote in place of questions. */
  answers: Answers;
  /** Files of the user's own work. */
  sources: readonly Source[];
  /** Whether their text stands at the end. */
  hasListing: boolean;
  toolVersion: string;
}

/** The possible figures and tables of a write-up, and a function that makes one with some of them. */
export interface Drafting {
  /** Figures and tables, most telling first. */
  parts: readonly Part[];
  /** Lines of the listing at the end. */
  listedLines: number;
  draft(kept: readonly Part[]): Promise<WriteUp>;
}

/** Prepares a write-up; figures are drawn when they are first asked for. */
export function openDraft(input: WriteUpInput): Drafting {
  const { entries, render, front, answers, sources, hasListing, toolVersion } = input;
  const subjects = subjectsOf(entries);
  const comparisons = comparedEntries(entries);
  // A figure that somebody wrote about stays before others.
  const isOpen = ({ id }: Part) => !answers.has(sectionKey(id));
  const parts = partsOf(subjects, comparisons).toSorted((a, b) => Number(isOpen(a)) - Number(isOpen(b)));
  const data = entries.map(dataOf);
  const drawn = new Map<string, Illustration>();
  const draw = async (part: Part): Promise<Chosen> => {
    if (part.kind === "table") return { ...part, figure: null };
    const figure = drawn.get(part.id) ?? (await illustrate(render, part.id, part.picture()));
    drawn.set(part.id, figure);
    return { ...part, figure };
  };
  return {
    parts,
    listedLines: hasListing ? sources.reduce((sum, { text }) => sum + (text?.split("\n").length ?? 0), 0) : 0,
    async draft(kept) {
      const chosen: Chosen[] = [];
      for (const part of kept) chosen.push(await draw(part));
      const results = { entries, subjects, comparisons, chosen, leftOut: parts.filter((part) => !kept.includes(part)) };
      const drafts = [
        ...summary(entries, comparisons),
        ...introduction(subjects, expectationsOf(entries)),
        ...methodSection(entries, subjects),
        ...programPart(
          sources,
          entries.flatMap(({ line }) => line.runs),
        ),
        ...resultsSection(results),
        ...closing(results, front.author),
        ...(hasListing ? listing(sources) : []),
      ];
      return { ...headOf(entries, front), data, toolVersion, ...numbered(drafts, answers) };
    },
  };
}

/** Every cell of a run with the figures of its trials. */
function dataOf(entry: RunEntry): DataTable {
  const { heads, rows } = rowsOf(cellRecords(entry));
  const known = heads.flatMap((_, column) => (rows.some((row) => row[column] !== null) ? [column] : []));
  const only = <T>(row: readonly T[]) => known.map((column) => row[column] as T);
  return { title: runTitle(entry), heads: only(heads), rows: rows.map(only) };
}

function headOf(
  entries: readonly RunEntry[],
  front: FrontMatter,
): FrontMatter & Pick<WriteUp, "isTitled" | "runs" | "subtitle"> {
  const experiments = entries.flatMap(({ run }) => run.experiments);
  const machines = list([...new Set(entries.map(({ run }) => run.machine.name))]);
  const what = experiments.length === 1 ? experiments[0]?.title : plural(experiments.length, "experiment");
  return {
    ...front,
    title: front.title === "" ? `How a program scales: ${what} on ${machines}` : front.title,
    isTitled: front.title !== "",
    runs: entries.map(({ run }) => run.id),
    subtitle: entries.map((entry) => {
      const { study, label } = entry.run;
      const named = label === undefined || label === "" ? "" : `, "${label}"`;
      const standing = chipsOf(entry).map(({ text }) => text);
      return `Study ${study}${named}, recorded on ${whereAndWhen(entry)}: ${standing.join(", ")}.`;
    }),
  };
}
