import { largest } from "../../record/limits/extremes.js";
import type { Trial } from "../../record/schema/run-schema.js";
import { pssBytes, threadCpuMs, treeIds, treePssBytes } from "./process-tree.js";
import { pause, type System } from "./system.js";

/** Reading the memory of a tree takes CPU that the trial could use: at most this share of one core is spent on it. */
const SHARE_OF_TIME = 0.01;
const FIRST_LOOK_MS = 30;

/** Often enough to see a trial of a second, seldom enough that the kernel's 4 ms steps of CPU time do not show. */
const USAGE_EVERY_MS = 50;
/** How long the workers are kept after the last result, to see what they give back by themselves. */
const KEEP_MS = 400;
const MOST_SAMPLES = 5_000;

type Usage = NonNullable<Trial["usage"]>;

/** Result of sampling. */
export interface Sampled {
  /** Memory of the largest tree seen, in bytes; `null` where nothing was seen. */
  peakPssBytes: number | null;
  /** Present where usage was sampled. */
  usage?: UsageRecord;
}

/** Result of dense sampling. */
export interface UsageRecord {
  usage: Usage;
  /** When the caller had its last result, on the clock of the samples; `null` where it never had. */
  lastResultMs: number | null;
}

/** Samples a process tree from outside, until it is stopped. */
export interface Sampler {
  /** Looks now, outside the measured time; the host waits until the look is over. */
  look(): void | Promise<void>;
  stop(): Sampled;
}

/** Samples the memory of a process tree, as often as the cost of it allows. */
export function sampleMemory(pid: number, { clock, processes }: System): Sampler {
  let peakPssBytes: number | null = null;
  const look = () => {
    const bytes = treePssBytes(pid, processes);
    if (bytes !== null) peakPssBytes = Math.max(peakPssBytes ?? 0, bytes);
  };
  const lookAndWait = () => {
    const beforeMs = clock.nowMs();
    look();
    cancel = clock.after(Math.max(FIRST_LOOK_MS, (clock.nowMs() - beforeMs) / SHARE_OF_TIME), lookAndWait);
  };
  let cancel = clock.after(FIRST_LOOK_MS, lookAndWait);
  return {
    look,
    stop() {
      cancel();
      return { peakPssBytes };
    },
  };
}

/**
 * Samples CPU and memory of a process tree every 50 ms. That costs the tree time, so only trials do it that ask for it.
 * `look` is called at the last result and samples for another 400 ms, the workers still alive and idle.
 */
export function sampleUsage(pid: number, { clock, processes }: System): Sampler {
  const startMs = clock.nowMs();
  const usage: Usage = { atMs: [], cpuPercent: [], pssBytes: [] };
  const cpuPercent = cpuMeter(pid, { clock, processes });
  let lastResultMs: number | null = null;
  const sample = () => {
    if (usage.atMs.length >= MOST_SAMPLES) return;
    const pss = treeIds(pid, processes).map((id) => pssBytes(id, processes));
    // The root is gone: the rest of the tree is no sample of it. Where the platform tells nothing, nothing is gone.
    if (pss[0] === null && usage.pssBytes.some((bytes) => bytes !== null)) return;
    usage.atMs.push(clock.nowMs() - startMs);
    usage.cpuPercent.push(cpuPercent());
    usage.pssBytes.push(
      pss.reduce<number | null>((total, bytes) => (bytes === null ? total : (total ?? 0) + bytes), null),
    );
  };
  const sampleAndWait = () => {
    cancel = clock.after(USAGE_EVERY_MS, sampleAndWait);
    sample();
  };
  let cancel = clock.after(USAGE_EVERY_MS, sampleAndWait);
  return {
    async look() {
      lastResultMs = clock.nowMs() - startMs;
      await pause(KEEP_MS, clock);
      sample();
      cancel();
    },
    stop() {
      cancel();
      return { peakPssBytes: mostOf(usage.pssBytes), usage: { usage, lastResultMs } };
    },
  };
}

/**
 * Peaks and means while the tasks ran, and the memory still held a moment after the last result. The start of the host,
 * which takes CPU before anything is measured, is left out.
 *
 * @param wallMs how long the tasks ran, from the first start-up to the last result
 */
export function usageFigures({ usage, lastResultMs }: UsageRecord, wallMs: number): Record<string, number | null> {
  if (lastResultMs === null) return {};
  const { atMs, cpuPercent, pssBytes } = usage;
  // A sample of CPU covers the time since the sample before.
  const startMs = Math.max(0, lastResultMs - wallMs);
  const during = atMs.map((at) => at >= startMs + USAGE_EVERY_MS && at <= lastResultMs + USAGE_EVERY_MS);
  const cpu = cpuPercent.filter((percent, place) => during[place] && percent !== null) as number[];
  return {
    "work-start-ms": startMs,
    "last-result-ms": lastResultMs,
    "peak-cpu-percent": mostOf(cpu),
    "mean-cpu-percent": cpu.length === 0 ? null : cpu.reduce((sum, percent) => sum + percent, 0) / cpu.length,
    "peak-pss-bytes": mostOf(pssBytes.filter((_, place) => (atMs[place] as number) >= startMs)),
    "kept-pss-bytes": pssBytes.at(-1) ?? null,
    "kept-after-ms": (atMs.at(-1) ?? lastResultMs) - lastResultMs,
  };
}

function mostOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : largest(known);
}

/** CPU that the tree's threads used since the call before, in percent of one core; `null` at first and where unknown. */
function cpuMeter(pid: number, { clock, processes }: System): () => number | null {
  let before: { atMs: number; threads: Map<number, number> } | null = null;
  return () => {
    const now = { atMs: clock.nowMs(), threads: threadCpuMs(treeIds(pid, processes), processes) };
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
