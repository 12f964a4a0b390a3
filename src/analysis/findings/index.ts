import { isUndecided } from "../comparing/change-words.js";
import { asksForTimes } from "../results/asks-for-times.js";
import type { Finding } from "../results/run-analysis.js";
import { allAtOnce } from "./all-at-once.js";
import { batchSteps } from "./batch-steps.js";
import { bestBySize } from "./best-by-size.js";
import { bestCell } from "./best-cell.js";
import { byCores } from "./by-cores.js";
import { correctionLimit } from "./correction-limit.js";
import { costParts } from "./cost-parts.js";
import { cpuTime } from "./cpu-time.js";
import { criticalThreshold } from "./critical-threshold.js";
import { crossover } from "./crossover.js";
import { dispatchCost } from "./dispatch-cost.js";
import { dropped } from "./dropped.js";
import { eventLoop } from "./event-loop.js";
import { failures } from "./failures.js";
import { filesPerSecond } from "./files-per-second.js";
import { type FindingContext, type FindingRule, findingOf } from "./finding.js";
import { firstToLast } from "./first-to-last.js";
import { flatStep } from "./flat-step.js";
import { foreignLoad } from "./foreign-load.js";
import { interpreterLock } from "./interpreter-lock.js";
import { largestLoss } from "./largest-loss.js";
import { lostUpdates } from "./lost-updates.js";
import { measuringWorkers } from "./measuring-workers.js";
import { memoryAtOnce } from "./memory-at-once.js";
import { noiseThreshold } from "./noise-threshold.js";
import { notShown } from "./not-shown.js";
import { outOfMemory } from "./out-of-memory.js";
import { phaseCosts } from "./phase-costs.js";
import { poolReuse } from "./pool-reuse.js";
import { poolVsPerTask } from "./pool-vs-per-task.js";
import { responsiveness } from "./responsiveness.js";
import { returnedData } from "./returned-data.js";
import { rounds } from "./rounds.js";
import { scalingLaw } from "./scaling-law.js";
import { separateGlobals } from "./separate-globals.js";
import { singleTrial } from "./single-trial.js";
import { smallestTask } from "./smallest-task.js";
import { superlinear } from "./superlinear.js";
import { threadsVsProcesses } from "./threads-vs-processes.js";
import { thresholds } from "./thresholds.js";
import { transferCost } from "./transfer-cost.js";
import { typicalTime } from "./typical-time.js";
import { unevenTasks } from "./uneven-tasks.js";
import { usageOverTime } from "./usage-over-time.js";
import { versions } from "./versions.js";
import { weakEfficiency } from "./weak-efficiency.js";
import { whoRan } from "./who-ran.js";
import { withoutLoss } from "./without-loss.js";
import { workerDies } from "./worker-dies.js";

/** Every finding, by the id that it carries. Add one: a file, a line here, a test. */
export const findingRules = {
  versions,
  "best-by-size": bestBySize,
  "by-cores": byCores,
  "best-cell": bestCell,
  crossover,
  rounds,
  "first-to-last": firstToLast,
  "threads-vs-processes": threadsVsProcesses,
  "pool-vs-per-task": poolVsPerTask,
  "all-at-once": allAtOnce,
  "flat-step": flatStep,
  "largest-loss": largestLoss,
  "without-loss": withoutLoss,
  "worker-dies": workerDies,
  "separate-globals": separateGlobals,
  "lost-updates": lostUpdates,
  responsiveness,
  "returned-data": returnedData,
  "transfer-cost": transferCost,
  "phase-costs": phaseCosts,
  "out-of-memory": outOfMemory,
  "usage-over-time": usageOverTime,
  "memory-at-once": memoryAtOnce,
  "cpu-time": cpuTime,
  "event-loop": eventLoop,
  "interpreter-lock": interpreterLock,
  "critical-threshold": criticalThreshold,
  "weak-efficiency": weakEfficiency,
  "noise-threshold": noiseThreshold,
  "measuring-workers": measuringWorkers,
  "batch-steps": batchSteps,
  thresholds,
  "scaling-law": scalingLaw,
  superlinear,
  "smallest-task": smallestTask,
  "cost-parts": costParts,
  "pool-reuse": poolReuse,
  "typical-time": typicalTime,
  "uneven-tasks": unevenTasks,
  "dispatch-cost": dispatchCost,
  "files-per-second": filesPerSecond,
  "who-ran": whoRan,
  failures,
  "foreign-load": foreignLoad,
  "single-trial": singleTrial,
  "correction-limit": correctionLimit,
  dropped,
  "not-shown": notShown,
} satisfies Record<string, FindingRule>;

/** What is said of times alone: not where an experiment asks for something else and calls for no chart of them. */
const ABOUT_TIMES: ReadonlySet<string> = new Set<keyof typeof findingRules>([
  "best-by-size",
  "best-cell",
  "by-cores",
  "cpu-time",
  "event-loop",
  "first-to-last",
  "flat-step",
  "interpreter-lock",
  "pool-vs-per-task",
  "scaling-law",
  "superlinear",
  "threads-vs-processes",
  "thresholds",
  "typical-time",
]);

/** What is said of another figure than the time: rules that compare cells, whatever that is by, and those about the trials. */
const ABOUT_FIGURES: ReadonlySet<string> = new Set<keyof typeof findingRules>([
  "best-by-size",
  "best-cell",
  "correction-limit",
  "dropped",
  "failures",
  "first-to-last",
  "not-shown",
  "scaling-law",
  "single-trial",
  "superlinear",
  "thresholds",
  "typical-time",
  "versions",
]);

/** Most findings of one kind on one experiment; its tables have the others. */
const MOST_OF_A_KIND = 4;

/** Weight that a finding loses for each better one of its kind, so that the first ones are of several kinds. */
const REPEAT_COST = 12;

/** Findings of an experiment, most telling first. */
export function findingsOf(context: FindingContext): Finding[] {
  const several = context.cells.some(({ trials }) => trials.ok > 1);
  const timed = asksForTimes(context.experiment);
  const { figure } = context.experiment;
  const isTold = (id: string) => (timed || !ABOUT_TIMES.has(id)) && (figure === undefined || ABOUT_FIGURES.has(id));
  const rules = Object.entries(findingRules).filter(([id]) => isTold(id));
  const found = rules.flatMap(([id, rule]) => rule(context).map((draft) => findingOf(id, draft)));
  // Lines of which the same is said are one finding.
  const distinct = [...new Map(found.toReversed().map((finding) => [finding.text, finding])).values()].reverse();
  return mostTelling(rankFindings(distinct.map((finding) => (several ? stepBack(finding) : finding))));
}

/** Findings by weight, best first, kinds mixed; equal ones stay in the order in which they came. */
export function rankFindings<T extends Finding>(findings: readonly T[]): T[] {
  const byWeight = findings.toSorted((a, b) => b.weight - a.weight);
  return numbered(byWeight)
    .map(({ finding, place }) => ({ finding, score: finding.weight - place * REPEAT_COST }))
    .sort((a, b) => b.score - a.score)
    .map(({ finding }) => finding);
}

function mostTelling(ranked: readonly Finding[]): Finding[] {
  return numbered(ranked)
    .filter(({ finding, place }) => place < (isOpen(finding) ? 1 : MOST_OF_A_KIND))
    .map(({ finding }) => finding);
}

/** Findings with their place among those of their kind, from 0. */
function numbered<T extends Finding>(findings: readonly T[]): { finding: T; place: number }[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const place = seen.get(finding.id) ?? 0;
    seen.set(finding.id, place + 1);
    return { finding, place };
  });
}

/** Whether it says of every comparison that there is not enough evidence: once is enough. */
function isOpen({ evidence: { changes = [] } }: Finding): boolean {
  return changes.length > 0 && changes.every(isUndecided);
}

/** Where other cells have several trials, a sentence that rests on one is worth half. */
function stepBack(finding: Finding): Finding {
  const changes = finding.evidence.changes ?? [];
  const restsOnOne = changes.length > 0 && changes.every(({ method }) => method === "single-trial");
  return restsOnOne ? { ...finding, weight: finding.weight / 2 } : finding;
}
