import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { Trial } from "../../record/schema/run-schema.js";
import type { MemorySampler } from "./memory-sampler.js";
import { pssBytes, threadCpuMs, treeIds } from "./process-tree.js";

/** Often enough to see a trial of a second, seldom enough that the kernel's 4 ms steps of CPU time do not show. */
const EVERY_MS = 50;
/** How long the workers are kept after the last result, to see what they give back by themselves. */
const KEEP_MS = 400;
const MOST_SAMPLES = 5_000;

type Usage = NonNullable<Trial["usage"]>;

/** What dense sampling saw. */
export interface UsageRecord {
  usage: Usage;
  /** When the caller had its last result, on the clock of the samples; `null` where it never had. */
  lastResultMs: number | null;
}

export interface UsageSampler extends MemorySampler {
  record(): UsageRecord;
}

/**
 * Samples CPU and memory of a process tree every 50 ms, from outside. That costs the tree time, so only trials do it that
 * ask for it. `look` is called at the last result and keeps sampling for 400 ms, the workers still alive and idle.
 */
export function sampleUsage(pid: number): UsageSampler {
  const startMs = performance.now();
  const usage: Usage = { atMs: [], cpuPercent: [], pssBytes: [] };
  const cpuPercent = cpuMeter(pid);
  let lastResultMs: number | null = null;
  const sample = () => {
    if (usage.atMs.length >= MOST_SAMPLES) return;
    const pss = treeIds(pid).map(pssBytes);
    // The root is gone: what is left of the tree is no sample of it. Where the platform tells nothing, nothing is gone.
    if (pss[0] === null && usage.pssBytes.some((bytes) => bytes !== null)) return;
    usage.atMs.push(performance.now() - startMs);
    usage.cpuPercent.push(cpuPercent());
    usage.pssBytes.push(
      pss.reduce<number | null>((total, bytes) => (bytes === null ? total : (total ?? 0) + bytes), null),
    );
  };
  const timer = setInterval(sample, EVERY_MS);
  return {
    async look() {
      lastResultMs = performance.now() - startMs;
      await pause(KEEP_MS);
      sample();
      clearInterval(timer);
    },
    stop() {
      clearInterval(timer);
      return largest(usage.pssBytes);
    },
    record: () => ({ usage, lastResultMs }),
  };
}

/**
 * Peaks and means while the tasks ran, and what was still held a moment after the last result. The start of the host, which
 * takes CPU before anything is measured, stays outside.
 *
 * @param wallMs how long the tasks ran, from the first start-up to the last result
 */
export function usageFigures({ usage, lastResultMs }: UsageRecord, wallMs: number): Record<string, number | null> {
  if (lastResultMs === null) return {};
  const { atMs, cpuPercent, pssBytes } = usage;
  // A sample of CPU tells of the time since the one before.
  const startMs = Math.max(0, lastResultMs - wallMs);
  const during = atMs.map((at) => at >= startMs + EVERY_MS && at <= lastResultMs + EVERY_MS);
  const cpu = cpuPercent.filter((percent, place) => during[place] && percent !== null) as number[];
  return {
    "work-start-ms": startMs,
    "last-result-ms": lastResultMs,
    "peak-cpu-percent": largest(cpu),
    "mean-cpu-percent": cpu.length === 0 ? null : cpu.reduce((sum, percent) => sum + percent, 0) / cpu.length,
    "peak-pss-bytes": largest(pssBytes.filter((_, place) => (atMs[place] as number) >= startMs)),
    "kept-pss-bytes": pssBytes.at(-1) ?? null,
    "kept-after-ms": (atMs.at(-1) ?? lastResultMs) - lastResultMs,
  };
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** CPU that the tree's threads used since the call before, in percent of one core; `null` at first and where unknown. */
function cpuMeter(pid: number): () => number | null {
  let before: { atMs: number; threads: Map<number, number> } | null = null;
  return () => {
    const now = { atMs: performance.now(), threads: threadCpuMs(treeIds(pid)) };
    const last = before;
    before = now;
    if (last === null || now.threads.size === 0) return null;
    let usedMs = 0;
    // A thread that is new started from nothing; one that has ended takes its last moments with it.
    for (const [thread, cpuMs] of now.threads) usedMs += cpuMs - (last.threads.get(thread) ?? 0);
    const percent = Math.max(0, (usedMs / (now.atMs - last.atMs)) * 100);
    // The kernel counts in steps of 4 ms: more digits would be noise.
    return Math.round(percent * 10) / 10;
  };
}
