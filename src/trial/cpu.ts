import { readFileSync } from "node:fs";

/** User and system CPU in ms. */
export interface CpuTime {
  userMs: number;
  sysMs: number;
}

// Linux counts the CPU of other processes in ticks of 1/100 s, whatever the kernel's own tick is.
const TICK_MS = 10;
/** A module may put another in its place. */
const { cpuUsage } = process;

/** CPU of this process so far, all of its threads included. */
export function ownCpu(): CpuTime {
  const { user, system } = cpuUsage();
  return { userMs: user / 1000, sysMs: system / 1000 };
}

/**
 * CPU of this process's children so far: those that have ended and been reaped, and those alive. `null` where the
 * platform has no /proc.
 */
export function childrenCpu(): CpuTime | null {
  try {
    const own = statFields("self");
    const total = { userMs: own.reapedUser * TICK_MS, sysMs: own.reapedSys * TICK_MS };
    for (const child of childIds()) {
      const { user, sys, reapedUser, reapedSys } = statFields(child);
      total.userMs += (user + reapedUser) * TICK_MS;
      total.sysMs += (sys + reapedSys) * TICK_MS;
    }
    return total;
  } catch {
    return null;
  }
}

function childIds(): string[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "latin1").split(" ").filter(Boolean);
}

/** Fields 14 to 17 of /proc/<pid>/stat, counted after the name in brackets, which may hold anything (proc(5)). */
function statFields(pid: string): { user: number; sys: number; reapedUser: number; reapedSys: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    user: Number(fields[11]),
    sys: Number(fields[12]),
    reapedUser: Number(fields[13]),
    reapedSys: Number(fields[14]),
  };
}

/** `after` less `before`; `null` where either is. */
export function cpuBetween(before: CpuTime | null, after: CpuTime | null): CpuTime | null {
  if (before === null || after === null) return null;
  return {
    userMs: Math.max(0, after.userMs - before.userMs),
    sysMs: Math.max(0, after.sysMs - before.sysMs),
  };
}
