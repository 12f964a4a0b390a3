import { z } from "zod";
import { explainIssues } from "../record/schema/explain-issues.js";
import { refuseHostileShape } from "../record/schema/hostile-shape.js";
import { UserError } from "../user-error.js";

/**
 * The JSON that a tool wrote, checked against what is used of it; keys that nobody asks for are passed over. What does not
 * fit is a UserError that names the place, and the option of the tool that writes such a file.
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

/** Longest time that a run file takes, in milliseconds. */
const MAX_MS = 3.2e11;

/** A time in a unit of so many milliseconds: at least 0 and no longer than a run file takes. */
export function timeIn(unitMs: number) {
  return z
    .number()
    .min(0)
    .max(MAX_MS / unitMs);
}

/** Milliseconds without the noise that multiplying leaves behind the digits of a double. */
export function toMs(time: number, unitMs: number): number {
  return Number((time * unitMs).toPrecision(15));
}

/**
 * A moment as tools write it, as ISO 8601 in UTC; undefined where the text is none. One without a zone is read as UTC: the
 * file does not say where it was written.
 */
export function momentOf(text: string | null | undefined): string | undefined {
  const written = text?.trim().replace(" ", "T") ?? "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(written)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`;
  const at = new Date(zoned.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
