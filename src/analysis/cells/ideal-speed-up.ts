import { smallest } from "../../record/limits/extremes.js";
import type { Experiment, Factors, Machine } from "../../record/schema/run-schema.js";
import { type CoreLimits, coreLevel } from "../../record/timing/core-level.js";
import { effectiveWorkers, isElsewhere } from "../../record/timing/effective-workers.js";
import type { KnownIdeal } from "../results/run-analysis.js";

export { effectiveWorkers };

/** What says which cores a cell has: none of this machine's where its workers are elsewhere. */
type CellCores = CoreLimits & Partial<Pick<Factors, "strategy">>;

/**
 * Cores that CPU-bound work can use: the least of what affinity allows and what quotas pay for, those of a cell included.
 *
 * @returns cores, 1 or more (one worker never uses less of the clock than one core's share), `null` where unknown
 */
export function usableCores(machine: Machine, cell: CellCores = {}): number | null {
  const cores = paidCores(machine, cell);
  return cores === null ? null : Math.max(1, cores);
}

/** The same, less than 1 where a quota pays for a part of a core. */
export function paidCores({ availableParallelism, quotaCores }: Machine, cell: CellCores): number | null {
  if (cell.strategy !== undefined && isElsewhere(cell.strategy)) return null;
  const known = [availableParallelism, quotaCores].filter((cores) => typeof cores === "number" && cores > 0);
  const least = Math.min(smallest(known as number[]), coreLevel(cell));
  return Number.isFinite(least) ? least : null;
}

/** Whether a cell was bound to cores, or had a quota: then those of the machine are not its own. */
export function hasOwnCores(cell: CoreLimits): boolean {
  return Number.isFinite(coreLevel(cell));
}

/** Limit of the cell's workload; `null` where the run file does not say. */
export function workloadBound(experiment: Experiment, factors: Factors): "cpu" | "io" | "wait" | null {
  const workloads = experiment.workloads ?? {};
  const names = Object.keys(workloads);
  const name = factors.workload ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined || !Object.hasOwn(workloads, name)) return null;
  return workloads[name]?.bound ?? null;
}

/**
 * Best speed-up over one worker that T equal tasks allow: ceil(T / w) rounds give T / ceil(T / w), a staircase; CPU-bound
 * work on c cores cannot take less than T / c tasks' time, so T / max(ceil(T / w), T / c). A job in shares is one round.
 */
export function idealOf(experiment: Experiment, factors: Factors, machine: Machine): KnownIdeal {
  const workers = effectiveWorkers(factors);
  const cores = workloadBound(experiment, factors) === "cpu" ? usableCores(machine, factors) : null;
  // Rounds are for equal tasks.
  const known = isUneven(factors) ? null : (factors.tasks ?? null);
  const tasks = experiment.division === "shares" ? workers : known;
  const rounds = tasks === null ? null : Math.ceil(tasks / workers);
  const byRounds = tasks === null || rounds === null ? workers : tasks / rounds;
  return { tasks, rounds, cores, speedUp: Math.min(byRounds, cores ?? Infinity) };
}

/**
 * Whether more workers are of use to what is measured at all: to a time or a throughput they are. A figure of which less is
 * better may be a latency, which no number of cores divides, so it has speed-ups and no ideal, efficiency or law.
 */
export function hasIdeal({ figure }: Pick<Experiment, "figure">): boolean {
  return figure?.better !== "lower";
}

/** Whether the tasks are known to differ in length. */
export function isUneven({ more }: Factors): boolean {
  return more?.skew !== undefined && more.skew !== "none";
}
