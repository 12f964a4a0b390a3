import { decodeText, MAX_RUN_BYTES, readRegularFile } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";

/** Text of a file, or of standard input where `file` is `-`; as large as a run file may be. */
export async function readInput(file: string): Promise<{ text: string; name: string }> {
  if (file !== "-") return { text: decodeText(await readRegularFile(file), file), name: file };
  const name = "standard input";
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_RUN_BYTES)
      throw new UserError(`${name}: is larger than ${MAX_RUN_BYTES / 1e6} MB: give a part of it`);
    pieces.push(piece);
  }
  return { text: decodeText(Buffer.concat(pieces), name), name };
}
