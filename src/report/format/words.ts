import type { Change, InconclusiveReason, Method, Verdict } from "../../analysis/types.js";
import type { Factors } from "../../record/schema.js";
import { formatBytes } from "./bytes.js";
import { fixed, plural } from "./number.js";

export const VERDICT_WORDS: Record<Verdict, string> = {
  faster: "faster",
  slower: "slower",
  same: "equal within 3 %",
  inconclusive: "not enough evidence",
};

/** Why a verdict could not be reached, for readers. */
export function reasonWords({ reason, interval }: Pick<Change, "reason" | "interval">): string {
  if (reason === undefined) return "";
  const besideNone = interval !== null && (interval[0] > 0 || interval[1] < 0);
  return reason === "not-significant" && besideNone
    ? "too little after the correction for many comparisons; record more blocks"
    : REASON_WORDS[reason];
}

const REASON_WORDS: Record<InconclusiveReason, string> = {
  "single-trial": "one trial a cell: no interval can be given; record at least 10 blocks",
  "wide-interval": "the interval is too wide; record more blocks",
  "below-floor": "clear, but smaller than this machine's own noise",
  "below-resolution": "a time is below the step of the clock it was read from",
  "no-usable-trial": "no trial of one of the two cells finished",
  "not-significant": "no change is within the interval; record more blocks",
};

/** What stands in place of a verdict where there is no ratio at all, or nothing that could judge it. */
export const NO_VERDICT_WORDS: Partial<Record<InconclusiveReason, string>> = {
  "single-trial": "one trial",
  "below-resolution": "below resolution",
  "no-usable-trial": "no usable trial",
};

/** How an interval was found, for the unfolded calculation. */
export const METHOD_WORDS: Record<Method, string> = {
  "single-trial": "one trial on at least one side, so no interval",
  "paired-t": "geometric mean of the ratios within blocks, t interval",
  "signed-rank": "Hodges-Lehmann estimate of the ratios within blocks, exact signed-rank interval",
  welch: "not interleaved: ratio of geometric means, Welch t interval",
  bootstrap: "not interleaved: ratio of medians, percentile bootstrap interval",
};

/** What the work was, of which only the varying factors are said: "file write, 4 tasks, N = 65,536". */
export function sizeName({ workload, tasks, n, more = {} }: Factors, varying: readonly string[]): string {
  const words: string[] = [];
  if (varying.includes("workload")) words.push(workload?.replaceAll("-", " ") ?? "no workload named");
  if (varying.includes("tasks") && tasks !== undefined) words.push(plural(tasks, "task"));
  if (varying.includes("n") && n !== undefined) words.push(`N = ${fixed(n)}`);
  if (varying.includes("more")) words.push(...workWords(more));
  return words.join(", ");
}

/** The further factors of the work, in words: "16.0 MB handed back as objects", "fault kill". */
function workWords({ bytes, form, skew, fault, atomics }: NonNullable<Factors["more"]>): string[] {
  const words: string[] = [];
  if (typeof bytes === "number") {
    const how = form === undefined ? "" : ` as ${form}`;
    words.push(bytes === 0 ? "nothing handed back" : `${formatBytes(bytes)} handed back${how}`);
  }
  if (bytes === undefined && form !== undefined) words.push(`as ${form}`);
  if (skew !== undefined) words.push(`skew ${String(skew).replaceAll("-", " ")}`);
  if (fault !== undefined) words.push(`fault ${String(fault).replaceAll("-", " ")}`);
  if (atomics !== undefined) words.push(atomics === true ? "with Atomics" : "without Atomics");
  return words;
}

/** "4 workers". */
export function workersWord(workers: number): string {
  return plural(workers, "worker");
}

/** First letter large, the rest left alone. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
