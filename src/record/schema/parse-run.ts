import { UserError } from "../../user-error.js";
import { refuseHostileText } from "../limits/hostile-text.js";
import { checkConsistency } from "./consistency.js";
import { explainIssues } from "./explain-issues.js";
import { refuseHostileShape } from "./hostile-shape.js";
import { migrate } from "./migrations/index.js";
import { type Run, runSchema } from "./run-schema.js";

/**
 * Parses JSON of any known schema version; every run enters the program here. `path` is the file's name for messages.
 * Throws a UserError with the place of the first fault
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
  refuseHostileText(text, path);
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text itself, which comes from outside: only the position is taken over.
    const position = /position (\d+)/.exec(String(error))?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    throw new UserError(`${path}: is not JSON${where}: the file is cut short or was changed; restore it or delete it`);
  }
}
