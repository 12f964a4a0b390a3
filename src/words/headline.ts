/** A headline is read at a glance: at most so many words, characters and percentages, and no brackets but those of names. */
export const HEADLINE_LIMITS = { words: 15, characters: 90, percentages: 1 } as const;

/** What is left of a name whose sentence is too long at the least. */
const SHORTEST_NAME = 8;

/** What a finding says: the point, and what stands behind it. */
export interface Statement {
  /** One plain sentence without its full stop, within {@link HEADLINE_LIMITS}. */
  headline: string;
  /** Further sentences: intervals, counts, other cells. "" for none. */
  detail: string;
  /** Both as running text. */
  text: string;
}

/**
 * A statement from its headline and detail. Candidates are tried in order and the first that keeps the limits is taken; the
 * last is cut where none does, which only names that a user chose can bring about.
 */
export function statement(candidates: string | readonly string[], detail = ""): Statement {
  const all = (typeof candidates === "string" ? [candidates] : candidates).map(withoutBrackets);
  const headline = all.find(keepsLimits) ?? cut(all.at(-1) ?? "");
  return { headline, detail, text: detail === "" ? `${headline}.` : `${headline}. ${detail}` };
}

export function keepsLimits(headline: string): boolean {
  return (
    headline.length <= HEADLINE_LIMITS.characters &&
    wordsOf(headline).length <= HEADLINE_LIMITS.words &&
    (headline.match(/%/g) ?? []).length <= HEADLINE_LIMITS.percentages &&
    !OWN_BRACKET.test(headline)
  );
}

/** Words of a sentence; "48 %" is one. */
export function wordsOf(sentence: string): string[] {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** A bracket that our words open: what workers are of. */
const OWN_BRACKET = /\bworkers? [([{]/;

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** "2 workers (thread pool)" is "2 workers, thread pool"; brackets of a name, as in "fib(20)" or "merge (own)", stay. */
function withoutBrackets(sentence: string): string {
  const open: string[] = [];
  let text = "";
  for (const sign of sentence) {
    const closing = CLOSING[sign];
    const isOwn = closing !== undefined && /\bworkers? $/.test(text);
    if (closing !== undefined) open.push(isOwn ? closing : "");
    if (isOwn) {
      text = `${text.trimEnd()}, `;
      continue;
    }
    const isClosing = ")]}".includes(sign) && open.length > 0;
    if (!isClosing || open.pop() !== sign) text += sign;
  }
  return text;
}

function cut(sentence: string): string {
  const kept: string[] = [];
  for (const word of sentence.split(" ")) {
    const next = [...kept, word];
    if (!keepsLimits(`${next.join(" ")} …`)) break;
    kept.push(word);
  }
  const text = kept.join(" ");
  return `${text.length < SHORTEST_NAME ? sentence.slice(0, HEADLINE_LIMITS.characters - 2) : text.replace(/[,;:]$/, "")} …`;
}
