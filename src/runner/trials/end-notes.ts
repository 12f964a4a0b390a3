import type { Trial } from "../../record/schema/run-schema.js";
import type { ProcessEnd } from "../processes/supervised-process.js";

/** The note of a trial that names processes which left its group, and were ended after it. */
export const LEFT_BEHIND = "left-behind";
/** Names that a note has room for. */
const MOST_NAMES = 20;

/** The notes of a trial with those that are there only where something was seen at its end. */
export function withEndNotes(
  notes: Trial["notes"],
  { leftBehind }: Pick<ProcessEnd, "leftBehind">,
): Pick<Trial, "notes"> {
  if (leftBehind === undefined) return notes === undefined ? {} : { notes };
  return { notes: { ...notes, [LEFT_BEHIND]: [...new Set(leftBehind)].slice(0, MOST_NAMES).join(", ") } };
}
