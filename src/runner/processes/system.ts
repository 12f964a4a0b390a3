import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** The parts of the machine that supervising a process needs; tests put their own in their place. */
export interface System {
  clock: Clock;
  processes: ProcessTable;
}

export interface Clock {
  /** Milliseconds that only grow. */
  nowMs(): number;
  /** Calls `then` once, `ms` from now; the function returned cancels that. */
  after(ms: number, then: () => void): () => void;
}

export interface ProcessTable {
  /**
   * Ends a process and everything that it started, at once. On POSIX the process must lead a group: its workers belong to
   * the group, so that even the orphans of a dead process are reached. A process that is gone is no error.
   */
  endTree(pid: number): void;
  /** Text of a file below /proc or /sys. Throws where there is none. */
  readText(path: string): string;
  /** Names in a folder below /proc. Throws where there is none. */
  readFolder(path: string): string[];
}

export const realSystem: System = {
  clock: {
    nowMs: () => performance.now(),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  },
  processes: {
    endTree(pid) {
      if (process.platform === "win32") {
        spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
        return;
      }
      try {
        process.kill(-pid, "SIGKILL");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    },
    readText: (path) => readFileSync(path, "latin1"),
    readFolder: (path) => readdirSync(path),
  },
};

/** What was read; `null` where that fails: a process may end between two readings, and those of others are not ours to read. */
export function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Resolves `ms` from now. */
export function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
