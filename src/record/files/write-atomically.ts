import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { type FileSystem, nodeFiles } from "./file-system.js";
import { syncFolder, writeAll } from "./regular-files.js";

/** Content of a file, which may come piece by piece. */
export type Content = string | Uint8Array | AsyncIterable<string>;

/**
 * Writes a file whole or not at all, also where the power is cut: temporary file in the same folder, fsync, rename, fsync of
 * the folder. The folder must exist. On failure the temporary file is removed and the file system's own error is thrown; a
 * file that was there stays.
 */
export async function writeAtomically(path: string, content: Content, fs: FileSystem = nodeFiles): Promise<void> {
  const dir = dirname(path);
  const temporary = join(dir, `.${basename(path)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
  try {
    await writeAndSync(temporary, content, fs);
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dir, fs);
}

/** Id of the process that writes the temporary file of that name; `null` where it is none. */
export function writerOf(name: string): number | null {
  const pid = /^\..+\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
  return pid === undefined ? null : Number(pid);
}

async function writeAndSync(path: string, content: Content, fs: FileSystem): Promise<void> {
  const handle = await fs.open(path, "wx", 0o666);
  try {
    let written = 0;
    for await (const part of typeof content === "string" || content instanceof Uint8Array ? [content] : content) {
      const bytes = typeof part === "string" ? Buffer.from(part) : part;
      await writeAll(handle, bytes, written);
      written += bytes.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
