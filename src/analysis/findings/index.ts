import type { Finding } from "../types.js";
import { allAtOnce } from "./all-at-once.js";
import { bestCell } from "./best-cell.js";
import { correctionLimit } from "./correction-limit.js";
import { cpuTime } from "./cpu-time.js";
import { crossover } from "./crossover.js";
import { dropped } from "./dropped.js";
import { eventLoop } from "./event-loop.js";
import { failures } from "./failures.js";
import type { FindingContext, FindingRule } from "./finding-context.js";
import { firstToLast } from "./first-to-last.js";
import { flatStep } from "./flat-step.js";
import { foreignLoad } from "./foreign-load.js";
import { lostUpdates } from "./lost-updates.js";
import { memoryAtOnce } from "./memory-at-once.js";
import { outOfMemory } from "./out-of-memory.js";
import { phaseCosts } from "./phase-costs.js";
import { poolVsPerTask } from "./pool-vs-per-task.js";
import { rankFindings } from "./rank-findings.js";
import { responsiveness } from "./responsiveness.js";
import { returnedData } from "./returned-data.js";
import { rounds } from "./rounds.js";
import { separateGlobals } from "./separate-globals.js";
import { singleTrial } from "./single-trial.js";
import { threadsVsProcesses } from "./threads-vs-processes.js";
import { transferCost } from "./transfer-cost.js";
import { usageOverTime } from "./usage-over-time.js";
import { workerDies } from "./worker-dies.js";

/** Every finding, by the id that it carries. Add one: a file, a line here, a test. */
export const findingRules = {
  "best-cell": bestCell,
  crossover,
  rounds,
  "first-to-last": firstToLast,
  "threads-vs-processes": threadsVsProcesses,
  "pool-vs-per-task": poolVsPerTask,
  "all-at-once": allAtOnce,
  "flat-step": flatStep,
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
  failures,
  "foreign-load": foreignLoad,
  "single-trial": singleTrial,
  "correction-limit": correctionLimit,
  dropped,
} satisfies Record<string, FindingRule>;

/** What an experiment has to say, most telling first. */
export function findingsOf(context: FindingContext): Finding[] {
  const several = context.cells.some(({ trials }) => trials.ok > 1);
  const found = Object.entries(findingRules).flatMap(([id, rule]) =>
    rule(context).map((finding) => ({ id, ...finding })),
  );
  return rankFindings(found.map((finding) => (several ? stepBack(finding) : finding)));
}

/** Where other cells have several trials, a sentence that rests on one is worth half. */
function stepBack(finding: Finding): Finding {
  const changes = finding.evidence.changes ?? [];
  const restsOnOne = changes.length > 0 && changes.every(({ method }) => method === "single-trial");
  return restsOnOne ? { ...finding, weight: finding.weight / 2 } : finding;
}
