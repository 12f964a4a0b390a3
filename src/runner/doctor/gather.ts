import { readdirSync, statfsSync } from "node:fs";
import { cpus, freemem, tmpdir, totalmem } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { cgroupCpu, usableCores } from "../machine/cgroup.js";
import { memoryLimit } from "../machine/cgroup-memory.js";
import { clockStepNs, loadNow } from "../machine/conditions.js";
import { describeMachine } from "../machine/describe-machine.js";
import type { Identity } from "../machine/machine-identity.js";
import { readText } from "../machine/read-text.js";
import type { Facts } from "./facts.js";
import * as parse from "./parse.js";

/** Time between two readings of the counters. */
const WATCH_MS = 1_000;

/** Looks at the machine, watches it for a second, and looks again. */
export async function gatherFacts(identity: Identity, watchMs = WATCH_MS): Promise<Facts> {
  const before = countersNow();
  const startMs = performance.now();
  await pause(watchMs);
  const seconds = (performance.now() - startMs) / 1_000;
  const after = countersNow();
  const machine = describeMachine(identity);
  const meminfo = readText("/proc/meminfo");
  return {
    machine,
    usableCores: usableCores(),
    busyCores: parse.busyCores(before.cpus, after.cpus),
    load: loadNow(),
    steal: parse.steal(before.stat, after.stat),
    throttledMs: both(before.throttledMs, after.throttledMs),
    boost: parse.boost(readText),
    heatThrottles: parse.heatThrottles(readText, listFolder),
    clock: { stepNs: clockStepNs(), source: readText(CLOCK_SOURCE)?.trim() ?? null },
    memory: memoryOf(meminfo),
    swap: parse.swap(meminfo, before.vmstat, after.vmstat, seconds),
    pressure: parse.pressure(readText),
    scratch: { folder: tmpdir(), freeBytes: freeBytes(tmpdir()) },
    battery: parse.battery(readText, listFolder),
  };
}

/** Memory of the machine, or what a limit leaves of it. */
function memoryOf(meminfo: string | null): Facts["memory"] {
  const limit = memoryLimit();
  const availableBytes = parse.availableBytes(meminfo) ?? freemem();
  return {
    totalBytes: limit?.bytes ?? totalmem(),
    availableBytes: Math.min(availableBytes, limit?.freeBytes ?? limit?.bytes ?? Number.POSITIVE_INFINITY),
  };
}

const CLOCK_SOURCE = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

function countersNow() {
  return {
    cpus: cpus().map(({ times }) => times),
    stat: readText("/proc/stat"),
    vmstat: readText("/proc/vmstat"),
    throttledMs: cgroupCpu().throttledMs,
  };
}

function both(before: number | null, after: number | null): Facts["throttledMs"] {
  return before === null || after === null ? null : { now: Math.max(0, after - before), sinceStart: after };
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
