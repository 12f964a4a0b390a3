import { deflateRawSync } from "node:zlib";

/** Shorter parts are not worth a reference. */
const LEAST_LENGTH = 60;
/** On either side of a part's number: JSON escapes it in strings and has it nowhere else. */
const MARK = "\u0001";
const REFERENCE = new RegExp(`${MARK}(\\d+)${MARK}`, "g");

/**
 * A value as an expression of JavaScript that makes a promise of it, in a browser: its lines, deflated.
 *
 * @param value is one of JSON
 */
export function packedJson(value: unknown): string {
  const packed = deflateRawSync(jsonLines(value), { level: 9 }).toString("base64");
  const bytes = `Uint8Array.from(atob("${packed}"),c=>c.charCodeAt())`;
  const lines = `new Response(new Blob([${bytes}]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text()`;
  const whole = `w=s=>s.replace(/\\x01(\\d+)\\x01/g,(_,i)=>w(l[i]))`;
  return `${lines}.then(t=>{const l=t.split("\\n"),${whole};return JSON.parse(w(l.at(-1)))})`;
}

/**
 * JSON in lines. The last is the value; a part that comes several times stands in one before it, whose number stands in its
 * place: deflate alone finds nothing again that is 32 kB away.
 */
function jsonLines(value: unknown): string {
  const numbers = new Map<string, number>();
  const textOf = (part: unknown): string => {
    const text = innerText(part, textOf);
    if (text.length < LEAST_LENGTH) return text;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return `${MARK}${number}${MARK}`;
  };
  const last = textOf(value);
  const uses = new Map<string, number>();
  for (const text of [...numbers.keys(), last])
    for (const [, n = ""] of text.matchAll(REFERENCE)) uses.set(n, (uses.get(n) ?? 0) + 1);
  const lines: string[] = [];
  // Parts come before what they are part of.
  const placed: string[] = [];
  const filled = (text: string) => text.replace(REFERENCE, (_, number) => placed[number] ?? "");
  for (const [text, number] of numbers) {
    const isShared = (uses.get(String(number)) ?? 0) > 1;
    placed.push(isShared ? `${MARK}${lines.push(filled(text)) - 1}${MARK}` : filled(text));
  }
  return [...lines, filled(last)].join("\n");
}

function innerText(part: unknown, textOf: (inner: unknown) => string): string {
  if (Array.isArray(part)) return `[${part.map(textOf).join(",")}]`;
  if (typeof part !== "object" || part === null) return JSON.stringify(part) ?? "null";
  const known = Object.entries(part).filter(([, inner]) => inner !== undefined);
  return `{${known.map(([name, inner]) => `${JSON.stringify(name)}:${textOf(inner)}`).join(",")}}`;
}
