import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { smallest } from "../../record/limits/extremes.js";
import { readText } from "./read-text.js";

const ROOT = "/sys/fs/cgroup";

/** CPU limits of a control group. */
export interface CgroupCpu {
  /** The tightest quota from here up to the root, in cores; `null` where there is none. */
  quotaCores: number | null;
  /** CPU time held back by the quota so far, in ms; `null` where it is not counted. */
  throttledMs: number | null;
}

/** Reads the CPU limits of this process's control group, version 2 or 1; `null` outside Linux. */
export function cgroupCpu(): CgroupCpu | null {
  const membership = readText("/proc/self/cgroup");
  if (membership === null) return null;
  const unified = /^0::(\/.*)$/m.exec(membership)?.[1];
  const legacy = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(\/.*)$/m.exec(membership)?.[1];
  return legacy === undefined ? unifiedCpu(unified ?? "/") : legacyCpu(legacy);
}

/** Cores that affinity and quota leave to this process; at least 1. */
export function usableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), cgroupCpu()?.quotaCores ?? Number.POSITIVE_INFINITY));
}

function unifiedCpu(group: string): CgroupCpu {
  const quotas = upwards(group).map((path) => {
    const [quota, period] = (readText(join(ROOT, path, "cpu.max")) ?? "").trim().split(" ");
    return Number(quota) / Number(period);
  });
  return { quotaCores: tightest(quotas), throttledMs: throttledIn(readText(join(ROOT, group, "cpu.stat"))) };
}

function legacyCpu(group: string): CgroupCpu {
  const quotas = upwards(group).map((path) => {
    const quota = Number(readText(join(ROOT, "cpu", path, "cpu.cfs_quota_us")) ?? Number.NaN);
    const period = Number(readText(join(ROOT, "cpu", path, "cpu.cfs_period_us")) ?? Number.NaN);
    return quota > 0 ? quota / period : Number.NaN;
  });
  return { quotaCores: tightest(quotas), throttledMs: throttledIn(readText(join(ROOT, "cpu", group, "cpu.stat"))) };
}

/** CPU time that a quota held back, in ms, by the statistics of a group of either version; `null` where it is not counted. */
export function throttledIn(stat: string | null): number | null {
  const [, unit, count] = /^throttled_(usec|time) (\d+)$/m.exec(stat ?? "") ?? [];
  return count === undefined ? null : Number(count) / (unit === "usec" ? 1e3 : 1e6);
}

/** The group, its parent, and so on to the root: a quota further up binds as well. */
function upwards(group: string): string[] {
  const paths = [group];
  for (let path = group; path !== "/"; path = dirname(path)) paths.push(dirname(path));
  return paths;
}

function tightest(quotas: number[]): number | null {
  const real = quotas.filter((quota) => Number.isFinite(quota) && quota > 0);
  return real.length === 0 ? null : smallest(real);
}
