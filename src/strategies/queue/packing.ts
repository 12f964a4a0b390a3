import { deserialize, serialize } from "node:v8";
import { MOST_JOB_BYTES } from "./names.js";

/** Any value that may cross processes, as text: BullMQ keeps JSON, which has no Map, no typed array and no big integer. */
export function packed(value: unknown): string {
  return serialize(value).toString("base64");
}

/** The value of such a text. */
export function unpacked(text: string): unknown {
  return deserialize(Buffer.from(text, "base64"));
}

/** Whether a text is too large to go through Redis. */
export function isTooLarge(text: string): boolean {
  return text.length > MOST_JOB_BYTES;
}
