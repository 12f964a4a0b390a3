/** A piece of a line of an answer. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong"; content: Inline[] }
  | { kind: "emphasis"; content: Inline[] }
  /** `href` is an address of the web or of mail. */
  | { kind: "link"; href: string; content: Inline[] }
  | { kind: "break" };

/** A piece of an answer. Every format has a renderer for every kind. */
export type AnswerBlock =
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: AnswerBlock[][] }
  | { kind: "quote"; blocks: AnswerBlock[] }
  | { kind: "code"; text: string; language: string };

/** What a student wrote in place of a question. */
export interface Answer {
  /** As it was written. */
  markdown: string;
  blocks: AnswerBlock[];
}

/** Answers by the keys of their sections. */
export type Answers = ReadonlyMap<string, Answer>;
