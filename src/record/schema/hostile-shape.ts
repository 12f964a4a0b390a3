import { UserError } from "../../user-error.js";
import { showPath } from "./quote-value.js";

/** Deepest nesting of lists and objects that a run file may have. A run needs 9. */
const MAX_DEPTH = 32;

/** Keys that reach an object's prototype when somebody copies them without care. */
const POISON: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Refuses what no run file has reason to hold, before any other code looks at it: nesting deeper than 32, and the keys
 * `__proto__`, `constructor` and `prototype` at any depth. Throws a UserError that names the place.
 */
export function refuseHostileShape(value: unknown, file: string): void {
  walk(value, [], file);
}

function walk(value: unknown, path: PropertyKey[], file: string): void {
  if (typeof value !== "object" || value === null) return;
  if (path.length >= MAX_DEPTH) {
    throw new UserError(`${file}: nested deeper than ${MAX_DEPTH} levels: this is not a run file`);
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) step(value[index], index, path, file);
    return;
  }
  // Parsed JSON has no keys but its own.
  for (const key in value) {
    if (POISON.has(key)) {
      throw new UserError(`${file}: ${showPath(path)} has the key "${key}", which a run file may not hold: remove it`);
    }
    step((value as Record<string, unknown>)[key], key, path, file);
  }
}

function step(child: unknown, key: PropertyKey, path: PropertyKey[], file: string): void {
  // Lists of a million numbers are common: nothing is done for them but this test.
  if (typeof child !== "object" || child === null) return;
  path.push(key);
  walk(child, path, file);
  path.pop();
}
