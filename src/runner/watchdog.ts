import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./watchdog-process.js", import.meta.url));

/** A small process that outlives the runner by a moment: when the runner is gone, it ends the hosts that are left. */
export interface Watchdog {
  guard(pid: number): void;
  release(pid: number): void;
  close(): void;
}

/**
 * Starts the watchdog. It hears of the runner's end by the end of its standard input, which the kernel closes however
 * the runner ended; kill -9 included. So a measured process needs no guard of its own, even in a busy loop.
 */
export function startWatchdog(): Watchdog {
  const child: ChildProcess = spawn(process.execPath, [script], {
    stdio: ["pipe", "ignore", "ignore"],
    // A session of its own: Ctrl-C on the terminal must not reach it.
    detached: true,
    windowsHide: true,
    env: {},
  });
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  const tell = (line: string) => child.stdin?.write(`${line}\n`);
  return {
    guard: (pid) => tell(`+${pid}`),
    release: (pid) => tell(`-${pid}`),
    close: () => child.stdin?.end(),
  };
}
