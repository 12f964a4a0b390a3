import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packagePaths } from "../../package-paths.js";
import { fileError } from "../../record/files/regular-files.js";

const SHELL = "/bin/sh";
/** The work of `watchdog-process.ts` for a shell: a second Node would still be starting beside the first trial. */
const SHELL_SCRIPT = `
while read -r _; do :; done
read -r pids < "$1"
for pid in $pids; do kill -9 "-$pid"; done`;

/** Room for process ids in the file: a run has one trial under way, and perhaps a hook. */
const FILE_BYTES = 256;

/** A small process that outlives the runner by a moment: when the runner is gone, it ends the processes that are left. */
export interface Watchdog {
  /** Throws where the file cannot be written: the process is not guarded then. */
  guard(pid: number): void;
  release(pid: number): void;
  close(): void;
}

export interface WatchdogOptions {
  /** Whether a shell does the work; Node does it where there is none. */
  shell?: boolean;
  files?: Pick<typeof fs, "openSync" | "writeSync" | "closeSync">;
}

/**
 * Starts the watchdog. It learns of the runner's end by the end of its standard input, which the kernel closes however
 * the runner ended, kill -9 included. So a measured process needs no guard of its own, even in a busy loop. The ids of the
 * guarded processes are in a file in `folder`, read only then: a message would wake the watchdog up beside every trial
 * (measured: 0.4 ms).
 */
export function startWatchdog(folder: string, { shell = hasShell(), files = fs }: WatchdogOptions = {}): Watchdog {
  const path = join(folder, "guarded-processes");
  const file = files.openSync(path, "w");
  const stdin = startProcess(path, shell);
  const guarded = new Set<number>();
  // One write of the whole file: whenever the runner dies, the file is as it was before or after.
  const note = () => files.writeSync(file, [...guarded].join(" ").padEnd(FILE_BYTES), 0);
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
      files.closeSync(file);
    },
  };
}

/** A folder for the files of measured processes, and the watchdog that guards the processes. */
export interface GuardedFolder {
  folder: string;
  watchdog: Watchdog;
  /** Ends the watchdog and removes the folder. */
  close(): Promise<void>;
}

export async function openGuardedFolder(): Promise<GuardedFolder> {
  const folder = await mkdtemp(join(tmpdir(), "scalebook-")).catch((error: unknown) => {
    throw fileError(`cannot make a temporary folder in ${tmpdir()} (TMPDIR)`, error);
  });
  const watchdog = startWatchdog(folder);
  return {
    folder,
    watchdog,
    async close() {
      watchdog.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function hasShell(): boolean {
  return process.platform !== "win32" && fs.existsSync(SHELL);
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
