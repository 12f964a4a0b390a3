import { statfsSync } from "node:fs";
import { availableParallelism, cpus, release, tmpdir, totalmem } from "node:os";
import type { Machine } from "../../record/schema/run-schema.js";
import { cgroupCpu } from "./cgroup.js";
import { memoryLimit } from "./cgroup-memory.js";
import { readText } from "./read-text.js";

/** Describes this machine. Host name, serial number and user are left out, as they name the owner. */
export function describeMachine(identity: Pick<Machine, "id" | "name" | "floorPercent" | "selfTest">): Machine {
  const info = readText("/proc/cpuinfo");
  const processors = cpus();
  return {
    ...identity,
    cpuModel: processors[0]?.model.trim() ?? null,
    logicalCores: processors.length || null,
    physicalCores: physicalCores(info),
    availableParallelism: availableParallelism(),
    quotaCores: cgroupCpu().quotaCores,
    memoryBytes: totalmem(),
    memoryLimitBytes: memoryLimit()?.bytes ?? null,
    platform: process.platform,
    osRelease: release(),
    arch: process.arch,
    virtualisation: virtualisation(info),
    governor: readText("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")?.trim() ?? null,
    smt: threadsShareCores(),
    scratchFileSystem: fileSystem(tmpdir()),
  };
}

/** Name of a machine that was given none: number of cores and model of the CPU, nothing of its owner. */
export function usualMachineName(): string {
  const model = cpus()[0]?.model.replace(/\((R|TM)\)|CPU|Processor|@.*$/gi, " ") ?? "";
  const plain = model.replace(/\s+/g, " ").trim();
  return `${availableParallelism()}-core ${plain === "" || /^unknown$/i.test(plain) ? process.arch : plain}`;
}

/** Distinct (socket, core) pairs of /proc/cpuinfo. */
function physicalCores(info: string | null): number | null {
  if (info === null) return null;
  const cores = new Set<string>();
  for (const processor of info.split("\n\n")) {
    const core = /^core id\s*:\s*(\d+)$/m.exec(processor)?.[1];
    const socket = /^physical id\s*:\s*(\d+)$/m.exec(processor)?.[1];
    if (core !== undefined) cores.add(`${socket}/${core}`);
  }
  return cores.size || null;
}

function threadsShareCores(): boolean | null {
  const active = readText("/sys/devices/system/cpu/smt/active")?.trim();
  return active === undefined ? null : active === "1";
}

/** A container, a virtual machine by its maker's name, or `none`; `null` where it cannot be told. */
function virtualisation(info: string | null): string | null {
  if (readText("/.dockerenv") !== null || readText("/run/.containerenv") !== null) return "container";
  if (info === null) return null;
  if (!/^flags\s*:.*\bhypervisor\b/m.test(info)) return "none";
  const maker = readText("/sys/class/dmi/id/sys_vendor")?.trim();
  return maker ? `virtual machine (${maker})` : "virtual machine";
}

const FILE_SYSTEMS: Record<number, string> = {
  16914836: "tmpfs",
  61267: "ext4",
  1481003842: "xfs",
  2435016766: "btrfs",
  2035054128: "overlay",
  26985: "nfs",
  801189825: "zfs",
};

function fileSystem(folder: string): string | null {
  if (process.platform !== "linux") return null;
  try {
    return FILE_SYSTEMS[statfsSync(folder).type] ?? null;
  } catch {
    return null;
  }
}
