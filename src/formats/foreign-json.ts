import { z } from "zod";
import { explainIssues } from "../record/schema/explain-issues.js";
import { refuseHostileShape } from "../record/schema/hostile-shape.js";
import { UserError } from "../user-error.js";
import { MAX_MS } from "./fields.js";

/**
 * Parses a tool's JSON by a schema of the keys in use; other keys are ignored. Anything that does not fit is a UserError
 * with the place, and with the tool's option that writes such a file.
 */
export function foreignJson<T>(
  text: string,
  schema: z.ZodType<T>,
  { file, writtenBy }: { file: string; writtenBy: string },
): T {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    throw new UserError(`${file}: is not JSON${where}: write it with ${writtenBy}`);
  }
  refuseHostileShape(value, file);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new UserError(
      `${file}: ${explainIssues(value, parsed.error.issues)}; such a file is written by ${writtenBy}`,
    );
  }
  return parsed.data;
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

/**
 * Converts a tool's date and time to ISO 8601 in UTC; undefined where the text is none. Without a zone it is read as UTC,
 * since the file does not tell its own.
 */
export function momentOf(text: string | null | undefined): string | undefined {
  const written = text?.trim().replace(" ", "T") ?? "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(written)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`;
  const at = new Date(zoned.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
