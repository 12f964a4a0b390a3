import { z } from "zod";

/** Ten years in milliseconds: the longest time of a figure, which guards axes and sums against hostile files. */
const MAX_MS = 3.2e11;
export const MAX_BYTES = 2 ** 53 - 1;

export const text = z.string().max(2_000);
/** A name as whoever recorded gave it, in any alphabet. */
export const name = text.min(1);
export const longText = z.string().max(20_000);
export const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    "must be 1 to 64 of a-z, 0-9 and hyphens, with no hyphen at either end",
  );
export const count = z.int().min(0).max(1e9);
export const positiveCount = z.int().min(1).max(1e9);
export const percent = z.number().min(0).max(100);
export const positivePercent = z.number().gt(0).max(100);
export const milliseconds = z.number().min(0).max(MAX_MS);
export const bytes = z.number().min(0).max(MAX_BYTES);

/** Null where the platform does not give the figure, absent where it was not recorded. */
export const figure = milliseconds.nullable().optional();
export const maybeText = text.nullable().optional();
export const maybeCount = positiveCount.nullable().optional();
export const maybeBytes = bytes.nullable().optional();

export const time = z.iso.datetime();
