import { byAnswer, isOwnAnswer, saysSomething } from "../../analysis/answer/finding-order.js";
import type { Finding } from "../../analysis/results/run-analysis.js";

/** Most findings that stand open above the charts of an experiment. */
const MOST_OPEN = 4;

export interface SortedFindings {
  open: Finding[];
  /** Those of less weight, or undecided; `moreTitle` heads them. */
  more: Finding[];
  moreTitle: string;
}

export interface Sorting {
  /** Findings that the page shows elsewhere. */
  shown?: readonly Finding[];
  /** Whether times are the question; else sentences that compare them are folded away. */
  timed?: boolean;
  /** Most findings of one kind that stand open. */
  mostOfAKind?: number;
}

/** The findings of one experiment: those that answer its question or are decided open, the others folded away. */
export function sortFindings(
  findings: readonly Finding[],
  { shown = [], timed = true, mostOfAKind = 4 }: Sorting = {},
): SortedFindings {
  const known = new Set(shown.map(({ text }) => text));
  const own = findings.filter(({ text }) => !known.has(text));
  const seen = new Map<string, number>();
  // It names the same cells, and those that finished beside them.
  const outOfMemory = own.some(({ id }) => id === "out-of-memory");
  const candidates = own.filter(({ id, evidence, ...finding }) => {
    const place = (seen.get(id) ?? 0) + 1;
    seen.set(id, place);
    if (place > mostOfAKind || (id === "failures" && outOfMemory)) return false;
    if (isOwnAnswer({ id })) return place <= 2 || saysSomething({ id, evidence, ...finding });
    return (timed || (evidence.changes ?? []).length === 0) && saysSomething({ id, evidence, ...finding });
  });
  const open = byAnswer(candidates).slice(0, MOST_OPEN);
  const more = own.filter((finding) => !open.includes(finding));
  const further = `${more.length} further ${more.length === 1 ? "finding" : "findings"}`;
  const undecided = more.every((finding) => !saysSomething(finding)) ? ", not decided by these repeats" : "";
  return { open, more, moreTitle: `${further}${undecided}` };
}
