import { largest, smallest } from "../../record/limits/extremes.js";
import { formatBytes } from "../../words/bytes.js";
import { statement } from "../../words/headline.js";
import { workerWords } from "../../words/number.js";
import { plainPercent } from "../../words/percent.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { workloadBound } from "../cells/ideal-speed-up.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

interface Use {
  key: string;
  name: string;
  idle: boolean;
  cpuPercent: number;
  peakBytes: number;
  keptBytes: number | null;
  keptAfterMs: number;
}

/** Peaks of CPU and memory for an idle process, one that works and a pool, and the memory that is not given back. */
export const usageOverTime: FindingRule = (context) => {
  const uses = context.views.flatMap((view) => useOf(view, context) ?? []);
  const working = uses.filter(({ idle }) => !idle);
  // Without an idle process beside them, the figures are another experiment's.
  if (uses.length === working.length || working.length === 0) return [];
  const peaks = uses.map(
    ({ name, cpuPercent, peakBytes }) => `${name} ${plainPercent(cpuPercent)} of a core and ${formatBytes(peakBytes)}`,
  );
  const kept = working.flatMap(({ name, keptBytes, peakBytes }) =>
    keptBytes === null ? [] : `${name} still holds ${formatBytes(keptBytes)} of its ${formatBytes(peakBytes)}`,
  );
  const waits = working.flatMap(({ keptBytes, keptAfterMs }) => (keptBytes === null ? [] : keptAfterMs));
  const after =
    kept.length === 0
      ? ""
      : ` ${timesBetween(waits)} after the last result, with the workers kept, ${kept.join("; ")}.`;
  const idle = uses.filter((use) => use.idle);
  const says = statement(
    `An idle process peaks at ${bytesBetween(idle)} of memory, work at ${bytesBetween(working)}`,
    `Peaks, in medians: ${peaks.join("; ")}.${after}`,
  );
  const figures = Object.fromEntries(uses.map(({ name, peakBytes }) => [name, peakBytes]));
  return [{ ...says, weight: 94, cells: uses, figures }];
};

/** "423 MB", "423 to 579 MB": the least and the most of the medians. */
function bytesBetween(uses: readonly Use[]): string {
  const all = uses.map(({ peakBytes }) => peakBytes);
  return between([smallest(all), largest(all)].map(formatBytes));
}

function timesBetween(ms: readonly number[]): string {
  return between([smallest(ms), largest(ms)].map(formatTime));
}

/** A range whose unit stands once where both ends have it. */
function between([low = "", high = ""]: readonly string[]): string {
  if (low === high) return low;
  const [size, unit] = low.split(" ");
  return `${high.endsWith(` ${unit}`) ? size : low} to ${high}`;
}

function useOf(view: CellView, { experiment, cellOf }: FindingContext): Use | null {
  const { factors, key } = view;
  const figure = (name: string) => medianFigure(cellOf(view), name);
  const [cpuPercent, peakBytes] = [figure("peak-cpu-percent"), figure("peak-pss-bytes")];
  if (cpuPercent === null || peakBytes === null) return null;
  const isOne = isOneThread(factors.strategy);
  const idle = isOne && workloadBound(experiment, factors) === "wait";
  const working = isOne ? "one process" : `${strategyWords(factors.strategy)} of ${workerWords(factors.workers)}`;
  return {
    key,
    name: idle ? "idle" : working,
    idle,
    cpuPercent,
    peakBytes,
    keptBytes: figure("kept-pss-bytes"),
    keptAfterMs: figure("kept-after-ms") ?? 0,
  };
}
