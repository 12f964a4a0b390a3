import type { Run } from "../../record/schema/run-schema.js";

/** Whether the trials of a block were made side by side: in our recordings, and in imports whose file says so. */
export function isInterleaved({ origin }: Pick<Run, "origin">): boolean {
  return origin === undefined || origin.blocks === true;
}
