import type { findingRules } from "../../../analysis/findings/index.js";
import { type Measure, measureNoun, totalNoun } from "../../../words/measure.js";
import type { charts, comparisonCharts } from "../../charts/kinds/index.js";

export type ChartId = keyof typeof charts | keyof typeof comparisonCharts;

const SHOWN: Readonly<Record<ChartId, string>> = {
  "version-change": "what one version takes more or less than the other",
  "version-speed-up": "the speed-up of both versions",
  "weak-scaling": "how the time moves while the work grows with the workers",
  "task-distribution": "the times of the single tasks",
  "time-vs-tasks": "the total time over the number of tasks",
  "batch-totals": "the total time of every batch",
  "workers-by-cores": "the total time over the number of workers for every number of cores",
  "time-vs-cores": "the shortest total time over the number of cores",
  "time-vs-workers": "the total time over the number of workers",
  "speed-up": "the speed-up beside the ideal that rounds and cores allow",
  "where-time-goes": "where the time of the workers went",
  "time-vs-n": "the total time over N",
  crossover: "from which N on workers win, if any",
  efficiency: "how much of every worker is used",
  "time-vs-bytes": "the total time over the amount of data that is handed back",
  "transfer-time": "what handing the data back takes",
  "cpu-memory": "CPU and memory in the course of a run",
  throughput: "how much is done in a second",
  "loop-delay": "how long the event loop of the caller waits",
  "time-per-task": "what a single task costs",
  schedules: "which worker took which task, and when",
  "total-time": "the total time of every cell",
  "cpu-time": "real, user and system time side by side",
  memory: "the peak memory of all processes together",
  timeline: "what every worker did in the course of one trial",
  "host-vs-vm": "the two runs beside each other",
  "percent-change": "the change of every cell",
};

/** Words for the content of a chart, after "Figure 3 shows": of the time, or of what stands for it. */
export function shownWords(chart: ChartId, measure: Measure | undefined): string {
  if (chart === "speed-up" && measure?.better === "lower") return `the speed-up in ${measureNoun(measure)}`;
  return SHOWN[chart].replace("total time", totalNoun(measure));
}

/** Charts that show a finding, best first; other findings have tables. */
const CHARTS_OF_FINDING: Partial<Record<keyof typeof findingRules, readonly (keyof typeof charts)[]>> = {
  "by-cores": ["workers-by-cores", "time-vs-cores"],
  "best-cell": ["time-vs-workers", "time-vs-n", "time-vs-bytes", "time-vs-tasks", "throughput", "total-time"],
  crossover: ["crossover", "time-vs-n"],
  rounds: ["speed-up", "time-vs-workers", "batch-totals", "time-vs-tasks"],
  "first-to-last": ["time-vs-workers", "speed-up", "total-time"],
  "threads-vs-processes": ["time-vs-workers", "time-vs-n", "total-time", "time-per-task"],
  "pool-vs-per-task": ["total-time", "time-vs-workers", "time-vs-n"],
  "all-at-once": ["total-time", "memory"],
  "flat-step": ["speed-up", "time-vs-workers"],
  responsiveness: ["loop-delay"],
  "returned-data": ["time-vs-bytes"],
  "transfer-cost": ["transfer-time"],
  "out-of-memory": ["time-vs-n", "memory"],
  "usage-over-time": ["cpu-memory"],
  "memory-at-once": ["memory"],
  "cpu-time": ["cpu-time"],
  "event-loop": ["time-vs-workers", "total-time"],
  "critical-threshold": ["weak-scaling"],
  "noise-threshold": ["task-distribution"],
  "measuring-workers": ["weak-scaling", "task-distribution"],
  "batch-steps": ["batch-totals", "time-vs-tasks"],
  "best-by-size": ["time-vs-n", "time-vs-bytes"],
  "largest-loss": ["where-time-goes"],
  "without-loss": ["where-time-goes"],
  thresholds: ["speed-up", "efficiency", "time-vs-workers"],
  "scaling-law": ["speed-up"],
  "smallest-task": ["time-vs-n"],
  "cost-parts": ["time-vs-n"],
  "pool-reuse": ["total-time"],
  "uneven-tasks": ["schedules", "total-time"],
  "dispatch-cost": ["time-per-task"],
  "files-per-second": ["throughput"],
};

/** Ids of the charts that show a finding, best first. */
export function chartsOfFinding(finding: string): readonly string[] {
  return Object.hasOwn(CHARTS_OF_FINDING, finding)
    ? (CHARTS_OF_FINDING[finding as keyof typeof CHARTS_OF_FINDING] ?? [])
    : [];
}
