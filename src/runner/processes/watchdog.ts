import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { packagePaths } from "../../package-paths.js";

const SHELL = "/bin/sh";
/** What `watchdog-process.ts` does, for a shell: a second Node would still be starting beside the first trial. */
const SHELL_SCRIPT = `
while read -r _; do :; done
read -r pids < "$1"
for pid in $pids; do kill -9 "-$pid"; done`;

/** Room for process ids in the file: a run has one trial under way, and perhaps a hook. */
const FILE_BYTES = 256;

/** A small process that outlives the runner by a moment: when the runner is gone, it ends the hosts that are left. */
export interface Watchdog {
  guard(pid: number): void;
  release(pid: number): void;
  close(): void;
}

/**
 * Starts the watchdog. It hears of the runner's end by the end of its standard input, which the kernel closes however
 * the runner ended; kill -9 included. So a measured process needs no guard of its own, even in a busy loop. Whom to end
 * stands in a file in `folder`, read only then: telling a process would wake it up beside every trial (measured: 0.4 ms).
 *
 * @param shell whether a shell does it; Node does where there is none
 */
export function startWatchdog(folder: string, shell = process.platform !== "win32" && existsSync(SHELL)): Watchdog {
  const path = join(folder, "guarded-processes");
  const file = openSync(path, "w");
  const stdin = startProcess(path, shell);
  const guarded = new Set<number>();
  // One write of the whole file: whenever the runner dies, the file is as it was before or after.
  const note = () => writeSync(file, [...guarded].join(" ").padEnd(FILE_BYTES), 0);
  return {
    guard(pid) {
      guarded.add(pid);
      note();
    },
    release(pid) {
      guarded.delete(pid);
      note();
    },
    close() {
      stdin?.end();
      closeSync(file);
    },
  };
}

function startProcess(path: string, shell: boolean): ChildProcess["stdin"] {
  const [program, args] = shell
    ? [SHELL, ["-c", SHELL_SCRIPT, "watchdog", path]]
    : [process.execPath, [packagePaths.watchdogProcess, path]];
  const child = spawn(program, args, {
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
  return child.stdin;
}
