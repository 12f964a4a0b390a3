import type { Readable } from "node:stream";

/** Characters kept of the end of an output of which its start is not asked for. */
const USUAL_TAIL = 16_384;

/**
 * Keeps the end of an output, however long it is; where `most` is given, so many characters of its start and of its end,
 * with a line break where something between them is left out.
 */
export function keepOutput(output: Readable | null, most?: number): { text: () => string; closed: Promise<void> } {
  const [longestStart, longestEnd] = [most ?? 0, most ?? USUAL_TAIL];
  let start = "";
  let end = "";
  let isCut = false;
  output?.setEncoding("utf8").on("data", (chunk: string) => {
    const room = longestStart - start.length;
    start += chunk.slice(0, room);
    end += chunk.slice(room);
    if (end.length <= 2 * longestEnd) return;
    // Cut when twice as much is there: a piece of a long output costs no copy of all that is kept.
    end = end.slice(-longestEnd);
    isCut = true;
  });
  return {
    text() {
      const isBroken = start !== "" && (isCut || end.length > longestEnd);
      return `${start}${isBroken ? "\n" : ""}${end.slice(-longestEnd)}`;
    },
    closed: new Promise((resolve) => (output === null ? resolve() : output.once("close", resolve))),
  };
}
