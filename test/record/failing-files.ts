import { basename } from "node:path";
import { type FileHandle, type FileSystem, nodeFiles } from "../../src/record/files/file-system.js";

/** What the file system is to do at the nth step. */
export type Fault = "EIO" | "ENOSPC" | "EACCES" | "short";

export interface Watched {
  fs: FileSystem;
  /** Names of the calls that were made, in order: `open`, `write`, `sync`, `rename` ... */
  calls: string[];
}

/**
 * The real file system, but its call number `failAt` (from 0) fails with the code `fault`. A failing write leaves half
 * of its bytes behind, as a full disk does. `short` lets every write take only a few bytes and fails nothing.
 */
export function watchedFiles(failAt = Number.POSITIVE_INFINITY, fault: Fault = "EIO"): Watched {
  const calls: string[] = [];

  function step(name: string): void {
    calls.push(name);
    if (fault !== "short" && calls.length - 1 === failAt) {
      throw Object.assign(new Error(`${fault}: injected at ${name}`), { code: fault });
    }
  }

  async function write(handle: FileHandle, [bytes, offset, length, position]: [Uint8Array, number, number, number]) {
    try {
      step("write");
    } catch (error) {
      await handle.write(bytes, offset, Math.floor(length / 2), position);
      throw error;
    }
    return handle.write(bytes, offset, fault === "short" ? Math.min(length, 7) : length, position);
  }

  function wrapHandle(handle: FileHandle): FileHandle {
    return new Proxy(handle, {
      get(target, name: keyof FileHandle) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          if (name === "write") return write(target, args as [Uint8Array, number, number, number]);
          try {
            step(String(name));
          } catch (error) {
            // A failed close still lets go of the descriptor.
            if (name === "close") await target.close();
            throw error;
          }
          return value.apply(target, args);
        };
      },
    });
  }

  const fs = Object.fromEntries(
    Object.keys(nodeFiles)
      .filter((name) => USED.has(name))
      .map((name) => [
        name,
        async (...args: unknown[]) => {
          step(name);
          const call = Reflect.get(nodeFiles, name) as (...all: unknown[]) => Promise<unknown>;
          const result = await call(...args);
          return name === "open" ? wrapHandle(result as FileHandle) : result;
        },
      ]),
  );
  return { fs: fs as unknown as FileSystem, calls };
}

const USED: ReadonlySet<string> = new Set(["lstat", "mkdir", "open", "readdir", "rename", "unlink"]);

/** The real file system, and the names of the files that were opened, in order. */
export function watchedOpens(): { fs: FileSystem; opened: string[] } {
  const opened: string[] = [];
  const open: FileSystem["open"] = (path, ...how) => {
    opened.push(basename(path));
    return nodeFiles.open(path, ...how);
  };
  return { fs: { ...nodeFiles, open }, opened };
}
