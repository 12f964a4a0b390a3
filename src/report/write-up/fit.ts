import type { WriteUp } from "./model.js";
import type { Drafting } from "./write-up.js";

/** A write-up with its document. */
export interface Fitted<T> {
  writeUp: WriteUp;
  made: T;
  pages: number;
  /** Number of figures and tables in it, and of all that exist. */
  kept: number;
  parts: number;
}

/**
 * The write-up with as many figures and tables as `most` pages hold, the most telling ones first. It goes up and down one
 * by one from the count at which `guess` says that it fits: making a PDF takes seconds, and each count is made once.
 *
 * @param make gives the document and its pages
 * @param guess pages without making it
 */
export async function fitted<T>(
  { parts, draft }: Drafting,
  most: number,
  guess: (writeUp: WriteUp) => number,
  make: (writeUp: WriteUp) => Promise<{ made: T; pages: number }>,
): Promise<Fitted<T>> {
  const known = new Map<number, Fitted<T>>();
  const at = async (kept: number): Promise<Fitted<T>> => {
    const writeUp = await draft(kept);
    const fit = known.get(kept) ?? { writeUp, ...(await make(writeUp)), kept, parts: parts.length };
    known.set(kept, fit);
    return fit;
  };
  let kept = await guessedCount(parts.length, most, async (count) => guess(await draft(count)));
  if ((await at(kept)).pages > most) {
    while (kept > 0 && (await at(kept)).pages > most) kept -= 1;
    return at(kept);
  }
  while (kept < parts.length && (await at(kept + 1)).pages <= most) kept += 1;
  return at(kept);
}

/** The largest count whose estimated pages fit, by halving. */
async function guessedCount(all: number, most: number, pages: (count: number) => Promise<number>): Promise<number> {
  let [fits, tooMany] = [0, all + 1];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if ((await pages(middle)) <= most) fits = middle;
    else tooMany = middle;
  }
  return fits;
}
