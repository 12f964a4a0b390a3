import type { Machine } from "../../record/schema/run-schema.js";
import type { Ratio } from "../../stats/interval.js";
import { formatBytes } from "../../words/bytes.js";
import { multiple, plural, whole } from "../../words/number.js";
import { plainPercent, shareIntervalWords, shareWords, timeChange } from "../../words/percent.js";
import { workerWords } from "../cells/cell-labels.js";
import { coreWords } from "../cells/core-words.js";
import { changeWords, evidenceWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, moreBlocksWords } from "../comparing/undecided.js";
import type { CellSummary } from "../results/run-analysis.js";
import type { Scaling, ScalingPoint } from "../results/scaling.js";
import type { EfficientTo, SaturatesAt, WorthItTo } from "../results/thresholds.js";
import type { FindingContext } from "./finding-context.js";

/** "efficient to 2 workers (speed-up / workers 98.1 %; 95 % interval 97.0 to 99.1 %; 49.2 % with 4)". */
export function efficientWords({ workers, efficiency, endedBy, next }: EfficientTo): string {
  const end = endedBy === null ? "" : `; ${shareWords(endedBy.value)} with ${whole(endedBy.workers)}`;
  if (workers === null || efficiency === null) {
    const first = endedBy === null ? "" : ` (speed-up / workers ${evidence(endedBy)})`;
    return `under 90 % efficient with ${workerWords(endedBy?.workers ?? next ?? 1)} already${first}`;
  }
  const most = endedBy === null && next === null ? ", the most tested" : "";
  const figures = `speed-up / workers ${evidence(efficiency)}${end}`;
  if (efficiency.value < 0.9) return `perhaps 90 % efficient to ${workerWords(workers)}${most} (${figures})`;
  return `efficient to ${workerWords(workers)}${most} (${figures})`;
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
  const step = `from there to ${whole(to)} a further worker adds ${gain}${limit}`;
  return `worth it to ${workerWords(from)}: ${step}${areCoresUsedUp(points, from, to) ? `; ${coreWords(machine, from)}` : ""}`;
}

/** Whether the rounds promise a gain that the usable cores do not give. */
function areCoresUsedUp(points: readonly ScalingPoint[], from: number, to: number): boolean {
  const [before, after] = [from, to].map((workers) => points.find((point) => point.workers === workers));
  return before !== undefined && after !== undefined && after.ideal <= before.ideal;
}

/**
 * What the most workers do beyond the threshold, and cost.
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
  const costs = beyond ? costWords(beyond, context) : "";
  if (!at.reached) return `not enough evidence that it saturates at ${near}${beyondWords(beyond, most)}`;
  return `saturates at ${near}${beyondWords(beyond, most)}${costs}`;
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

/** ". They need 4.10x the memory and 38.0 % more CPU time": what was recorded of it. */
function costWords({ from, to }: CellChange, { summaryOf }: FindingContext): string {
  const [own, more] = [summaryOf(from), summaryOf(to)];
  const memory =
    own.medianPeakPssBytes && more.medianPeakPssBytes
      ? [
          `${multiple(more.medianPeakPssBytes / own.medianPeakPssBytes)} the memory ` +
            `(${formatBytes(more.medianPeakPssBytes)} against ${formatBytes(own.medianPeakPssBytes)})`,
        ]
      : [];
  const [before, after] = [cpuOf(own), cpuOf(more)];
  const cpu = before && after && after > before ? [`${plainPercent((after / before - 1) * 100)} more CPU time`] : [];
  const both = [...memory, ...cpu];
  return both.length === 0 ? "" : `. They need ${both.join(" and ")}`;
}

function cpuOf({ medianUserMs, medianSysMs }: CellSummary): number | null {
  return medianUserMs === null || medianSysMs === null ? null : medianUserMs + medianSysMs;
}

function evidence({ value, interval }: Ratio): string {
  return interval ? `${shareWords(value)}; 95 % interval ${shareIntervalWords(interval)}` : shareWords(value);
}
