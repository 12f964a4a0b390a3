import * as nodeFs from "node:fs";
import * as promises from "node:fs/promises";
import { makeFolder } from "./make-folder.js";

/** An open file. */
export interface FileHandle {
  stat(): Promise<nodeFs.Stats>;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** The part of a file system that holds runs and journals. A test hands in one that fails at a chosen step. */
export interface FileSystem {
  lstat(path: string): Promise<nodeFs.Stats>;
  /** Gives the uppermost folder that was made; undefined where all were there. */
  mkdir(path: string, options: { recursive: true }): Promise<string | undefined>;
  open(path: string, flags: string | number, mode?: number): Promise<FileHandle>;
  readdir(path: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
}

export const nodeFiles: FileSystem = { ...promises, mkdir: async (path) => makeFolder(path) };

/**
 * Looks at and reads files without leaving the thread: a tenth of the time of `nodeFiles` for files that the system has in
 * memory, for callers with nothing else to do meanwhile.
 */
export const promptFiles: FileSystem = {
  ...nodeFiles,
  lstat: async (path) => nodeFs.lstatSync(path),
  open: async (path, flags, mode) => {
    const file = nodeFs.openSync(path, flags, mode);
    return {
      stat: async () => nodeFs.fstatSync(file),
      read: async (buffer, offset, length, position) => ({
        bytesRead: nodeFs.readSync(file, buffer, offset, length, position),
      }),
      write: async (bytes, offset, length, position) => ({
        bytesWritten: nodeFs.writeSync(file, bytes, offset, length, position),
      }),
      sync: async () => nodeFs.fsyncSync(file),
      datasync: async () => nodeFs.fdatasyncSync(file),
      close: async () => nodeFs.closeSync(file),
    };
  },
};

/** The part of a file system that holds caches and sites. A test hands in one that fails at a chosen step. */
export type SyncFileSystem = Pick<
  typeof nodeFs,
  | "appendFileSync"
  | "closeSync"
  | "existsSync"
  | "fsyncSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readdirSync"
  | "readFileSync"
  | "realpathSync"
  | "renameSync"
  | "rmdirSync"
  | "rmSync"
  | "statSync"
  | "unlinkSync"
  | "utimesSync"
  | "writeFileSync"
>;
