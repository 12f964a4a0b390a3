import { asksForTimes } from "../../../analysis/results/asks-for-times.js";
import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import type { Chart, ComparisonChart } from "../marks/chart.js";
import { batchTotals } from "./batch-totals.js";
import { cpuMemory } from "./cpu-memory.js";
import { cpuTime } from "./cpu-time.js";
import { crossover } from "./crossover.js";
import { efficiency } from "./efficiency.js";
import { hostVsVm } from "./host-vs-vm.js";
import { loopDelay } from "./loop-delay.js";
import { memory } from "./memory.js";
import { timeVsBytes, transferTime } from "./over-bytes.js";
import { timeVsCores, workersByCores } from "./over-cores.js";
import { percentChange } from "./percent-change.js";
import { schedules } from "./schedules.js";
import { speedUp } from "./speed-up.js";
import { taskDistribution } from "./task-distribution.js";
import { throughput } from "./throughput.js";
import { timePerTask } from "./time-per-task.js";
import { timeVsN } from "./time-vs-n.js";
import { timeVsTasks } from "./time-vs-tasks.js";
import { timeVsWorkers } from "./time-vs-workers.js";
import { timeline } from "./timeline.js";
import { totalTime } from "./total-time.js";
import { versionChange } from "./version-change.js";
import { versionSpeedUp } from "./version-speed-up.js";
import { weakScaling } from "./weak-scaling.js";
import { whereTimeGoes } from "./where-time-goes.js";

/** Charts of the page of a run, in their order there. To add one: a file, a line here, a test. */
export const charts = {
  "version-change": versionChange,
  "version-speed-up": versionSpeedUp,
  "weak-scaling": weakScaling,
  "task-distribution": taskDistribution,
  "time-vs-tasks": timeVsTasks,
  "batch-totals": batchTotals,
  "workers-by-cores": workersByCores,
  "time-vs-cores": timeVsCores,
  "time-vs-workers": timeVsWorkers,
  "speed-up": speedUp,
  efficiency,
  "where-time-goes": whereTimeGoes,
  crossover,
  "time-vs-n": timeVsN,
  "time-vs-bytes": timeVsBytes,
  "transfer-time": transferTime,
  "cpu-memory": cpuMemory,
  throughput,
  "loop-delay": loopDelay,
  "time-per-task": timePerTask,
  schedules,
  "total-time": totalTime,
  "cpu-time": cpuTime,
  memory,
  timeline,
} satisfies Record<string, Chart>;

/** Charts of the page of two runs. */
export const comparisonCharts = {
  "host-vs-vm": hostVsVm,
  "percent-change": percentChange,
} satisfies Record<string, ComparisonChart>;

/** Charts that draw what is compared, whatever that is; the others draw times. */
const OF_FIGURES: ReadonlySet<string> = new Set<keyof typeof charts>([
  "time-vs-workers",
  "speed-up",
  "efficiency",
  "time-vs-n",
  "total-time",
]);

/** Charts that answer what two versions differ by: in others they would be two lines among many. */
const OF_VERSIONS: readonly Chart[] = [versionChange, versionSpeedUp, whereTimeGoes];

/**
 * The charts that the experiment calls for and its cells can fill, and those of axes that it was given; where it calls for none
 * of these, all that fit. Of two versions those that set one against the other.
 */
export function chartsFor(analysis: ExperimentAnalysis, experiment: Experiment): readonly Chart[] {
  const known = chosen.get(analysis) ?? choose(analysis, experiment);
  chosen.set(analysis, known);
  return known;
}

/** What was chosen, by analysis: the page wants it, its small pictures, and the words on whether it has charts. */
const chosen = new WeakMap<ExperimentAnalysis, readonly Chart[]>();

function choose(analysis: ExperimentAnalysis, experiment: Experiment): readonly Chart[] {
  if (!asksForTimes(analysis)) return [];
  if (analysis.versions) return OF_VERSIONS.filter((chart) => chart.applies(analysis, experiment));
  const all: Chart[] = Object.values(charts);
  const fitting = all.filter(
    (chart) => (analysis.measure === undefined || OF_FIGURES.has(chart.id)) && chart.applies(analysis, experiment),
  );
  const isCalled = (id: string) => analysis.charts?.includes(id) ?? false;
  const called = fitting.filter(
    ({ id, goesWith = [], always }) => always === true || isCalled(id) || goesWith.some(isCalled),
  );
  return called.some(({ always }) => always !== true) ? called : fitting.filter(({ onCall }) => onCall !== true);
}
