/** Longest value that is a level itself. */
const LONGEST_VALUE = 200;

/**
 * Levels of a test's parameters: their values; of objects, of which the file has an address in memory only or a long text,
 * what pytest calls them in the id of the test, such as `1-greedy`.
 *
 * @param id text in brackets behind the test's name; undefined where there is none
 */
export function levelsOf(params: Readonly<Record<string, unknown>>, id: string | undefined): Map<string, string> {
  const entries = Object.entries(params);
  const objects = entries.filter(([, value]) => isObject(value));
  const levels = new Map(entries.map(([name, value]) => [name, textOf(value)]));
  if (objects.length === 0 || id === undefined) return levels;
  const ids = partsOf(entries, id);
  for (const [name] of objects) {
    if (ids === undefined) levels.delete(name);
    else levels.set(name, ids.get(name) ?? "");
  }
  // Where the id does not come apart, it stands for all objects together.
  return ids === undefined ? levels.set(objects.map(([name]) => name).join("-"), id) : levels;
}

function isObject(value: unknown): boolean {
  const text = textOf(value);
  return text.includes("UNSERIALIZABLE[") || / at 0x[0-9a-f]+/i.test(text) || text.length > LONGEST_VALUE;
}

/** Text of a value, without the address of an object. */
function textOf(value: unknown): string {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  return text.replace(/ at 0x[0-9a-f]+/gi, "");
}

/** Parts of an id by parameter, joined by hyphens that may be in them as well; undefined where there are several ways. */
function partsOf(entries: readonly (readonly [string, unknown])[], id: string): Map<string, string> | undefined {
  const named = (parts: readonly string[] | undefined) =>
    parts === undefined ? undefined : new Map(entries.map(([name], index) => [name, parts[index] ?? ""]));
  const [few, many] = ["?", ""].map((lazy) => {
    const parts = entries.map(([, value]) => `(${isObject(value) ? `.+${lazy}` : patternOf(value)})`);
    return new RegExp(`^${parts.join("-")}$`, "s").exec(id)?.slice(1);
  });
  if (few !== undefined && few.join("\n") === many?.join("\n")) return named(few);
  const parts = id.split("-");
  return few === undefined && parts.length === entries.length ? named(parts) : undefined;
}

/** How pytest writes a plain value in an id. */
function patternOf(value: unknown): string {
  if (typeof value === "number") return "[-+.e\\d]+";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) return "None";
  return typeof value === "string" ? value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : ".+";
}
