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

/** Renders a block or a piece of a line. */
export function byAnswerKind<P extends { kind: string }, T>(
  renderers: { [K in P["kind"]]: (piece: Extract<P, { kind: K }>) => T },
  piece: P,
): T {
  return (renderers[piece.kind as P["kind"]] as (piece: P) => T)(piece);
}

/** What a student wrote in place of a question. */
export interface Answer {
  /** As it was written. */
  markdown: string;
  blocks: AnswerBlock[];
}

/** Answers by the keys of their sections. */
export type Answers = ReadonlyMap<string, Answer>;
