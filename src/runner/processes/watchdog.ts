import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { packagePaths } from "../../package-paths.js";
import { fileError } from "../../record/files/regular-files.js";
import { makeTemporaryFolder, removeOwnerless } from "../../record/files/temporary-folders.js";
import { endMarked, markOf, processIds } from "./left-behind.js";
import { type ProcessTable, realSystem } from "./system.js";

const SHELL = "/bin/sh";
/** The work of `watchdog-process.ts` for a shell: a second Node would still be starting beside the first trial. */
const SHELL_SCRIPT = `
while read -r _; do :; done
read -r pids <&3
for pid in $pids; do kill -9 "-$pid"; done
for round in 1 2 3; do
  for file in $(grep -ls "$1" /proc/[0-9]*/environ); do
    pid="\${file#/proc/}"
    kill -9 "\${pid%/environ}"
  done
done
rm -rf "$2"`;

/** Room for process ids in the file: a run has one trial under way, and perhaps a hook. */
const FILE_BYTES = 256;

/** A small process that outlives the runner by a moment: when the runner is gone, it ends the processes that are left. */
export interface Watchdog {
  /** Throws where the file cannot be written: the process is not guarded then. */
  guard(pid: number): void;
  release(pid: number): void;
  /**
   * Ends what left the groups of processes that were guarded, and gives the names; looks only where nothing is guarded now.
   * Absent: nobody looks.
   */
  endLeftBehind?(): string[];
  close(): void;
}

export interface WatchdogOptions {
  /** Whether a shell does the work; Node does it where there is none. */
  shell?: boolean;
  files?: Pick<typeof fs, "openSync" | "writeSync" | "closeSync">;
  processes?: ProcessTable;
}

/**
 * Starts the watchdog. It learns of the runner's end by the end of its standard input, which the kernel closes however
 * the runner ended, kill -9 included. So a measured process needs no guard of its own, even in a busy loop. The ids of the
 * guarded processes are in a file in `folder`, read only then: a message would wake the watchdog up beside every trial
 * (measured: 0.4 ms).
 */
export function startWatchdog(
  folder: string,
  { shell = hasShell(), files = fs, processes = realSystem.processes }: WatchdogOptions = {},
): Watchdog {
  const path = join(folder, "guarded-processes");
  // The watchdog gets it open: what runs may remove it.
  const file = files.openSync(path, "w+");
  const guarded = new Set<number>();
  // One write of the whole file: whenever the runner dies, the file is as it was before or after.
  const note = () => files.writeSync(file, [...guarded].join(" ").padEnd(FILE_BYTES), 0);
  // A full disk shows now, and not beside a process that is running already.
  note();
  const child = startProcess([markOf(folder), folder], { file, shell });
  const looked = { known: new Set(processIds(processes)), ended: new Set<number>() };
  return {
    guard(pid) {
      guarded.add(pid);
      // The system gives ids anew.
      looked.ended.delete(pid);
      note();
    },
    release(pid) {
      guarded.delete(pid);
      looked.ended.add(pid);
      note();
    },
    endLeftBehind: () => (guarded.size > 0 ? [] : endMarked(markOf(folder), processes, looked)),
    close() {
      // At last everything is looked at: an id may have been another process's before.
      endMarked(markOf(folder), processes, { known: new Set(), ended: new Set() });
      child.kill("SIGKILL");
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

const PREFIX = "scalebook-run-";

/** Makes the folder and starts the watchdog. Throws a UserError where the folder for temporary files has no room for them. */
export async function openGuardedFolder(): Promise<GuardedFolder> {
  const folder = await makeTemporaryFolder(PREFIX);
  // What a module made there may refuse to go: a later recording tries again.
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  try {
    const watchdog = startWatchdog(folder);
    return {
      folder,
      watchdog,
      async close() {
        watchdog.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw fileError(`cannot write in the temporary folder ${folder} (TMPDIR)`, error);
  }
}

/** Removes the folders of recordings that were ended by force together with their watchdogs. */
export function removeDeadFolders(): void {
  removeOwnerless(PREFIX);
}

function hasShell(): boolean {
  return process.platform !== "win32" && fs.existsSync(SHELL);
}

function startProcess(args: readonly string[], { file, shell }: { file: number; shell: boolean }): ChildProcess {
  const [program, words] = shell
    ? [SHELL, ["-c", SHELL_SCRIPT, "watchdog"]]
    : [process.execPath, [packagePaths.watchdogProcess]];
  const child = spawn(program, [...words, ...args], {
    stdio: ["pipe", "ignore", "ignore", file],
    // A session of its own: Ctrl-C on the terminal must not reach it.
    detached: true,
    windowsHide: true,
    env: {},
  });
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
