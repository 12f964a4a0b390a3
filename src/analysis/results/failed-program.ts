import type { FailedProgram } from "../../record/schema/programs-of.js";
import { plural } from "../../words/number.js";

/** Reasons that say nothing beside what the trial said. */
const TOLD_BY_DETAIL = ["exit", "killed", "task-error", "error", "wrong-result"];

/** The exit code or the like, and the line that tells the error: "exit code 1: ValueError: no". */
export function reasonWords({ reason, detail }: { reason: string; detail?: string | undefined }): string {
  const name = reason.replaceAll("-", " ");
  if (detail === undefined) return reason === "timeout" ? "ended by the time-out" : name;
  // Which of equal tasks failed first is chance.
  const line = (detail.split("\n")[0] ?? "").replace(/^task \d+(?: \(and \d+ more\))?: /, "");
  return TOLD_BY_DETAIL.includes(reason) ? line : `${name}: ${line}`;
}

/** "merge failed in all of its 9 measurements: exit code 3: no". `when`: " so far", while it is recorded. */
export function failedProgramWords({ name, trials, first }: FailedProgram, when = ""): string {
  const { status, reason = status, detail } = first;
  const of = trials === 1 ? "its one measurement" : `all of its ${plural(trials, "measurement")}`;
  return `${name} failed in ${of}${when}: ${reasonWords({ reason, detail })}`;
}
