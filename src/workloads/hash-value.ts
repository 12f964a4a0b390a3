/**
 * A 32-bit hash of any value that a worker can return: the same for a value and its clone, in any order of an object's
 * keys. `null` for values that cannot be compared that way (functions, symbols, promises).
 */
export function hashValue(value: unknown): number | null {
  const hash = new Hash();
  try {
    return hash.add(value) ? hash.digest() : null;
  } catch {
    // Nested too deep for the stack, or an accessor that throws: not comparable.
    return null;
  }
}

/** MurmurHash3's mixing of one 32-bit word after the other (Appleby, public domain). */
class Hash {
  #state = 0x9747b28c;
  readonly #number = new DataView(new ArrayBuffer(8));
  /** Objects on the way down from the top: one that contains itself is hashed as the number of levels up to it. */
  readonly #above: object[] = [];

  digest(): number {
    let h = this.#state;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }

  /** Adds a value; false where it cannot be compared. */
  add(value: unknown): boolean {
    if (typeof value === "function" || typeof value === "symbol") return false;
    if (typeof value === "object" && value !== null) return this.#addObject(value);
    this.#word(TAGS[typeof value as keyof typeof TAGS]);
    if (typeof value === "number") this.#addNumber(value);
    else if (value !== undefined) this.#addText(String(value));
    return true;
  }

  #addObject(value: object): boolean {
    const up = this.#above.lastIndexOf(value);
    if (up >= 0) {
      this.#word(this.#above.length - up);
      return true;
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) return false;
    this.#above.push(value);
    const comparable = this.#addContent(value);
    this.#above.pop();
    return comparable;
  }

  #addContent(value: object): boolean {
    const bytes = bytesOf(value);
    if (bytes !== null) {
      this.#addBytes(bytes);
      return true;
    }
    if (value instanceof Date) return this.#addAs(TAGS.date, value.getTime());
    if (value instanceof RegExp) return this.#addAs(TAGS.pattern, String(value));
    if (value instanceof Error) return this.#addAs(TAGS.error, [value.name, value.message]);
    if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
      const items = [...value];
      this.#word(value instanceof Map ? TAGS.map : value instanceof Set ? TAGS.set : TAGS.list);
      this.#word(items.length);
      return items.every((item) => this.add(item));
    }
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    this.#word(TAGS.object);
    this.#word(entries.length);
    return entries.every(([key, item]) => this.add(key) && this.add(item));
  }

  #addAs(tag: number, value: unknown): boolean {
    this.#word(tag);
    return this.add(value);
  }

  #addNumber(value: number): void {
    this.#number.setFloat64(0, value);
    this.#word(this.#number.getInt32(0));
    this.#word(this.#number.getInt32(4));
  }

  #addText(text: string): void {
    this.#word(text.length);
    for (let at = 0; at < text.length; at++) this.#word(text.charCodeAt(at));
  }

  #addBytes(bytes: Uint8Array): void {
    this.#word(TAGS.bytes);
    this.#word(bytes.length);
    for (const byte of bytes) this.#word(byte);
  }

  #word(word: number): void {
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    const h = this.#state ^ k;
    this.#state = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
}

/** Kinds of values that may look alike from inside. `null` has the tag of objects, and nothing in it. */
const TAGS = {
  undefined: 1,
  boolean: 2,
  number: 3,
  bigint: 4,
  string: 5,
  object: 6,
  list: 7,
  map: 8,
  set: 9,
  bytes: 10,
  date: 11,
  pattern: 12,
  error: 13,
} as const;

/** The bytes of a buffer or of a view on one: a Buffer may arrive as a Uint8Array. */
function bytesOf(value: object): Uint8Array | null {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value);
  return null;
}
