import { usableCores, workloadBound } from "../../../../analysis/cells/ideal-speed-up.js";
import { asCost } from "../../../../analysis/comparing/figure-cost.js";
import type { CellSummary, ExperimentAnalysis } from "../../../../analysis/results/run-analysis.js";
import type { Scaling } from "../../../../analysis/results/scaling.js";
import { type ModelFit, throughputAt } from "../../../../analysis/scaling/models/fit-model.js";
import { largest } from "../../../../record/limits/extremes.js";
import type { Factors } from "../../../../record/schema/run-schema.js";
import type { ChartInput } from "../chart.js";
import type { Line } from "./line.js";
import { idealSteps } from "./over-workers.js";

/** Points of a smooth curve. */
const STEPS = 48;

/** A line with the law that its data support. */
export interface CarriedLaw {
  scaling: Scaling;
  fit: ModelFit;
}

/** The law of the line that these cells belong to; `undefined` where the data support none. */
export function carriedLaw(cells: readonly CellSummary[], { scaling }: ExperimentAnalysis): CarriedLaw | undefined {
  const line = scaling.find(({ points }) => points.some(({ key }) => cells.some((cell) => cell.key === key)));
  const fit = line?.models.fits.find(({ model }) => model === line.models.chosen);
  return line && fit ? { scaling: line, fit } : undefined;
}

/**
 * The law as a curve of speed-up over workers within the tested range: solid up to the physical cores, dotted beyond. It is
 * solid throughout where the work is known to wait, or where the number of cores is unknown.
 */
export function fittedCurve({ scaling, fit }: CarriedLaw, input: ChartInput): Line["fit"] {
  const { points, reference } = scaling;
  const typical = input.analysis.cells.find(({ key }) => key === reference?.key)?.geometricMeanMs;
  const referenceMs = typical && asCost(typical, input.analysis.measure);
  const [first, last] = [points[0], points.at(-1)];
  if (!referenceMs || !first || !last) return undefined;
  const at = ({ workers, ideal }: { workers: number; ideal: number }) => ({
    x: workers,
    y: throughputAt(fit, ideal) * referenceMs,
  });
  const end = Math.min(last.workers, solidTo(scaling, input));
  const counts = points.map(({ workers }) => workers);
  const steps = idealSteps(input, factorsOf(scaling), counts).map(({ workers, speedUp }) => ({
    workers,
    ideal: speedUp,
  }));
  const cap = largest(steps.map(({ ideal }) => ideal));
  // The law is a curve where every worker counts in full up to the cores, and a staircase where rounds count.
  const isSmooth = steps.every(({ workers, ideal }) => ideal === Math.min(workers, cap));
  const curve = isSmooth
    ? between(first.workers, last.workers, cap).map(at)
    : stairs(steps.filter(({ workers }) => workers >= first.workers).map(at));
  return {
    solid: curve.filter(({ x }) => x <= end),
    dotted: end < last.workers ? curve.filter(({ x }) => x >= end) : [],
  };
}

function stairs(steps: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  return steps.flatMap((step, index) => {
    const before = steps[index - 1];
    return before === undefined || before.y === step.y ? [step] : [{ x: step.x, y: before.y }, step];
  });
}

function factorsOf({ factors }: Scaling): Factors {
  return { strategy: "", workers: 1, ...factors };
}

function between(first: number, last: number, cap: number): { workers: number; ideal: number }[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const workers = first + ((last - first) * step) / STEPS;
    return { workers, ideal: Math.min(workers, cap) };
  });
}

function solidTo(scaling: Scaling, { experiment, machine }: ChartInput): number {
  const usable = usableCores(machine, scaling.factors);
  const bound = workloadBound(experiment, factorsOf(scaling));
  if (usable === null || bound === "io" || bound === "wait") return Number.POSITIVE_INFINITY;
  return Math.min(usable, machine.physicalCores ?? usable);
}
