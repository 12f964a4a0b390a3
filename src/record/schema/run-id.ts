import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.js";
import { isDeviceName } from "./consistency.js";
import type { Run } from "./run-schema.js";

const LONGEST_SLUG = 64;

/** SHA-256 of text (as UTF-8) or bytes, 64 hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** UTC time to the second for ids and names of journals: `20261121t061500z`. */
export function timeStamp(time: string): string {
  const [seconds] = new Date(time).toISOString().toLowerCase().split(".");
  return `${(seconds ?? "").replace(/[-:]/g, "")}z`;
}

/**
 * The id of a run: UTC time, study, and the first 6 hex digits of the SHA-256 of its content as canonical JSON
 * (`20261121t061500z-lab-3f9a2c`). `content` is the run without its id.
 */
export function runId({ startedAt, study, content }: { startedAt: string; study: string; content: unknown }): string {
  return `${timeStamp(startedAt)}-${study}-${sha256(canonicalJson(content)).slice(0, 6)}`;
}

/** The run with the id of its content. */
export function withId(run: Omit<Run, "id">): Run {
  const { schemaVersion, ...rest } = withoutId(run);
  const id = runId({ startedAt: run.startedAt, study: run.study, content: { schemaVersion, ...rest } });
  return { schemaVersion, id, ...rest };
}

/** A caller may pass a whole Run, whose old id is no content. */
function withoutId(run: Omit<Run, "id"> & { id?: string }): Omit<Run, "id"> {
  const { id: _id, ...content } = run;
  return content;
}

/**
 * A slug of any text: 1 to 64 small letters, digits and single hyphens, without accents. Text without a Latin letter or
 * digit gives `x-` and a short hash, so that different texts stay apart.
 */
export function slugify(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
  const slug = trimHyphens(plain.replace(/[^a-z0-9]+/g, "-"));
  if (slug === "") return `x-${sha256(text).slice(0, 8)}`;
  return isDeviceName(slug) ? `${slug}-0` : slug;
}

function trimHyphens(text: string): string {
  return text.replace(/^-/, "").slice(0, LONGEST_SLUG).replace(/-$/, "");
}
