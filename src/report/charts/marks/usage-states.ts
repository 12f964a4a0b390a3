import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import { workloadBound } from "../../../analysis/cells/ideal-speed-up.js";
import { keptTrial, medianOf, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { largest } from "../../../record/limits/extremes.js";
import type { Experiment, Trial } from "../../../record/schema/run-schema.js";
import { workerWords } from "../../../words/number.js";

const MOST_STATES = 6;
const MOST_SAMPLES = 120;

export interface Sample {
  atMs: number;
  cores: number | null;
  bytes: number | null;
}

/** Use of the machine by one cell, sampled over one trial. */
export interface State {
  cell: CellSummary;
  name: string;
  samples: Sample[];
  /** On the clock of the samples; `null` where not known. */
  startMs: number | null;
  lastResultMs: number | null;
  /** Medians of the peaks of all trials; `null` where no trial recorded its peak. */
  peakCores: number | null;
  peakBytes: number | null;
}

/** The cells with a sampled trial, at most six. */
export function statesOf(analysis: ExperimentAnalysis, experiment: Experiment): State[] {
  return recordedCells(analysis, experiment)
    .flatMap((recorded): State[] => {
      const { cell } = recorded;
      const { usage, figures = {} } = keptTrial(recorded, "usage") ?? {};
      const samples = usage ? samplesOf(usage) : [];
      if (samples.filter(({ bytes, cores }) => bytes !== null || cores !== null).length < 2) return [];
      const { "work-start-ms": startMs = null, "last-result-ms": lastResultMs = null } = figures;
      const cpuPercent = medianOf(recorded, "peak-cpu-percent");
      const peakCores = cpuPercent === null ? null : cpuPercent / 100;
      const peakBytes = medianOf(recorded, "peak-pss-bytes");
      return [{ cell, name: nameOf(cell, analysis, experiment), samples, startMs, lastResultMs, peakCores, peakBytes }];
    })
    .slice(0, MOST_STATES);
}

function samplesOf({ atMs, cpuPercent, pssBytes }: NonNullable<Trial["usage"]>): Sample[] {
  const stride = Math.max(1, Math.ceil(atMs.length / MOST_SAMPLES));
  const all = atMs.map((at, index) => {
    const cpu = cpuPercent[index] ?? null;
    return { atMs: at, cores: cpu === null ? null : cpu / 100, bytes: pssBytes[index] ?? null };
  });
  return all.filter((_, index) => index % stride === 0);
}

/** "idle", "one process (sequential)", "process pool of 4 workers". */
function nameOf({ factors }: CellSummary, { varying, cells }: ExperimentAnalysis, experiment: Experiment): string {
  const strategy = variantWords(
    factors,
    varying.filter((name) => name !== "more"),
  );
  if (isOneThread(factors.strategy)) {
    const waits = workloadBound(experiment, factors) === "wait";
    const mixed = cells.some((cell) => cell.factors.workload !== factors.workload);
    return waits && mixed ? "idle" : `one process (${strategy})`;
  }
  return `${strategy} of ${workerWords(factors.workers)}`;
}

/** Peaks while the tasks ran, of all trials, otherwise of the samples. CPU time of the start of the host does not count. */
export function peaksOf({ samples, startMs, lastResultMs, peakCores, peakBytes }: State): {
  cores: number | null;
  bytes: number | null;
} {
  const [from, to] = [startMs ?? -Infinity, (lastResultMs ?? Infinity) + 50];
  const during = samples.filter(({ atMs }) => atMs >= from && atMs <= to);
  const cores = samples.filter(({ atMs }) => atMs >= from + 50 && atMs <= to).flatMap((sample) => sample.cores ?? []);
  const bytes = during.flatMap((sample) => sample.bytes ?? []);
  return { cores: peakCores ?? mostOf(cores), bytes: peakBytes ?? mostOf(bytes) };
}

function mostOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : largest(values);
}
