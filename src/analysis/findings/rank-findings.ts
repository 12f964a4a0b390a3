import type { Finding } from "../results/run-analysis.js";

/** What a finding loses for each better one of its kind: three sentences of one kind say less than three of three. */
const REPEAT_COST = 12;

/** Findings by weight, best first, kinds mixed; equal ones stay in the order in which they came. */
export function rankFindings<T extends Finding>(findings: readonly T[]): T[] {
  const byWeight = findings.toSorted((a, b) => b.weight - a.weight);
  const seen = new Map<string, number>();
  const scored = byWeight.map((finding) => {
    const repeats = seen.get(finding.id) ?? 0;
    seen.set(finding.id, repeats + 1);
    return { finding, score: finding.weight - repeats * REPEAT_COST };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ finding }) => finding);
}
