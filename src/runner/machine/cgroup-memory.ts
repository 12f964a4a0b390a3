import { totalmem } from "node:os";
import { join } from "node:path";
import { smallest } from "../../record/limits/extremes.js";
import { CGROUPS, ownGroups } from "./cgroup.js";
import { readText } from "./read-text.js";

/** Version 1 writes "no limit" as a number that no machine has. */
const NO_LIMIT = 2 ** 60;

/** Reads a file of the system; `null` where there is none. */
type ReadText = (path: string) => string | null;

/** A limit on the memory of this process and its children. */
export interface MemoryLimit {
  bytes: number;
  /** What is left of it, without what the system would give back; `null` where that is not told. */
  freeBytes: number | null;
}

/** Names of the files of a version of control groups. */
interface Files {
  folder: string;
  limit: string;
  used: string;
  events: string;
  cached: RegExp;
}

const UNIFIED: Files = {
  folder: CGROUPS,
  limit: "memory.max",
  used: "memory.current",
  events: "memory.events",
  cached: /^inactive_file (\d+)$/m,
};
const LEGACY: Files = {
  folder: join(CGROUPS, "memory"),
  limit: "memory.limit_in_bytes",
  used: "memory.usage_in_bytes",
  events: "memory.oom_control",
  cached: /^total_inactive_file (\d+)$/m,
};

/**
 * The tightest limit of this process's control group and those above it, version 2 or 1; `null` where there is none.
 *
 * @param constrained what Node knows of a limit: it also knows of platforms without control groups
 */
export function memoryLimit(
  read: ReadText = readText,
  constrained = process.constrainedMemory?.() ?? 0,
  total = totalmem(),
): MemoryLimit | null {
  const { files, groups } = memoryGroups(read);
  const limits = groups.flatMap((group) => {
    const file = (name: string) => read(join(files.folder, group, name));
    const bytes = Number.parseInt(file(files.limit) ?? "", 10);
    if (!(bytes < NO_LIMIT)) return [];
    const used = Number.parseInt(file(files.used) ?? "", 10);
    const cached = Number(files.cached.exec(file("memory.stat") ?? "")?.[1] ?? 0);
    return [{ bytes, freeBytes: Number.isNaN(used) ? null : Math.max(0, bytes - used + cached) }];
  });
  if (constrained > 0) limits.push({ bytes: constrained, freeBytes: null });
  const [tightest = null] = limits.filter(({ bytes }) => bytes < total).sort((a, b) => a.bytes - b.bytes);
  if (tightest === null) return null;
  const free = limits.flatMap(({ freeBytes }) => freeBytes ?? []);
  return { bytes: tightest.bytes, freeBytes: free.length === 0 ? null : smallest(free) };
}

/** Memory that this process and its children may have. */
export function usableMemoryBytes(): number {
  return Math.min(totalmem(), memoryLimit()?.bytes ?? Number.POSITIVE_INFINITY);
}

/**
 * How many processes the system has killed so far for want of memory: in this process's control group, or where that does not
 * count, on this machine; `null` where nobody counts.
 */
export function oomKills(read: ReadText = readText): number | null {
  const { files, groups } = memoryGroups(read);
  for (const path of [...groups.map((group) => join(files.folder, group, files.events)), "/proc/vmstat"]) {
    const count = /^oom_kill (\d+)$/m.exec(read(path) ?? "")?.[1];
    if (count !== undefined) return Number(count);
  }
  return null;
}

function memoryGroups(read: ReadText): { files: Files; groups: string[] } {
  const { isLegacy, paths } = ownGroups("memory", read);
  return { files: isLegacy ? LEGACY : UNIFIED, groups: paths };
}
