import type { Machine } from "../../record/schema/run-schema.js";
import type { Ratio } from "../../stats/interval.js";
import { formatBytes } from "../../words/bytes.js";
import { multiple, plural, whole, workerWords } from "../../words/number.js";
import { shareIntervalWords, shareWords, timeChange } from "../../words/percent.js";
import { coreWords } from "../cells/core-words.js";
import { changeWords, evidenceWords, isUndecided, moreBlocksWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { EfficientTo, SaturatesAt, Scaling, ScalingPoint, WorthItTo } from "../results/scaling.js";
import { cpuMs } from "./cpu-time.js";
import type { FindingContext } from "./finding.js";

/** "efficient to 2 workers (speed-up / workers 98.1 %; 95 % interval 97.0 to 99.1 %; 49.2 % with 4)". */
export function efficientWords({ workers, efficiency, endedBy, next }: EfficientTo): string {
  if (workers === null || efficiency === null) {
    const first = endedBy === null ? "" : ` (speed-up / workers ${shareEvidence(endedBy)})`;
    return `under 90 % efficient with ${workerWords(endedBy?.workers ?? next ?? 1)} already${first}`;
  }
  const doubt = efficiency.value < 0.9 ? "perhaps 90 % efficient" : "efficient";
  const most = endedBy === null && next === null ? ", the most tested" : "";
  const end = endedBy === null ? "" : `; ${shareWords(endedBy.value)} with ${whole(endedBy.workers)}`;
  return `${doubt} to ${workerWords(workers)}${most} (speed-up / workers ${shareEvidence(efficiency)}${end})`;
}

function shareEvidence({ value, interval }: Ratio): string {
  return interval ? `${shareWords(value)}; 95 % interval ${shareIntervalWords(interval)}` : shareWords(value);
}

/** "worth it to 4 workers: from there to 6 a further worker adds 42.1 % of what it could (at most 46.0 %)". */
export function worthItWords(
  { workers, endedBy }: WorthItTo,
  points: readonly ScalingPoint[],
  machine: Machine,
): string {
  if (endedBy === null) return `worth it to ${workerWords(workers ?? 1)}, as far as that was tested`;
  const { from, to, share, atMost } = endedBy;
  const limit = atMost === null || atMost < 0.0005 ? "" : ` (at most ${shareWords(atMost)})`;
  const gain = share < 0.0005 ? "nothing" : `${shareWords(share)} of what it could`;
  const [before, after] = [from, to].map((count) => points.find((point) => point.workers === count));
  // The rounds promise a gain that the usable cores may not give.
  const cores = before && after && after.ideal <= before.ideal ? `; ${coreWords(machine, from)}` : "";
  return `worth it to ${workerWords(from)}: from there to ${whole(to)} a further worker adds ${gain}${limit}${cores}`;
}

/**
 * Where a line saturates, and the gain and cost of the most workers.
 *
 * @param beyond change from the threshold to the most workers; absent where they are one
 */
export function saturatesWords(
  { points, thresholds, models }: Pick<Scaling, "points" | "thresholds" | "models">,
  beyond: CellChange | undefined,
  context: FindingContext,
): string {
  const at = thresholds?.saturatesAt as SaturatesAt;
  const last = points.at(-1) as ScalingPoint;
  const most = `${workerWords(last.workers)}, the most tested`;
  const knee =
    models.chosen === "amdahl" && thresholds?.efficientTo.reached ? "; a curve of Amdahl's law has no knee" : "";
  if (at.workers === last.workers) return `no saturation up to ${most}${knee}`;
  if (at.beyond === "rising" && beyond) {
    const least = `with ${most}, the run still ${changeWords(beyond.change, `with ${whole(at.workers ?? 1)}`)}`;
    return `no saturation: ${least}${knee}`;
  }
  const near = `${workerWords(at.workers ?? 1)}${roundsOf(beyond)}${bestWords(at)}`;
  if (at.beyond === "untested") {
    return `whether it saturates at ${near}, cannot be told: too little beyond was tested`;
  }
  if (!at.reached) return `not enough evidence that it saturates at ${near}${beyondWords(beyond, most)}`;
  return `saturates at ${near}${beyondWords(beyond, most)}${beyond ? costWords(beyond, context) : ""}`;
}

/** " (20 tasks in 3 rounds, the last of 6)" where the number of tasks is known. */
function roundsOf(beyond: CellChange | undefined): string {
  const { tasks, workers = 1 } = beyond?.from.factors ?? {};
  if (tasks === undefined || tasks < 2) return "";
  const rounds = Math.ceil(tasks / workers);
  const last = tasks - (rounds - 1) * workers;
  const smaller = last < workers && rounds > 1 ? `, the last of ${whole(last)}` : "";
  return ` (${plural(tasks, "task")} in ${plural(rounds, "round")}${smaller})`;
}

function bestWords({ workers, best, shareOfBest }: SaturatesAt): string {
  if (best === null || best === workers || shareOfBest === null) return ", the least time";
  return `, ${shareWords(shareOfBest.value)} of the speed of ${whole(best)}, the best`;
}

function beyondWords(beyond: CellChange | undefined, most: string): string {
  const change = beyond?.change;
  if (change === undefined || change.ratio === null || change.changePercent === null) return "";
  if (!isUndecided(change)) return `: with ${most}, the run ${changeWords(change)}`;
  const seen = `${timeChange(change.changePercent)} (${evidenceWords(change)})`;
  return `: with ${most}, the run takes ${seen}. ${moreBlocksWords(change)}`;
}

/** ". They need 4.10× the memory and 38.0 % more CPU time": as far as it was recorded. */
function costWords({ from, to }: CellChange, { summaryOf }: FindingContext): string {
  const [own, more] = [summaryOf(from), summaryOf(to)];
  const [less, most] = [own.medianPeakPssBytes, more.medianPeakPssBytes];
  const [before, after] = [cpuMs(own), cpuMs(more)];
  const costs: string[] = [];
  if (less && most)
    costs.push(`${multiple(most / less)} the memory (${formatBytes(most)} against ${formatBytes(less)})`);
  if (before && after && after > before) costs.push(`${shareWords(after / before - 1)} more CPU time`);
  return costs.length === 0 ? "" : `. They need ${costs.join(" and ")}`;
}
