import type { CsvValue } from "../format/csv.js";
import type { Fact } from "../pages/run/measured.js";
import type { TableModel } from "../tables/table.js";
import type { Answer } from "./answers/answer.js";
import type { Illustration } from "./illustration.js";
import type { ReferenceId } from "./references.js";

/** Words of a draft: text, or a reference to a figure, a table or a source. */
export type Word = string | { ref: string } | { cite: ReferenceId };

/** Words of a finished document, with the kind and id of the figure, table or source that they name. */
export interface Span {
  text: string;
  kind: "plain" | "figure" | "table" | "reference";
  to: string;
}

/**
 * A piece of a write-up. `W` is what its words are: `Word` while it is drafted, `Span` once everything has its number.
 * Every format has a renderer for every kind.
 */
export type Block<W> =
  | { kind: "heading"; level: 2 | 3; id: string; text: string }
  | { kind: "text"; words: W[] }
  | { kind: "list"; items: W[][] }
  | { kind: "facts"; facts: Fact[] }
  /** Question for the student to answer. */
  | { kind: "prompt"; id: string; text: string }
  /** Title, notes and picture are those of the chart; the caption says what is drawn, of how many trials. The question is
   * left for the student. */
  | { kind: "figure"; id: string; figure: Illustration; caption: string; question: string }
  | { kind: "table"; id: string; table: TableModel }
  | { kind: "code"; label: string; text: string; language: string };

export type Draft = Block<Word>;

/**
 * A block with its number: "2" or "3.1" of headings, "4" of figures and tables, else "". `answer` is what the student
 * wrote in place of a question; `null` while it is open.
 */
export type Numbered = Block<Span> & { number: string; answer: Answer | null };

export interface Reference {
  id: string;
  number: string;
  text: string;
}

/** Rows for other programs: heads name units, figures have all their digits. */
export interface DataTable {
  title: string;
  heads: string[];
  rows: CsvValue[][];
}

/** The head of a write-up as its author gives it: "" where it is left to be filled in, of the title for the usual one. */
export interface FrontMatter {
  title: string;
  author: string;
  course: string;
  date: string;
}

/** A whole write-up, the same for every format. */
export interface WriteUp extends FrontMatter {
  /** Whether the author gave the title. */
  isTitled: boolean;
  /** Ids of the runs, the first of them the reference of the others. */
  runs: string[];
  /** Place, time and state of each recording. */
  subtitle: string[];
  blocks: Numbered[];
  /** The figures of every cell, for formats that hold data. */
  data: DataTable[];
  references: Reference[];
  toolVersion: string;
}

/** The lines of the head that say who hands it in. */
export function headFields({ author, course, date }: FrontMatter) {
  return [
    { name: "author", label: "Name", text: author },
    { name: "course", label: "Course", text: course },
    { name: "date", label: "Date", text: date },
  ];
}

/** What every format ends with. */
export function madeWith({ toolVersion }: WriteUp): string {
  return `Made with Scalebook ${toolVersion}. Sentences, figures and tables are computed from the recording.`;
}

/** A renderer for each kind of a piece: of a block, of an answer, of its lines. */
export type ByKind<P extends { kind: string }, T> = { [K in P["kind"]]: (piece: Extract<P, { kind: K }>) => T };

/** Renders a piece. */
export function byKind<P extends { kind: string }, T>(renderers: ByKind<P, T>, piece: P): T {
  return (renderers[piece.kind as P["kind"]] as (piece: P) => T)(piece);
}

/** A heading of a section (2) or of a part (3). */
export function heading(level: 2 | 3, id: string, text: string): Draft {
  return { kind: "heading", level, id, text };
}

export function paragraph(...words: Word[]): Draft {
  return { kind: "text", words };
}

/** A list of sentences; no block without any. */
export function sentences(items: Word[][]): Draft[] {
  return items.length === 0 ? [] : [{ kind: "list", items }];
}

/** Questions for the student to answer, as one block. */
export function prompt(id: string, ...questions: string[]): Draft {
  return { kind: "prompt", id, text: questions.filter(Boolean).join(" ") };
}
