import type { Answer, Answers } from "./answers/answer.js";
import { sectionKey } from "./answers/sections.js";
import type { Draft, Numbered, Reference, Span, Word } from "./model.js";
import { type ReferenceId, SOURCES } from "./references.js";

/**
 * Gives every heading, figure and table its number in the order in which they stand, every source its number in the order
 * in which they are cited, and puts those numbers where the words refer to them. Questions get their answers.
 *
 * @throws Error where words refer to a figure or table that is not there: that is a bug
 */
export function numbered(drafts: readonly Draft[], answers: Answers): { blocks: Numbered[]; references: Reference[] } {
  const numbers = numberBlocks(drafts);
  const named = new Map(
    drafts.flatMap((draft, index) => (isNumbered(draft) ? [[draft.id, { kind: draft.kind, index }] as const] : [])),
  );
  const cited: ReferenceId[] = [];
  const span = (word: Word): Span => {
    if (typeof word === "string") return { text: word, kind: "plain", to: "" };
    if ("cite" in word) {
      if (!cited.includes(word.cite)) cited.push(word.cite);
      return { text: `[${cited.indexOf(word.cite) + 1}]`, kind: "reference", to: idOf(word.cite) };
    }
    const found = named.get(word.ref);
    if (found === undefined) throw new Error(`there is no figure or table ${word.ref}`);
    const { kind, index } = found;
    return { text: `${kind === "figure" ? "Figure" : "Table"}\u00a0${numbers[index]}`, kind, to: word.ref };
  };
  const blocks = drafts.map((draft, index): Numbered => {
    const common = { number: numbers[index] ?? "", answer: answerTo(draft, answers) };
    if (draft.kind === "text") return { ...draft, ...common, words: draft.words.map(span) };
    if (draft.kind === "list") return { ...draft, ...common, items: draft.items.map((words) => words.map(span)) };
    return { ...draft, ...common };
  });
  const references = cited.map((id, index) => ({ id: idOf(id), number: String(index + 1), text: SOURCES[id] }));
  return { blocks, references };
}

/** The answer to the question of a block; `null` where it has no question, or none is answered. */
function answerTo(block: Draft, answers: Answers): Answer | null {
  if (block.kind !== "prompt" && block.kind !== "figure") return null;
  return answers.get(sectionKey(block.id)) ?? null;
}

function isNumbered(draft: Draft): draft is Extract<Draft, { kind: "figure" | "table" }> {
  return draft.kind === "figure" || draft.kind === "table";
}

function idOf(source: ReferenceId): string {
  return `source-${source}`;
}

function numberBlocks(drafts: readonly Draft[]): string[] {
  const counts = { section: 0, part: 0, figure: 0, table: 0 };
  return drafts.map((draft) => {
    if (isNumbered(draft)) {
      counts[draft.kind] += 1;
      return String(counts[draft.kind]);
    }
    if (draft.kind !== "heading") return "";
    if (draft.level === 3) {
      counts.part += 1;
      return `${counts.section}.${counts.part}`;
    }
    counts.section += 1;
    counts.part = 0;
    return String(counts.section);
  });
}
