import type { WriteUp } from "./model.js";
import type { Part } from "./parts.js";
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

/** Parts that are tried after the first that has no room: a smaller one may have. Making each document takes a second. */
const MOST_TRIES = 4;

/**
 * The write-up with as many figures and tables as `most` pages hold, the most telling ones first. It goes up and down one
 * by one from the count at which `guess` says that it fits: making a PDF takes seconds. Then the parts that come next are
 * tried, since one that is too long leaves room for a shorter one; those for which `guess` sees no room are not made.
 *
 * @param make gives the document and its pages
 * @param guess pages without making it
 */
export async function fitted<T>(
  { parts, draft }: Pick<Drafting, "parts" | "draft">,
  most: number,
  guess: (writeUp: WriteUp) => number,
  make: (writeUp: WriteUp) => Promise<{ made: T; pages: number }>,
): Promise<Fitted<T>> {
  const known = new Map<string, Fitted<T>>();
  const of = async (kept: readonly Part[]): Promise<Fitted<T>> => {
    const key = kept.map(({ id }) => id).join(" ");
    const before = known.get(key);
    if (before !== undefined) return before;
    const writeUp = await draft(kept);
    const fit = { writeUp, ...(await make(writeUp)), kept: kept.length, parts: parts.length };
    known.set(key, fit);
    return fit;
  };
  const first = (count: number) => parts.slice(0, count);
  let count = await guessedCount(parts.length, most, async (guessed) => guess(await draft(first(guessed))));
  while (count > 0 && (await of(first(count))).pages > most) count -= 1;
  if ((await of(first(count))).pages > most) return of(first(count));
  while (count < parts.length && (await of(first(count + 1))).pages <= most) count += 1;
  let kept = first(count);
  for (const next of parts.slice(count + 1, count + 1 + MOST_TRIES)) {
    const more = [...kept, next];
    if (guess(await draft(more)) > most) continue;
    if ((await of(more)).pages <= most) kept = more;
  }
  return of(kept);
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
