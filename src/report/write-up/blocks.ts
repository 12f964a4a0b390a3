import type { Draft, Word } from "./model.js";

/** A section (2) or a part of one (3). */
export function heading(level: 2 | 3, id: string, text: string): Draft {
  return { kind: "heading", level, id, text };
}

/** A paragraph. */
export function paragraph(...words: Word[]): Draft {
  return { kind: "text", words };
}

/** A list of sentences; nothing where there are none. */
export function sentences(items: Word[][]): Draft[] {
  return items.length === 0 ? [] : [{ kind: "list", items }];
}

/** A question that is left for the student to answer. */
export function prompt(id: string, ...questions: string[]): Draft {
  return { kind: "prompt", id, text: questions.filter(Boolean).join(" ") };
}
