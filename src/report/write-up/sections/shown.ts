import type { charts, comparisonCharts } from "../../charts/kinds/index.js";

export type ChartId = keyof typeof charts | keyof typeof comparisonCharts;

/** What pictures show that findings may leave unmentioned: "Figure 3 shows ...". */
const SHOWN: Readonly<Record<ChartId, string>> = {
  "weak-scaling": "how the time moves while the work grows with the workers",
  "task-distribution": "the times of the single tasks",
  "time-vs-tasks": "the total time over the number of tasks",
  "batch-totals": "the total time of every batch",
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

/** What the chart shows, after "shows". */
export function shownBy(chart: ChartId): string {
  return SHOWN[chart];
}
