import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends a host and everything that it started, at once. Hosts lead a process group of their own, which their workers
 * belong to, so that even the orphans of a dead host are reached.
 */
export function killTree(pid: number): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * Proportional set size of a process and its descendants, in bytes: pages shared by k processes count 1/k each, so
 * that the sum is what the tree really takes. `null` where the platform does not tell (Linux only).
 */
export function treePssBytes(pid: number): number | null {
  const own = pssBytes(pid);
  if (own === null) return null;
  // A child that ends while we look counts nothing.
  return childIds(pid).reduce((total, child) => total + (treePssBytes(child) ?? 0), own);
}

/** Ids of a process and its descendants, itself first; itself alone where there is no /proc. */
export function treeIds(pid: number): number[] {
  return [pid, ...childIds(pid).flatMap(treeIds)];
}

/** CPU so far of every thread of these processes, in ms, by thread; empty where the platform does not tell. */
export function threadCpuMs(pids: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of pids) {
    for (const thread of threadIds(pid)) {
      try {
        const ns = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ")[0];
        found.set(thread, Number(ns) / 1e6);
      } catch {
        // It has just ended.
      }
    }
  }
  return found;
}

/** Proportional set size of one process, in bytes; `null` where it is gone or the platform does not tell. */
export function pssBytes(pid: number): number | null {
  try {
    const match = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"));
    return match ? Number(match[1]) * 1024 : null;
  } catch {
    return null;
  }
}

function childIds(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function threadIds(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}
