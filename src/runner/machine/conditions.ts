import { freemem, loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import type { Conditions } from "../../record/schema/run-schema.js";
import { cgroupCpu } from "./cgroup.js";
import { memoryLimit } from "./cgroup-memory.js";
import { readText } from "./read-text.js";

// Linux counts CPU in ticks of 1/100 s.
const TICK_MS = 10;

/** Looks at how busy the machine is now; the function returned looks again and tells both. */
export function watchConditions(): () => Conditions {
  const before = look();
  const freeMemoryBytes = freeMemory();
  const startMs = performance.now();
  return () => {
    const after = look();
    const wallMs = performance.now() - startMs;
    const pressureMs = difference(before.pressureMs, after.pressureMs);
    return {
      loadBefore: before.load,
      loadAfter: after.load,
      freeMemoryBytes,
      stealMs: difference(before.stealMs, after.stealMs),
      throttledMs: difference(before.throttledMs, after.throttledMs),
      cpuPressurePercent: pressureMs === null ? null : Math.min(100, (pressureMs / wallMs) * 100),
      clockStepNs: clockStepNs(),
    };
  };
}

/** Free memory of the machine, or what a limit leaves of it. */
function freeMemory(): number {
  return Math.min(freemem(), memoryLimit()?.freeBytes ?? Number.POSITIVE_INFINITY);
}

function look() {
  return {
    load: loadNow(),
    stealMs: scaled(/^cpu\s+(?:\d+\s+){7}(\d+)/m.exec(readText("/proc/stat") ?? "")?.[1], TICK_MS),
    pressureMs: cpuPressureMs(),
    throttledMs: cgroupCpu().throttledMs,
  };
}

/** Load of the last minute; `null` on Windows, which has no load average and says 0. */
export function loadNow(): number | null {
  return process.platform === "win32" ? null : (loadavg()[0] ?? null);
}

/** Time so far in which something on this machine waited for a core; `null` where the system keeps no such account. */
export function cpuPressureMs(): number | null {
  return scaled(/^some .*total=(\d+)$/m.exec(readText("/proc/pressure/cpu") ?? "")?.[1], 1e-3);
}

function scaled(digits: string | undefined, factor: number): number | null {
  return digits === undefined ? null : Number(digits) * factor;
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : Math.max(0, after - before);
}

/** The smallest step seen between two different readings of the clock that trials are timed with. */
export function clockStepNs(): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = process.hrtime.bigint();
  for (let reading = 0; reading < 2_000; reading++) {
    const now = process.hrtime.bigint();
    if (now > last) smallest = Math.min(smallest, Number(now - last));
    last = now;
  }
  return smallest;
}
