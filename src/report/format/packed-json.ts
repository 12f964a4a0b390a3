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
  const parts = new Parts();
  const last = parts.wholeOf(value);
  const lines: string[] = [];
  // Parts come before what they are part of.
  const placed: string[] = [];
  const filled = (text: string) => text.replace(REFERENCE, (_, number) => placed[number] ?? "");
  for (const [text, number] of parts.numbers) {
    const isShared = (parts.uses[number] ?? 0) > 1;
    placed.push(isShared ? `${MARK}${lines.push(filled(text)) - 1}${MARK}` : filled(text));
  }
  return [...lines, filled(last)].join("\n");
}

/** The parts of a value. A chart has thousands, so they are walked in loops. */
class Parts {
  /** Numbers of the parts by their texts, in which inner parts are references. */
  readonly numbers = new Map<string, number>();
  /** By number: how often other parts refer to it. */
  readonly uses: number[] = [];
  readonly #names = new Map<string, string>();
  /** References in the text that is being made. */
  #inside: number[] = [];

  /** As {@link #textOf}, of what is no part of anything. */
  wholeOf(value: unknown): string {
    const text = this.#textOf(value);
    this.#use(this.#inside);
    return text;
  }

  /** A reference to the part, or its text where that is short. */
  #textOf(part: unknown): string {
    const around = this.#inside;
    this.#inside = [];
    const text = this.#written(part);
    const inside = this.#inside;
    this.#inside = around;
    if (text.length < LEAST_LENGTH) {
      around.push(...inside);
      return text;
    }
    const number = this.numbers.get(text) ?? this.numbers.size;
    if (number === this.uses.length) {
      this.numbers.set(text, number);
      this.uses.push(0);
      this.#use(inside);
    }
    around.push(number);
    return `${MARK}${number}${MARK}`;
  }

  #use(numbers: readonly number[]): void {
    for (const number of numbers) this.uses[number] = (this.uses[number] ?? 0) + 1;
  }

  #written(part: unknown): string {
    if (typeof part !== "object" || part === null) return JSON.stringify(part) ?? "null";
    let text = "";
    if (Array.isArray(part)) {
      for (const inner of part) text += `${text === "" ? "" : ","}${this.#shortOr(inner)}`;
      return `[${text}]`;
    }
    for (const [name, inner] of Object.entries(part))
      if (inner !== undefined) text += `${text === "" ? "" : ","}${this.#nameText(name)}:${this.#shortOr(inner)}`;
    return `{${text}}`;
  }

  /** Numbers are no parts. */
  #shortOr(inner: unknown): string {
    return typeof inner === "number" && Number.isFinite(inner) ? String(inner) : this.#textOf(inner);
  }

  #nameText(name: string): string {
    const known = this.#names.get(name) ?? JSON.stringify(name);
    this.#names.set(name, known);
    return known;
  }
}
