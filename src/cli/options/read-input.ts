import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { decodeText, fileError, readRegularFile } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";

/** Bytes of a file that a person named, unpacked. */
export interface InputFile {
  bytes: Uint8Array;
  /** UTF-8 text of the bytes. */
  text: string;
  /** Its path, "standard input" or "pipe". */
  name: string;
}

/** Largest file of others that is read: of 100,000 results in JSON, some 40 MB are usual. */
const MAX_INPUT_BYTES = 100_000_000;

/** What stands for standard input where a file is asked for. */
export const STANDARD_INPUT = "-";

/**
 * Reads a regular file, standard input (`-`) or a pipe that the shell made (`<(...)`), of at most 100 MB before and after
 * unpacking; gzip is known by its first bytes. What cannot be read, or is no UTF-8 text, is a UserError.
 */
export async function readInput(file: string): Promise<InputFile> {
  const { bytes: packed, name } = await opened(file);
  const bytes = await unpacked(packed, name);
  return { bytes, text: decodeText(bytes, name), name };
}

/** Whether a path leads to a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function opened(file: string): Promise<Omit<InputFile, "text">> {
  if (file === STANDARD_INPUT)
    return { bytes: await readStream(process.stdin, "standard input"), name: "standard input" };
  const isPipe = await stat(file).then(
    (stats) => stats.isFIFO(),
    () => false,
  );
  if (isPipe) return { bytes: await readStream(createReadStream(file), file), name: "pipe" };
  // A person may name a link; what it leads to is checked.
  return { bytes: await readRegularFile(await realpath(file).catch(() => file), MAX_INPUT_BYTES), name: file };
}

async function readStream(stream: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of stream) {
      size += piece.length;
      if (size > MAX_INPUT_BYTES) throw tooLarge(name);
      pieces.push(piece);
    }
  } catch (error) {
    throw fileError(`cannot read ${name}`, error);
  }
  return Buffer.concat(pieces);
}

async function unpacked(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_INPUT_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(name);
    throw new UserError(`${name}: is compressed and cannot be unpacked: it is cut short or damaged`);
  }
}

function tooLarge(name: string): UserError {
  return new UserError(`${name}: is larger than ${MAX_INPUT_BYTES / 1e6} MB: give a part of it`);
}
