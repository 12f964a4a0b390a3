import { isOneThread, variantWords } from "../../../../analysis/cells/cell-labels.js";
import { workloadBound } from "../../../../analysis/cells/ideal-speed-up.js";
import type { CellSummary, ExperimentAnalysis } from "../../../../analysis/results/run-analysis.js";
import type { Experiment, Trial } from "../../../../record/schema/run-schema.js";
import { workersWord } from "../../../../words/verdict-words.js";
import { keptTrial, medianOf, recordedCells } from "../../kinds/recorded.js";

const MOST_STATES = 6;
const MOST_SAMPLES = 120;

export interface Sample {
  atMs: number;
  cores: number | null;
  bytes: number | null;
}

/** One way of using the machine, sampled over one trial. */
export interface State {
  cell: CellSummary;
  name: string;
  samples: Sample[];
  /** On the clock of the samples; `null` where not known. */
  startMs: number | null;
  lastResultMs: number | null;
  /** Medians of the peaks of all trials; `null` where only the samples tell. */
  peakCores: number | null;
  peakBytes: number | null;
}

/** The cells of which a trial was sampled, with its samples; idle, where it is there, is named so. */
export function statesOf(analysis: ExperimentAnalysis, experiment: Experiment): State[] {
  return recordedCells(analysis, experiment)
    .flatMap((recorded): State[] => {
      const trial = keptTrial(recorded, "usage");
      const samples = trial ? samplesOf(trial.usage) : [];
      if (!trial || samples.filter(({ bytes, cores }) => bytes !== null || cores !== null).length < 2) return [];
      const { cell } = recorded;
      const [startMs = null, lastResultMs = null] = ["work-start-ms", "last-result-ms"].map(
        (name) => trial.figures?.[name],
      );
      const cpuPercent = medianOf(recorded, "peak-cpu-percent");
      return [
        {
          cell,
          name: nameOf(cell, analysis, experiment),
          samples,
          startMs,
          lastResultMs,
          peakCores: cpuPercent === null ? null : cpuPercent / 100,
          peakBytes: medianOf(recorded, "peak-pss-bytes"),
        },
      ];
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
  return `${strategy} of ${workersWord(factors.workers)}`;
}

/** Peaks while the tasks ran, of all trials, else of the samples; CPU of the host's own start does not count. */
export function peaksOf({ samples, startMs, lastResultMs, peakCores, peakBytes }: State): {
  cores: number | null;
  bytes: number | null;
} {
  const [from, to] = [startMs ?? -Infinity, (lastResultMs ?? Infinity) + 50];
  const during = samples.filter(({ atMs }) => atMs >= from && atMs <= to);
  const cores = samples.filter(({ atMs }) => atMs >= from + 50 && atMs <= to).flatMap((sample) => sample.cores ?? []);
  const bytes = during.flatMap((sample) => sample.bytes ?? []);
  return { cores: peakCores ?? largest(cores), bytes: peakBytes ?? largest(bytes) };
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
