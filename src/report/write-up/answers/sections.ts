import { slugify } from "../../../record/schema/run-id.js";
import { sentenceCase } from "../../../words/sentence.js";
import type { Numbered, WriteUp } from "../model.js";

/** A question of a write-up, which a section of the answers file answers. */
export interface Question {
  /** Id of its block. */
  id: string;
  /** Heading of its section. */
  section: string;
  text: string;
  /** What was written in place of it, in Markdown; "" while it is open. */
  answer: string;
}

/** Key of a section: of the id of a block, or of a heading that somebody wrote. */
export function sectionKey(text: string): string {
  return slugify(text);
}

/** Heading of the section that answers the question of a block: "Discussion", "Figure workers time vs workers". */
export function sectionName(id: string): string {
  return sentenceCase(id.replaceAll("-", " "));
}

/** Every question of a write-up, in its order. */
export function questionsOf({ blocks }: Pick<WriteUp, "blocks">): Question[] {
  return blocks.flatMap((block) => {
    const text = questionIn(block);
    if (text === null || !("id" in block)) return [];
    return [{ id: block.id, section: sectionName(block.id), text, answer: block.answer?.markdown ?? "" }];
  });
}

function questionIn(block: Numbered): string | null {
  if (block.kind === "prompt") return block.text;
  return block.kind === "figure" ? `Figure ${block.number} (${block.figure.title}): ${block.question}` : null;
}
