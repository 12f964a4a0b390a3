import { byAnswer, isOwnAnswer, saysSomething } from "../../analysis/answer/finding-order.js";
import type { Finding } from "../../analysis/results/run-analysis.js";

/** Most findings that stand open above the charts of an experiment. */
const MOST_OPEN = 4;

export interface SortedFindings {
  open: Finding[];
  /** Those of less weight, or undecided. */
  more: Finding[];
}

export interface Sorting {
  /** Whether times are the question; else sentences that compare them are folded away. */
  timed: boolean;
  /** Most findings of one kind that stand open. */
  mostOfAKind?: number;
}

/** The findings of one experiment: those that answer its question or are decided open, the others folded away. */
export function sortFindings(
  findings: readonly Finding[],
  { timed, mostOfAKind = MOST_OPEN }: Sorting,
): SortedFindings {
  const seen = new Map<string, number>();
  // It names the same cells, and those that finished beside them.
  const outOfMemory = findings.some(({ id }) => id === "out-of-memory");
  const candidates = findings.filter((finding) => {
    const { id, evidence } = finding;
    const place = (seen.get(id) ?? 0) + 1;
    seen.set(id, place);
    if (place > mostOfAKind || (id === "failures" && outOfMemory)) return false;
    if (isOwnAnswer(finding)) return place <= 2 || saysSomething(finding);
    return (timed || (evidence.changes ?? []).length === 0) && saysSomething(finding);
  });
  const open = byAnswer(candidates).slice(0, MOST_OPEN);
  return { open, more: findings.filter((finding) => !open.includes(finding)) };
}
