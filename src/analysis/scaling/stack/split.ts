import { mean } from "../../../stats/mean.js";
import { tInterval } from "../../../stats/t-interval.js";
import { type Share, STACK_PARTS, type StackPart } from "../../results/stack.js";
import type { Work } from "./reference.js";
import type { TrialTime } from "./trial-times.js";

/** Workers x wall clock of one trial, split. Whole microseconds, so that the parts add up to `areaUs` exactly. */
export interface Split {
  areaUs: number;
  /** `null`: cannot be told from the others here. */
  partsUs: Record<StackPart, number | null>;
  /** Work that the tasks took less than in the reference; not one of the parts. */
  savedUs: number | null;
}

export interface SplitRules {
  workers: number;
  /** What the tasks are when they run alone; `null` where nobody measured it. */
  work: Work | null;
  /** Rounds that equal tasks on so many workers need; `null` where they are not equal, or unknown. */
  rounds: number | null;
  /** What holds the tasks back. */
  bound: "cpu" | "io" | "wait" | null;
}

/**
 * The speed-up stack of one trial: every moment of every worker belongs to one part (after Eyerman, Du Bois, Eeckhout:
 * Speedup stacks, ISPASS 2012; there the parts are in units of speed-up, here they are times; part / area x workers turns
 * the one into the other). What a CPU-bound task is off the cores without waiting for one has no cause on record: it is
 * unexplained, not blocked.
 */
export function splitTime(time: TrialTime, { workers, work, rounds, bound }: SplitRules): Split {
  const { tasks, totals, outside } = time;
  const { useful, extra, off, saved } = splitWork(time, work);
  const wasteMs = rounds === null ? 0 : ((workers * rounds - tasks) * totals.busyMs) / tasks;
  const byRoundsMs = Math.min(outside.idleMs, Math.max(0, wasteMs));
  const waiting = totals.waitMs === null ? outside.waitMs : totals.waitMs + (outside.waitMs ?? 0);
  return addUpTo(workers * time.wallMs, saved, {
    useful,
    extra,
    waiting,
    blocked: bound === "cpu" ? (off === null ? null : 0) : off,
    startUp: outside.startUpMs,
    queued: outside.queuedMs ?? 0,
    transfer: outside.transferMs ?? 0,
    dispatch: outside.dispatchMs,
    idleByRounds: byRoundsMs,
    idleByImbalance: outside.idleMs - byRoundsMs,
  });
}

interface WorkParts {
  useful: number;
  extra: number | null;
  off: number | null;
  saved: number | null;
}

/** The tasks' time off the run queue against what it is alone, in ms. */
function splitWork({ totals }: TrialTime, work: Work | null): WorkParts {
  const { busyMs, cpuMs, offMs } = totals;
  if (work === null) return { useful: busyMs - (totals.waitMs ?? 0), extra: null, off: null, saved: null };
  if (cpuMs === null || offMs === null || work.cpuMs === null || work.offMs === null) {
    const saved = Math.max(0, work.busyMs - busyMs);
    return { useful: Math.min(busyMs, work.busyMs), extra: null, off: null, saved };
  }
  return {
    useful: Math.min(cpuMs, work.cpuMs) + Math.min(offMs, work.offMs),
    extra: Math.max(0, cpuMs - work.cpuMs),
    off: Math.max(0, offMs - work.offMs),
    saved: Math.max(0, work.cpuMs - cpuMs) + Math.max(0, work.offMs - offMs),
  };
}

/** Parts in whole microseconds, none beyond what is left of the area; what remains is unexplained. */
function addUpTo(
  areaMs: number,
  savedMs: number | null,
  partsMs: Record<Exclude<StackPart, "unexplained">, number | null>,
): Split {
  const areaUs = Math.round(areaMs * 1000);
  let restUs = areaUs;
  const partsUs = Object.fromEntries(STACK_PARTS.map((part) => [part, null])) as Split["partsUs"];
  for (const part of STACK_PARTS) {
    const ms = part === "unexplained" ? null : partsMs[part];
    if (ms === null) continue;
    const us = Math.min(restUs, Math.max(0, Math.round(ms * 1000)));
    partsUs[part] = us;
    restUs -= us;
  }
  partsUs.unexplained = restUs;
  return { areaUs, partsUs, savedUs: savedMs === null ? null : Math.round(savedMs * 1000) };
}

/** Mean of shares (0 to 1) over trials, with its 95 % t interval inside 0 to 1; one trial has none. */
export function shareOf(shares: readonly number[]): Share {
  if (shares.length < 2) return { value: mean(shares), interval: null };
  const [low, high] = tInterval(shares, 0.95);
  return { value: mean(shares), interval: [Math.max(0, low), Math.min(1, high)] };
}
