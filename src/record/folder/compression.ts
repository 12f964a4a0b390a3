import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { UserError } from "../../user-error.js";
import { codeOf, MAX_RUN_BYTES } from "../files/regular-files.js";

/** Endings of the names of run files. */
const PLAIN = ".json";
const COMPRESSED = ".json.gz";

/** Endings that the name of a run file may have. */
export const runExtensions: readonly string[] = [PLAIN, COMPRESSED];

/** The ending that a run file is written with. */
export function extensionFor({ compress }: { compress: boolean }): string {
  return compress ? COMPRESSED : PLAIN;
}

/** The ending of a run file's name; undefined where the name is none of a run file. */
export function runExtension(name: string): string | undefined {
  return runExtensions.find((extension) => name.endsWith(extension));
}

/** The bytes of JSON that a run file holds. One that unpacks to more than a run file may hold is a UserError. */
export async function unpack(bytes: Buffer, path: string): Promise<Buffer> {
  if (!path.endsWith(COMPRESSED)) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_RUN_BYTES });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new UserError(`${path}: unpacks to more than ${MAX_RUN_BYTES / 1e6} MB: check that it is the right file`);
    }
    if (codeOf(error)?.startsWith("Z_") !== true) throw error;
    throw new UserError(`${path}: cannot be unpacked: it is cut short or not a gzip file; restore it or delete it`);
  }
}

/** The bytes to write for JSON under a name of that ending. */
export async function pack(json: Buffer, path: string): Promise<Buffer> {
  return path.endsWith(COMPRESSED) ? promisify(gzip)(json, { level: 9 }) : json;
}
