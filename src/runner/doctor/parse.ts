import type { Facts, ReadText } from "./facts.js";

/** Names in a folder of the system; none where there is no such folder. */
type ListFolder = (path: string) => string[];

const CPU_FOLDER = "/sys/devices/system/cpu";
const POWER_FOLDER = "/sys/class/power_supply";

interface CpuTimes {
  user: number;
  nice: number;
  sys: number;
  idle: number;
  irq: number;
}

/** Cores that were busy with anything between two readings of `os.cpus()`: 0.5 is half of one core. */
export function busyCores(before: readonly CpuTimes[], after: readonly CpuTimes[]): number {
  let busy = 0;
  for (const [core, times] of after.entries()) {
    const earlier = before[core];
    if (earlier === undefined) continue;
    const idle = times.idle - earlier.idle;
    const worked = workOf(times) - workOf(earlier);
    if (idle + worked > 0) busy += worked / (idle + worked);
  }
  return busy;
}

function workOf({ user, nice, sys, irq }: CpuTimes): number {
  return user + nice + sys + irq;
}

/** Share of all cores' time that the hypervisor took away, by the first line of /proc/stat (proc(5)). */
export function steal(before: string | null, after: string | null): Facts["steal"] {
  const [early, late] = [stealTicks(before), stealTicks(after)];
  if (early === null || late === null) return null;
  const all = late.all - early.all;
  return {
    now: all > 0 ? Math.max(0, late.stolen - early.stolen) / all : 0,
    sinceStart: late.all > 0 ? late.stolen / late.all : 0,
  };
}

/** User, nice, system, idle, I/O wait, interrupts (two kinds) and steal; guests are counted with user and nice. */
function stealTicks(stat: string | null): { stolen: number; all: number } | null {
  const line = /^cpu\s+(.+)$/m.exec(stat ?? "")?.[1];
  const ticks = line?.trim().split(/\s+/).slice(0, 8).map(Number);
  if (ticks === undefined || ticks.length < 8) return null;
  return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, tick) => sum + tick, 0) };
}

/** Whether cores may run above their nominal frequency: Intel's driver says it the other way round. */
export function boost(read: ReadText): boolean | null {
  const noTurbo = read(`${CPU_FOLDER}/intel_pstate/no_turbo`)?.trim();
  if (noTurbo !== undefined) return noTurbo === "0";
  const allowed = read(`${CPU_FOLDER}/cpufreq/boost`)?.trim();
  return allowed === undefined ? null : allowed === "1";
}

/** How often cores were slowed down for heat since the machine started. */
export function heatThrottles(read: ReadText, list: ListFolder): number | null {
  const counts = list(CPU_FOLDER)
    .filter((name) => /^cpu\d+$/.test(name))
    .flatMap((name) => read(`${CPU_FOLDER}/${name}/thermal_throttle/core_throttle_count`) ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, text) => sum + Number(text), 0);
}

/** Memory that programs can have without swapping. */
export function availableBytes(meminfo: string | null): number | null {
  return kilobytes(meminfo, "MemAvailable");
}

export function swap(
  meminfo: string | null,
  before: string | null,
  after: string | null,
  seconds: number,
): Facts["swap"] {
  const [total, free] = [kilobytes(meminfo, "SwapTotal"), kilobytes(meminfo, "SwapFree")];
  if (total === null || free === null) return null;
  const pages = Math.max(0, swappedPages(after) - swappedPages(before));
  return { totalBytes: total, usedBytes: total - free, pagesPerSecond: pages / seconds };
}

function kilobytes(meminfo: string | null, name: string): number | null {
  const digits = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo ?? "")?.[1];
  return digits === undefined ? null : Number(digits) * 1024;
}

function swappedPages(vmstat: string | null): number {
  const counts = [...(vmstat ?? "").matchAll(/^pswp(?:in|out) (\d+)$/gm)].map(([, digits]) => Number(digits));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Pressure stall information: the share of the last ten seconds in which something waited. */
export function pressure(read: ReadText): Facts["pressure"] {
  const share = (what: string) => {
    const digits = /^some avg10=([\d.]+)/m.exec(read(`/proc/pressure/${what}`) ?? "")?.[1];
    return digits === undefined ? null : Number(digits) / 100;
  };
  const all = { cpu: share("cpu"), memory: share("memory"), io: share("io") };
  return Object.values(all).every((one) => one === null) ? null : all;
}

/** Whether the machine runs on a battery. A machine that lists no supply at all does not tell. */
export function battery(read: ReadText, list: ListFolder): Facts["battery"] {
  const supplies = list(POWER_FOLDER);
  const batteries = supplies.filter((name) => read(`${POWER_FOLDER}/${name}/type`)?.trim() === "Battery");
  // A mouse has a battery too; it says that its scope is the device.
  const own = batteries.filter((name) => read(`${POWER_FOLDER}/${name}/scope`)?.trim() !== "Device");
  if (own.length > 0) {
    const isUsed = (name: string) => read(`${POWER_FOLDER}/${name}/status`)?.trim() === "Discharging";
    return own.some(isUsed) ? "discharging" : "charging";
  }
  return supplies.length > 0 ? "none" : null;
}
