import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { lockFolder } from "../record/files/locked-folder.js";

/** A recording that nobody hears any more ends within a minute. */
const LONGEST_WAIT_MS = 75_000;
const LOOK_MS = 500;

interface Patience {
  /** Whether to wait for the end of a recording that is being made. */
  waits: boolean;
  stop: AbortSignal;
  onLine(text: string): void;
}

/**
 * Takes this machine for one recording. The lock ends with its owner: it is a folder that names the process, which other recordings
 * of this account see, and on Linux a socket without a file, which those of every account on the machine see.
 */
export async function lockMachine(
  path: string,
  { waits, stop, onLine }: Patience,
): Promise<{ release(): void } | { heldBy: string }> {
  const endMs = performance.now() + (waits ? LONGEST_WAIT_MS : 0);
  for (let isFirst = true; ; isFirst = false) {
    const lock = await tryLock(path);
    if (!("heldBy" in lock) || stop.aborted || performance.now() >= endMs) return lock;
    if (isFirst) onLine(`waiting for the end of another recording there (${lock.heldBy}) ...`);
    await pause(LOOK_MS);
  }
}

async function tryLock(path: string): Promise<{ release(): void } | { heldBy: string }> {
  const folder = lockFolder(path);
  if ("heldBy" in folder) return { heldBy: `process ${folder.heldBy}` };
  const close = await listenAlone();
  if (close === null) {
    folder.release();
    return { heldBy: "of another account" };
  }
  return {
    release() {
      close();
      folder.release();
    },
  };
}

/** Listens on the machine's one name for recordings; `null` where another process does. */
function listenAlone(): Promise<(() => void) | null> {
  if (process.platform !== "linux") return Promise.resolve(() => undefined);
  // Where folder or node are named, machines are told apart by them: several on one kernel, as in a container.
  const { SCALEBOOK_CACHE = "", SLURMD_NODENAME = "" } = process.env;
  const server = createServer((socket) => socket.destroy()).unref();
  return new Promise((resolve) => {
    server.once("error", () => resolve(null));
    server.listen(`\0scalebook-recording${SCALEBOOK_CACHE}${SLURMD_NODENAME}`, () => resolve(() => server.close()));
  });
}
