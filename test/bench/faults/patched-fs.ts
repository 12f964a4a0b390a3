/**
 * Puts a simulated disk under Node's own functions: paths below {@link ROOT} are on it while one is mounted, all others are the
 * system's. The program under test is as it is, whatever of node:fs it calls; a function that the disk lacks says so.
 *
 * Import this before the program: a copy of a function that was made earlier is not replaced.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { type Calls, FIRST_DESCRIPTOR } from "./calls.js";

/** Folder that the disk is mounted at. */
export const ROOT = "/simulated-disk";

/** What stands under the patched functions. */
export interface Mounted {
  calls: Calls;
  /**
   * What `/proc` says of this process, and of the start of the system: a simulated process of the same id that began at another
   * time is another one.
   */
  proc: (path: string) => string | null;
  /** Waits for a while, so that what runs at once takes turns. */
  turn: () => Promise<void>;
}

let mounted: Mounted | null = null;

/** Mounts a disk in the place of another, which it gives back. */
export function mount(disk: Mounted | null): Mounted | null {
  const before = mounted;
  mounted = disk;
  return before;
}

type Call = (...args: unknown[]) => unknown;
/** Asynchronous functions that give no promise. */
const NO_PROMISE: readonly string[] = ["glob", "watch"];

function isOurs(given: unknown): boolean {
  if (mounted === null) return false;
  if (typeof given === "number") return given >= FIRST_DESCRIPTOR;
  return typeof given === "string" && (given === ROOT || given.startsWith(`${ROOT}/`));
}

function simulated(name: string, args: unknown[]): unknown {
  const { calls } = mounted as Mounted;
  const call = Reflect.get(calls, name) as Call | undefined;
  if (typeof call !== "function") throw new Error(`the simulated disk has no ${name}`);
  return call.apply(calls, args);
}

/** An open file, with the part of Node's that this program uses. */
function handleOf(descriptor: number): Record<string, unknown> {
  const on =
    (name: string) =>
    async (...args: unknown[]) => {
      await mounted?.turn();
      return simulated(name, [descriptor, ...args]);
    };
  const [read, write, close] = [on("read"), on("write"), on("close")];
  return {
    fd: descriptor,
    stat: on("fstat"),
    read: async (...args: unknown[]) => ({ bytesRead: await read(...args), buffer: args[0] }),
    write: async (...args: unknown[]) => ({ bytesWritten: await write(...args), buffer: args[0] }),
    readFile: on("readFile"),
    writeFile: on("writeFile"),
    appendFile: on("appendFile"),
    truncate: on("ftruncate"),
    sync: on("fsync"),
    datasync: on("fdatasync"),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function patch(functions: Record<string, unknown>, nameOf: (name: string) => string | null, isAsync: boolean): void {
  for (const [name, original] of Object.entries(functions)) {
    const own = nameOf(name);
    if (own === null || typeof original !== "function" || /^[A-Z_]/.test(name)) continue;
    const call = original as Call;
    const replaced = isAsync
      ? async (...args: unknown[]) => {
          if (!args.slice(0, 2).some(isOurs)) return call(...args);
          await mounted?.turn();
          const result = simulated(own, args);
          return own === "open" ? handleOf(result as number) : result;
        }
      : (...args: unknown[]) => {
          const told = mounted === null || name !== "readFileSync" ? null : mounted.proc(String(args[0]));
          if (told !== null) return told;
          return args.slice(0, 2).some(isOurs) ? simulated(own, args) : call(...args);
        };
    functions[name] = Object.assign(replaced, original);
  }
}

patch(fs as unknown as Record<string, unknown>, (name) => (name.endsWith("Sync") ? name.slice(0, -4) : null), false);
patch(fs.promises as unknown as Record<string, unknown>, (name) => (NO_PROMISE.includes(name) ? null : name), true);
syncBuiltinESMExports();
