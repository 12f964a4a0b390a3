import type { Cell } from "../../record/schema/run-schema.js";
import { formatBytes } from "../../words/bytes.js";
import { plainPercent } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, strategyWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { workloadBound } from "../cells/ideal-speed-up.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

interface Use {
  key: string;
  name: string;
  idle: boolean;
  cpuPercent: number;
  peakBytes: number;
  keptBytes: number | null;
  keptAfterMs: number;
}

/** Peaks of CPU and memory for an idle process, one that works and a pool, and what is not given back. */
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
  const after =
    kept.length === 0
      ? ""
      : ` With the workers kept, ${formatTime(working[0]?.keptAfterMs ?? 0)} after the last result ${list(kept)}.`;
  const figures = Object.fromEntries(uses.map(({ name, peakBytes }) => [name, peakBytes]));
  return [
    {
      text: `Peaks, in medians: ${list(peaks)}.${after}`,
      weight: 94,
      evidence: { cells: uses.map(({ key }) => key), figures },
    },
  ];
};

function useOf({ factors, index, key }: CellView, { experiment }: FindingContext): Use | null {
  const cell = experiment.cells[index] as Cell;
  const [cpuPercent, peakBytes] = ["peak-cpu-percent", "peak-pss-bytes"].map((name) => medianFigure(cell, name));
  if (typeof cpuPercent !== "number" || typeof peakBytes !== "number") return null;
  const idle = workloadBound(experiment, factors) === "wait" && isOneThread(factors.strategy);
  const working = isOneThread(factors.strategy)
    ? "one process"
    : `${strategyWords(factors.strategy)} of ${workerWords(factors.workers)}`;
  return {
    key,
    name: idle ? "idle" : working,
    idle,
    cpuPercent,
    peakBytes,
    keptBytes: medianFigure(cell, "kept-pss-bytes"),
    keptAfterMs: medianFigure(cell, "kept-after-ms") ?? 0,
  };
}
