import type { Fact } from "../pages/measured.js";
import type { TableModel } from "../tables/table.js";
import type { Illustration } from "./illustration.js";
import type { ReferenceId } from "./references.js";

/** Words of a draft: plain, or standing for the number of a figure, a table or a reference. */
export type Word = string | { ref: string } | { cite: ReferenceId };

/** Words of a finished document: `to` is the id of what they name, `kind` what that is. */
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
  /** Left for the student: what to write about. */
  | { kind: "prompt"; id: string; text: string }
  /** Title, notes and picture are those of the chart; the caption says what is drawn, of how many trials. The question is
   * left for the student. */
  | { kind: "figure"; id: string; figure: Illustration; caption: string; question: string }
  | { kind: "table"; id: string; table: TableModel }
  | { kind: "code"; label: string; text: string; language: string };

export type Draft = Block<Word>;

/** A block with the number that it is called by: "2" or "3.1" of headings, "4" of figures and tables, else "". */
export type Numbered = Block<Span> & { number: string };

export interface Reference {
  id: string;
  number: string;
  text: string;
}

/** A whole write-up, the same for every format. */
export interface WriteUp {
  title: string;
  /** Where and when the runs were recorded, and how far. */
  subtitle: string[];
  /** "" leaves the name to be filled in. */
  author: string;
  blocks: Numbered[];
  references: Reference[];
  toolVersion: string;
}

/** What a format makes of each kind of block. */
export type ByKind<T> = { [K in Numbered["kind"]]: (block: Extract<Numbered, { kind: K }>) => T };

/** What `table` makes of the block. */
export function byKind<T>(table: ByKind<T>, block: Numbered): T {
  return (table[block.kind] as (block: Numbered) => T)(block);
}
