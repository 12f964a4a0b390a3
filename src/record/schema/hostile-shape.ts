import { UserError } from "../../user-error.js";
import { MAX_DEPTH, tooDeep } from "../limits/hostile-text.js";
import { showPath } from "./quote-value.js";

/** Keys that reach the prototype of an object when they are copied without care. */
const POISON: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Throws a UserError with the place where outside data is nested deeper than 32 levels, or has the key `__proto__`,
 * `constructor` or `prototype`. It runs before all other code that looks at the data.
 */
export function refuseHostileShape(value: unknown, file: string): void {
  walk(value, [], file);
}

function walk(value: unknown, path: PropertyKey[], file: string): void {
  if (typeof value !== "object" || value === null) return;
  if (path.length >= MAX_DEPTH) throw tooDeep(file);
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
  // Lists of a million numbers are common, so numbers get no other test.
  if (typeof child !== "object" || child === null) return;
  path.push(key);
  walk(child, path, file);
  path.pop();
}
