import { smallest } from "../../record/limits/extremes.js";
import { readText } from "../machine/read-text.js";

/** The processors that this process may use, with the physical core of each; `null`: the system does not say which. */
export interface Topology {
  allowed: readonly number[];
  coreOf: ((cpu: number) => string) | null;
}

/** A choice among them. */
export interface CpuSet {
  cpus: readonly number[];
  /** Physical cores among them; `null` where they are not known. */
  physicalCores: number | null;
}

/** Reads the topology as Linux tells it; `null` elsewhere. */
export function readTopology(read: (path: string) => string | null = readText): Topology | null {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(read("/proc/self/status") ?? "")?.[1];
  if (list === undefined) return null;
  const allowed = parseCpus(list);
  const cores = new Map(
    allowed.map((cpu) => [
      cpu,
      read(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`)?.trim() ?? null,
    ]),
  );
  const isKnown = [...cores.values()].every((core) => core !== null);
  return { allowed, coreOf: isKnown ? (cpu) => cores.get(cpu) as string : null };
}

/** So many of the allowed processors: one of each physical core first, a second of a core when there is no other left. */
export function chooseCpus(count: number, topology: Topology): CpuSet {
  return setOf(byThread(topology).slice(0, count), topology);
}

/**
 * The allowed processors in two sets of equally many, no core in both; where there is one core alone, its threads are shared
 * out. `null` for a single processor.
 */
export function halves(topology: Topology): { halves: [CpuSet, CpuSet]; shareCore: boolean } | null {
  const { allowed, coreOf } = topology;
  const size = Math.floor(allowed.length / 2);
  if (size === 0) return null;
  const byCore = new Map<string, number[]>();
  for (const cpu of allowed) {
    const core = coreOf?.(cpu) ?? String(cpu);
    byCore.set(core, [...(byCore.get(core) ?? []), cpu]);
  }
  const cores = [...byCore.values()];
  const [first, second] = [cores.filter((_, index) => index % 2 === 0), cores.filter((_, index) => index % 2 === 1)];
  const apart = [first.flat(), second.flat()].map((cpus) => cpus.length);
  const least = smallest(apart);
  if (least === 0) {
    return {
      halves: [setOf(allowed.slice(0, size), topology), setOf(allowed.slice(size, 2 * size), topology)],
      shareCore: true,
    };
  }
  const take = (own: number[][]) => setOf(byThread({ allowed: own.flat(), coreOf }).slice(0, least), topology);
  return { halves: [take(first), take(second)], shareCore: false };
}

/** The first processor of every core, then the second of every core, and so on. */
function byThread({ allowed, coreOf }: Topology): number[] {
  const seen = new Map<string, number>();
  const places = new Map<number, number>();
  for (const cpu of allowed) {
    const core = coreOf?.(cpu) ?? String(cpu);
    places.set(cpu, seen.get(core) ?? 0);
    seen.set(core, (seen.get(core) ?? 0) + 1);
  }
  return allowed.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0) || a - b);
}

function setOf(chosen: readonly number[], { coreOf }: Topology): CpuSet {
  const cpus = chosen.toSorted((a, b) => a - b);
  return { cpus, physicalCores: coreOf === null ? null : new Set(cpus.map(coreOf)).size };
}

/** The processors in a list as Linux writes it: `0-1,4`. */
export function parseCpus(list: string): number[] {
  return list.split(",").flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, step) => first + step);
  });
}

/** Processors as Linux lists them, and `taskset -c` takes them: `0-1,4`. */
export function cpuList(cpus: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of cpus.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && cpu === last[1] + 1) last[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
}
