import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { smallest } from "../../record/limits/extremes.js";
import { readText } from "./read-text.js";

/** Where Linux shows its control groups; of version 1 with a folder for each controller. */
export const CGROUPS = "/sys/fs/cgroup";

/** The control group that this process is in for a controller. */
export interface OwnGroups {
  /** Version 1. */
  isLegacy: boolean;
  /** Its path, that of its parent, and so on to the root: a limit further up binds as well. In a container they may be the host's. */
  paths: [own: string, ...above: string[]];
}

/** The groups of this process for a controller, version 2 or 1; outside Linux the root, of which nothing can be read. */
export function ownGroups(controller: "cpu" | "memory", read: (path: string) => string | null = readText): OwnGroups {
  const membership = read("/proc/self/cgroup") ?? "";
  const legacy = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(/.*)$`, "m").exec(membership)?.[1];
  const own = legacy ?? /^0::(\/.*)$/m.exec(membership)?.[1] ?? "/";
  return { isLegacy: legacy !== undefined, paths: upwards(own) };
}

/** CPU limits of a control group. */
export interface CgroupCpu {
  /** The tightest quota from here up to the root, in cores; `null` where there is none. */
  quotaCores: number | null;
  /** CPU time held back by the quota so far, in ms; `null` where it is not counted. */
  throttledMs: number | null;
}

/** Reads the CPU limits of this process's control group. */
export function cgroupCpu(): CgroupCpu {
  const { isLegacy, paths } = ownGroups("cpu");
  const folder = isLegacy ? join(CGROUPS, "cpu") : CGROUPS;
  const quotas = paths.map((path) => (isLegacy ? legacyQuota : unifiedQuota)(join(folder, path)));
  return { quotaCores: tightest(quotas), throttledMs: throttledIn(readText(join(folder, paths[0], "cpu.stat"))) };
}

/** Cores that affinity and quota leave to this process; at least 1. */
export function usableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), cgroupCpu().quotaCores ?? Number.POSITIVE_INFINITY));
}

function unifiedQuota(group: string): number {
  const [quota, period] = (readText(join(group, "cpu.max")) ?? "").trim().split(" ");
  return Number(quota) / Number(period);
}

function legacyQuota(group: string): number {
  const [quota, period] = ["quota", "period"].map((name) => readText(join(group, `cpu.cfs_${name}_us`)));
  return Number(quota ?? Number.NaN) / Number(period ?? Number.NaN);
}

/** CPU time that a quota held back, in ms, by the statistics of a group of either version; `null` where it is not counted. */
export function throttledIn(stat: string | null): number | null {
  const [, unit, count] = /^throttled_(usec|time) (\d+)$/m.exec(stat ?? "") ?? [];
  return count === undefined ? null : Number(count) / (unit === "usec" ? 1e3 : 1e6);
}

function upwards(group: string): OwnGroups["paths"] {
  const paths: OwnGroups["paths"] = [group];
  for (let path = group; path !== "/"; path = dirname(path)) paths.push(dirname(path));
  return paths;
}

function tightest(quotas: number[]): number | null {
  const real = quotas.filter((quota) => Number.isFinite(quota) && quota > 0);
  return real.length === 0 ? null : smallest(real);
}
