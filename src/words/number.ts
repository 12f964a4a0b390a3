/** True minus sign, as wide as a plus: columns of signed figures line up. */
export const MINUS = "−";

/** 1234567 -> "1,234,567". Fractions keep `decimals` places; a rounded zero has no sign. */
export function fixed(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return "not a number";
  if (Math.abs(value) >= 1e15) return exponential(value);
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.length < 4 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** `digits` significant digits, without an exponent where a reader would not expect one: 0.0123, 5.46, 1,230. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (!Number.isFinite(magnitude) || magnitude >= 15 || magnitude < -6) return exponential(value);
  const rounded = Number(value.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))));
  return fixed(rounded, decimals);
}

/** 1 -> "1 trial", 3 -> "3 trials"; `many` for words that do not just take an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${fixed(count)} ${count === 1 ? one : many}`;
}

/** 5.456 -> "5.46×": a speed-up or a ratio of two times. */
export function times(ratio: number): string {
  return `${significant(ratio)}×`;
}

/** "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function exponential(value: number): string {
  if (!Number.isFinite(value)) return "not a number";
  const [mantissa = "0", exponent = "0"] = value.toExponential(1).split("e");
  return `${mantissa.replace("-", MINUS)} × 10^${exponent.replace("+", "").replace("-", MINUS)}`;
}
