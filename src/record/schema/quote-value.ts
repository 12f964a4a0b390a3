const LONGEST = 60;

/**
 * A value from outside for a message: short, on one line, and with escapes for characters that move a terminal's cursor
 * or turn its reading direction.
 */
export function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "number") return String(value);
  const written = withEscapes(JSON.stringify(cut(String(value))));
  return typeof value === "string" ? written : written.slice(1, -1);
}

/** JSON with escapes for the characters that it may hold as they are and that steer a terminal: it stays the same JSON. */
export function withEscapes(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Place of a value in a file: `experiments[0].cells[2].factors["odd key"]`; `the file` for its top level. */
export function showPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the file";
  let written = "";
  for (const part of path) {
    if (typeof part === "number") written += `[${part}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(String(part))) written += written === "" ? String(part) : `.${String(part)}`;
    else written += `[${show(String(part))}]`;
  }
  return written;
}
