/**
 * Run files come from other people. Their text must not steer a terminal, turn a line around or break the encoding
 * of a page: C0 and C1 controls, lone surrogates, bidi controls and non-characters go; line breaks become spaces.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Any character that makes text change; most text has none. */
const SUSPECT = new RegExp(`${UNWANTED.source}|[\\ud800-\\udfff]`);

/** `text` with only those characters that a page may show. */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replace(/[\t\n\r]+/g, " ")
    .replace(LONE_SURROGATE, "")
    .replace(UNWANTED, "");
}

/**
 * `value` with every string in it, keys of records included, clean: itself where all are, else a copy.
 *
 * @param known objects that are clean; those that are found are added
 */
export function cleanDeep<T>(value: T, known?: WeakSet<object>): T {
  return isClean(value, known) ? value : (walk(value) as T);
}

function isClean(value: unknown, known?: WeakSet<object>): boolean {
  if (typeof value === "string") return !SUSPECT.test(value);
  if (value === null || typeof value !== "object" || known?.has(value)) return true;
  if (Array.isArray(value)) {
    if (typeof value[0] !== "number" && !value.every((inner) => isClean(inner, known))) return false;
  } else {
    // Values of JSON have no keys but their own.
    for (const key in value)
      if (SUSPECT.test(key) || !isClean((value as Record<string, unknown>)[key], known)) return false;
  }
  known?.add(value);
  return true;
}

function walk(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.length > 0 && typeof value[0] === "number" ? value : value.map(walk);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), walk(inner)]));
}
