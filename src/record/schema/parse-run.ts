import { UserError } from "../../user-error.js";
import { checkConsistency } from "./consistency.js";
import { explainIssues } from "./explain-issues.js";
import { refuseHostileShape } from "./hostile-shape.js";
import { migrate } from "./migrations/index.js";
import { type Run, runSchema } from "./run-schema.js";

/**
 * The one door through which a run enters the program. `value` is JSON of any known schema version, from anywhere;
 * `path` is the file's name for messages. Throws a UserError that names the first fault by its place in the file
 * (`experiments[0].cells[2].trials[1].wallMs is -1: must be at least 0`).
 */
export function parseRun(value: unknown, path: string): Run {
  refuseHostileShape(value, path);
  const current = migrate(value, path);
  const parsed = runSchema.safeParse(current);
  if (!parsed.success) throw new UserError(`${path}: ${explainIssues(current, parsed.error.issues)}`);
  checkConsistency(parsed.data, path);
  return parsed.data;
}

/** Parses the text of a run file; see {@link parseRun}. Text that is not JSON is a UserError. */
export function parseRunText(text: string, path: string): Run {
  return parseRun(parseJson(text, path), path);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Only the position: V8 quotes the text itself, which comes from outside.
    const position = /position (\d+)/.exec(String(error))?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    throw new UserError(`${path}: is not JSON${where}: the file is cut short or was changed; restore it or delete it`);
  }
}
