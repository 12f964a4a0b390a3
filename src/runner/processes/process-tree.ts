import { orNull, type ProcessTable } from "./system.js";

// Linux counts the CPU of other processes in ticks of 1/100 s, whatever the kernel's own tick is.
const TICK_MS = 10;

/** CPU time in ms; `null` where the platform does not tell. */
export interface CpuTime {
  userMs: number | null;
  sysMs: number | null;
}

/**
 * CPU of this process's children that have ended, and of all that those waited for. A whole tree is added to it when the
 * process at its top is reaped. Counted in steps of 10 ms.
 */
export function reapedCpu(processes: ProcessTable): CpuTime {
  const text = orNull(() => processes.readText("/proc/self/stat"));
  if (text === null) return { userMs: null, sysMs: null };
  // Fields 16 and 17, counted after the name in brackets, which may hold anything (proc(5)).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ", 15);
  return { userMs: Number(fields[13]) * TICK_MS, sysMs: Number(fields[14]) * TICK_MS };
}

/**
 * Proportional set size of a process and its descendants, in bytes: pages shared by k processes count 1/k each, so
 * that the sum is the memory that the tree really takes. `null` where the platform does not tell (Linux only).
 */
export function treePssBytes(pid: number, processes: ProcessTable): number | null {
  const own = pssBytes(pid, processes);
  if (own === null) return null;
  // A child that ends during the reading counts nothing.
  return childIds(pid, processes).reduce((total, child) => total + (treePssBytes(child, processes) ?? 0), own);
}

/** Ids of a process and its descendants, itself first; itself alone where there is no /proc. */
export function treeIds(pid: number, processes: ProcessTable): number[] {
  return [pid, ...childIds(pid, processes).flatMap((child) => treeIds(child, processes))];
}

/** CPU so far of every thread of these processes, in ms, by thread; empty where the platform does not tell. */
export function threadCpuMs(pids: readonly number[], processes: ProcessTable): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of pids) {
    for (const thread of orNull(() => processes.readFolder(`/proc/${pid}/task`)) ?? []) {
      const account = orNull(() => processes.readText(`/proc/${pid}/task/${thread}/schedstat`));
      if (account !== null) found.set(Number(thread), Number(account.split(" ")[0]) / 1e6);
    }
  }
  return found;
}

/** Proportional set size of one process, in bytes; `null` where it is gone or the platform does not tell. */
export function pssBytes(pid: number, processes: ProcessTable): number | null {
  const rollup = orNull(() => processes.readText(`/proc/${pid}/smaps_rollup`)) ?? "";
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function childIds(pid: number, processes: ProcessTable): number[] {
  const children = orNull(() => processes.readText(`/proc/${pid}/task/${pid}/children`)) ?? "";
  return children.split(" ").filter(Boolean).map(Number);
}
