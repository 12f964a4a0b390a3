import { UserError } from "../../user-error.js";

const TYPESCRIPT = /\.[cm]?ts$/;

/** Throws a UserError for a TypeScript file where that version of Node does not strip types (22.18, 23.6 and later do). */
export function requireTypeStripping(path: string, node = process.versions.node): void {
  if (!TYPESCRIPT.test(path)) return;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return;
  throw new UserError(
    `${path} is TypeScript, and Node ${node} cannot run that: use Node 22.18 or later, or compile it to JavaScript`,
  );
}
