import type { CellSummary, Change, ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import { type Factors, factorNames } from "../../record/schema/factors.js";
import type { Measure } from "../../words/measure.js";
import type { RunEntry } from "../archive/run-entry.js";
import { labelOf } from "../charts/marks/titles.js";
import type { CsvValue } from "../format/csv.js";

/** A row for other programs: names have a unit, figures all their digits. */
export type DataRecord = Record<string, CsvValue | boolean>;

/** Records as rows of one table; what a record lacks is not known. */
export function rowsOf(records: readonly DataRecord[]): { heads: string[]; rows: CsvValue[][] } {
  const heads = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) =>
    heads.map((head) => {
      const value = record[head] ?? null;
      return typeof value === "boolean" ? String(value) : value;
    }),
  );
  return { heads, rows };
}

/** Every cell with the figures of its trials. */
export function cellRecords({ analysis }: RunEntry, experiment?: string): DataRecord[] {
  const wanted = analysis.experiments.filter(({ id }) => experiment === undefined || id === experiment);
  return wanted.flatMap(({ id, cells }) =>
    cells.map((cell) => ({
      experiment: id,
      cell: cell.label,
      ...factorFields(cell.factors),
      is_baseline: cell.isBaseline,
      trials_ok: cell.trials.ok,
      trials_failed: cell.trials.failed,
      trials_timeout: cell.trials.timeout,
      ...typicalFields(cell),
      ...printedFields(cell),
      start_up_median_ms: cell.medianStartUpMs,
      user_median_ms: cell.medianUserMs,
      sys_median_ms: cell.medianSysMs,
      peak_pss_median_bytes: cell.medianPeakPssBytes,
      speed_up: cell.speedUp?.value ?? null,
      speed_up_low: cell.speedUp?.interval?.[0] ?? null,
      speed_up_high: cell.speedUp?.interval?.[1] ?? null,
      own_speed_up: cell.ownSpeedUp?.value ?? null,
      ideal_speed_up: cell.ideal.speedUp,
      efficiency: cell.efficiency,
      ideal_efficiency: cell.idealEfficiency,
    })),
  );
}

/** Every change: of two versions, against the baseline, step by step, and between strategies. */
export function changeRecords({ analysis }: RunEntry, experiment?: string): DataRecord[] {
  const wanted = analysis.experiments.filter(({ id }) => experiment === undefined || id === experiment);
  return wanted.flatMap(({ id, cells, changes, versions }) => {
    const record = (comparison: string) => (change: Change) => ({
      experiment: id,
      comparison,
      from: labelOf(change.from, cells),
      to: labelOf(change.to, cells),
      ...(change.measure && { measure: change.measure.name, unit: known(change.measure.unit) }),
      ...(change.measure
        ? { from_figure: change.fromMs, to_figure: change.toMs }
        : { from_ms: change.fromMs, to_ms: change.toMs }),
      ratio: change.ratio,
      change_percent: change.changePercent,
      change_low_percent: change.interval?.[0] ?? null,
      change_high_percent: change.interval?.[1] ?? null,
      change_low_90_percent: change.interval90?.[0] ?? null,
      change_high_90_percent: change.interval90?.[1] ?? null,
      verdict: change.verdict,
      reason: known(change.reason),
      method: change.method,
      n: change.n,
      p: change.p,
      q: change.q,
    });
    return [
      ...versionChanges(versions).map(({ scope, from, to, change }) => ({
        ...record(`versions-${scope}`)(change),
        from,
        to,
      })),
      ...changes.againstBaseline.map(record("against-baseline")),
      ...changes.steps.map(record("steps")),
      ...changes.acrossStrategies.map(record("across-strategies")),
    ];
  });
}

/** The comparisons of two versions by what they are over; of the scaling the ratio of the speed-ups, old over new. */
function versionChanges(versions: ExperimentAnalysis["versions"]) {
  if (versions === undefined) return [];
  const contrasts = versions.scaling.flatMap(({ steps }) => steps.map(({ contrast }) => contrast));
  return [...versions.changes, ...contrasts].map(({ scope, label, change }) => ({
    scope,
    from: `${label}, ${versions.before}`,
    to: `${label}, ${versions.after}`,
    // What several combinations have together is no time.
    change: scope === "cell" ? change : { ...change, fromMs: null, toMs: null },
  }));
}

/** What is typical of a cell: times in ms, or figures of the unit beside them. */
function typicalFields(cell: CellSummary): DataRecord {
  const { measure } = cell;
  const typical = {
    median: cell.medianMs,
    median_low: cell.intervalMs?.[0] ?? null,
    median_high: cell.intervalMs?.[1] ?? null,
    mean: cell.meanMs,
    geometric_mean: cell.geometricMeanMs,
    sd: cell.sdMs,
    mad: cell.madMs,
    min: cell.minMs,
    max: cell.maxMs,
  };
  return { ...(measure && { measure: measure.name, unit: known(measure.unit) }), ...inUnit(typical, measure) };
}

/** "figure_p99_median" of a figure that the program prints beside the one that is compared. */
function printedFields({ medianFigures = {} }: CellSummary): DataRecord {
  const medians = Object.entries(medianFigures);
  return Object.fromEntries(medians.map(([name, value]) => [`figure_${name.replaceAll("-", "_")}_median`, value]));
}

function inUnit(fields: DataRecord, measure: Measure | undefined): DataRecord {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [measure === undefined ? `${name}_ms` : name, value]),
  );
}

function factorFields(factors: Factors): DataRecord {
  const fields = factorNames.map((name) => [name, known(factors[name])] as const);
  const further = Object.entries(factors.more ?? {});
  return {
    ...Object.fromEntries(fields),
    ...Object.fromEntries(further.map(([name, level]) => [`factor_${name.replaceAll("-", "_")}`, level])),
  };
}

/** Absent figures are as unknown as null ones. */
function known<T>(figure: T | null | undefined): T | null {
  return figure ?? null;
}
