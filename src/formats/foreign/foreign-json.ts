import { z } from "zod";
import { refuseHostileText, type TextLimits } from "../../record/limits/hostile-text.js";
import { explainIssues } from "../../record/schema/explain-issues.js";
import { refuseHostileShape } from "../../record/schema/hostile-shape.js";
import { UserError } from "../../user-error.js";
import { MAX_MS } from "./fields.js";
import { hasRepeatedKeys, parseWithNotFinite, withoutRepeatedKeys } from "./json-text.js";

interface ForeignFile {
  file: string;
  /** The tool's option that writes such a file. */
  writtenBy: string;
  /**
   * Whether a key that an object has a second time is one that the tool's user named, by the keys before it; the first then
   * counts. Default: it is a UserError.
   */
  isOwnKey?: (before: ReadonlySet<string>) => boolean;
}

/**
 * Parses a tool's JSON by a schema of the keys in use; other keys are ignored, and NaN and Infinity are text. Anything that
 * does not fit is a UserError with the place, and with the tool's option that writes such a file.
 */
export function foreignJson<T>(text: string, schema: z.ZodType<T>, foreign: ForeignFile): T {
  const { file, writtenBy, isOwnKey = () => false } = foreign;
  const given = text.replace(/^\ufeff/, "");
  let value = parseText(given, foreign);
  refuseHostileShape(value, file);
  if (hasRepeatedKeys(given, value)) value = parseText(withoutRepeatedKeys(given, file, isOwnKey), foreign);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new UserError(
      `${file}: ${explainIssues(value, parsed.error.issues)}; such a file is written by ${writtenBy}`,
    );
  }
  return parsed.data;
}

/** Files of others are larger than run files, and tell every sample. */
const OF_OTHERS: TextLimits = { keys: 100_000, entries: 10_000_000, parts: 5_000_000 };

/** Throws a UserError where the JSON text of a tool's file would cost too much to parse; see {@link refuseHostileText}. */
export function refuseHostileForeign(text: string, file: string): void {
  refuseHostileText(text, file, OF_OTHERS);
}

function parseText(text: string, { file, writtenBy }: ForeignFile): unknown {
  refuseHostileForeign(text, file);
  try {
    return parseWithNotFinite(text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    throw new UserError(`${file}: is not JSON${where}: write it with ${writtenBy}`);
  }
}

/** Schema of a time in units of `unitMs` milliseconds, within the limits of a run file. */
export function timeIn(unitMs: number) {
  return z
    .number()
    .min(0)
    .max(MAX_MS / unitMs);
}

/** Converts a time to milliseconds, without the binary noise of the multiplication. */
export function toMs(time: number, unitMs: number): number {
  return Number((time * unitMs).toPrecision(15));
}

/** Most names that a note lists. */
const MOST_NAMES = 10;

/** A sentence on what an import left out; null where that is nothing. */
export function leftOut(why: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const shown = names.slice(0, MOST_NAMES).map((name) => (name.length > 100 ? `${name.slice(0, 100)}...` : name));
  const more = names.length > MOST_NAMES ? [`${names.length - MOST_NAMES} more`] : [];
  return `${why}: ${[...shown, ...more].join(", ")}.`;
}

/**
 * Converts a tool's date and time to ISO 8601 in UTC; undefined where the text is none. Without a zone it is read as UTC,
 * since the file does not tell its own.
 */
export function momentOf(text: string | null | undefined): string | undefined {
  // Google Benchmark before 1.3 wrote 2015/03/17-18:40:25.
  const written = (text?.trim() ?? "").replace(/^(\d{4})\/(\d\d)\/(\d\d)-/, "$1-$2-$3T").replace(" ", "T");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(written)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`;
  const at = new Date(zoned.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
