import type { Chart, ComparisonChart } from "./chart.js";
import { hostVsVm } from "./host-vs-vm.js";
import { percentChange } from "./percent-change.js";
import { speedUp } from "./speed-up.js";
import { timeVsN } from "./time-vs-n.js";
import { timeVsWorkers } from "./time-vs-workers.js";
import { timeline } from "./timeline.js";
import { totalTime } from "./total-time.js";

/** Every chart of a run's page, in the order in which they stand there. Add one: a file, a line here, a test. */
export const charts = {
  "time-vs-workers": timeVsWorkers,
  "speed-up": speedUp,
  "time-vs-n": timeVsN,
  "total-time": totalTime,
  timeline,
} satisfies Record<string, Chart>;

/** Every chart of the page of two runs. */
export const comparisonCharts = {
  "host-vs-vm": hostVsVm,
  "percent-change": percentChange,
} satisfies Record<string, ComparisonChart>;
