import type { Finding, RunAnalysis } from "../../analysis/results/run-analysis.js";

export type RunFinding = RunAnalysis["findings"][number];

/** Most findings at the top of a page. */
const MOST_FINDINGS = 5;
/** One experiment may not crowd out the others at the top of the page ... */
const MOST_OF_ONE = 2;
/** ... and of many experiments each has its own line in the table below. */
const MANY_EXPERIMENTS = 6;
/** Most findings that stand open above the charts of an experiment. */
const MOST_OPEN = 4;

/** Kinds of findings about the measurement, not about the question. */
const ABOUT_MEASUREMENT = ["foreign-load", "correction-limit", "dropped"];

export function isAboutMeasurement({ id }: Finding): boolean {
  return ABOUT_MEASUREMENT.includes(id);
}

/** Findings at the top of a page: the most telling first, few of one experiment, undecided ones only without others. */
export function topFindings(findings: readonly RunFinding[]): RunFinding[] {
  const answers = findings.filter((finding) => !isAboutMeasurement(finding));
  const telling = answers.filter(saysSomething);
  const candidates = telling.length > 0 ? telling : answers.length > 0 ? answers : findings;
  const experiments = new Set(findings.map(({ experiment }) => experiment)).size;
  const mostOfOne = experiments > MANY_EXPERIMENTS ? 1 : experiments > 1 ? MOST_OF_ONE : MOST_FINDINGS;
  const top: RunFinding[] = [];
  for (const finding of candidates) {
    const ofOne = top.filter(({ experiment }) => experiment === finding.experiment).length;
    if (top.length < MOST_FINDINGS && ofOne < mostOfOne) top.push(finding);
  }
  return top;
}

/** Whether a finding says more than that the evidence does not reach. */
export function saysSomething({ evidence: { changes = [] }, id }: Finding): boolean {
  const [first] = changes;
  if (first === undefined) return true;
  // Advice rests on its first change, the gain over the baseline.
  const weighed = id === "best-cell" ? [first] : changes;
  return weighed.some(({ verdict, interval }) => verdict !== "inconclusive" || interval === null);
}

/** Kinds that answer the question of one experiment; the others fit any. */
const OWN_KINDS = [
  "critical-threshold",
  "measuring-workers",
  "batch-steps",
  "smallest-task",
  "cost-parts",
  "phase-costs",
  "returned-data",
  "transfer-cost",
  "crossover",
  "out-of-memory",
  "usage-over-time",
  "memory-at-once",
  "pool-reuse",
  "uneven-tasks",
  "dispatch-cost",
  "files-per-second",
  "who-ran",
  "worker-dies",
  "separate-globals",
  "lost-updates",
  "responsiveness",
];

/** Decided answers to the question of the experiment, then other decided findings, then undecided ones. */
function byAnswer(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => {
    if (isAboutMeasurement(finding)) return 3;
    const decided = saysSomething(finding) ? 0 : 1;
    return OWN_KINDS.includes(finding.id) ? decided / 2 : 1 + decided;
  };
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

export interface SortedFindings {
  /** Texts that stand open. */
  open: string[];
  /** Texts folded away behind `moreTitle`: of less weight, or undecided. */
  more: string[];
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
    if (OWN_KINDS.includes(id)) return place <= 2 || saysSomething({ id, evidence, ...finding });
    return (timed || (evidence.changes ?? []).length === 0) && saysSomething({ id, evidence, ...finding });
  });
  const open = byAnswer(candidates).slice(0, MOST_OPEN);
  const more = own.filter((finding) => !open.includes(finding));
  const further = `${more.length} further ${more.length === 1 ? "finding" : "findings"}`;
  const undecided = more.every((finding) => !saysSomething(finding)) ? ", not decided by these trials" : "";
  return { open: texts(open), more: texts(more), moreTitle: `${further}${undecided}` };
}

function texts(findings: readonly Finding[]): string[] {
  return findings.map(({ text }) => text);
}

/** The answer of an experiment, in one sentence. */
export function answerOf(findings: readonly Finding[]): string {
  const [first] = byAnswer(findings.filter((finding) => !isAboutMeasurement(finding)));
  return first?.text ?? "No finding: see its figures.";
}
