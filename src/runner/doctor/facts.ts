import type { Machine } from "../../record/schema/run-schema.js";

/** Facts that the checks judge. `null`: this platform does not tell. Shares are fractions. */
export interface Facts {
  machine: Machine;
  /** Cores that affinity and quota leave. */
  usableCores: number;
  /** Cores that were busy with anything while the machine was watched. */
  busyCores: number;
  /** Load average over one minute. */
  load: number | null;
  /** Share of all cores' time that the hypervisor took away: while it was watched, and since the machine started. */
  steal: { now: number; sinceStart: number } | null;
  /** CPU time that the quota took away: while it was watched, and since the control group is there; in ms. */
  throttledMs: { now: number; sinceStart: number } | null;
  /** Whether cores may run above their nominal frequency for a while. */
  boost: boolean | null;
  /** How often cores were slowed down for heat since the machine started. */
  heatThrottles: number | null;
  clock: { stepNs: number; source: string | null };
  /** Where a container or a control group has a limit, the memory within it. */
  memory: { totalBytes: number; availableBytes: number };
  swap: { totalBytes: number; usedBytes: number; pagesPerSecond: number } | null;
  /** Share of the last ten seconds in which something waited for it. */
  pressure: Record<"cpu" | "memory" | "io", number | null> | null;
  scratch: { folder: string; freeBytes: number | null };
  battery: "none" | "charging" | "discharging" | null;
}

/** Reads a file of the system; `null` where there is none. */
export type ReadText = (path: string) => string | null;
