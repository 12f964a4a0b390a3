/**
 * Advance widths of Helvetica and Arial in thousandths of an em (the public AFM values), regular and bold. Without a
 * canvas Vega guesses text widths; with these, layouts are the same on every machine.
 */
const SHARED = [
  [200, "\u202f"],
  [222, "i"],
  [278, " \u00a0,./\\·I"],
  [333, "()`-"],
  [389, "*"],
  [469, "^"],
  [549, "≈≥≤"],
  [556, "0123456789#$_–µae"],
  [584, "+<=>~×−±÷"],
  [611, "TZF"],
  [667, "EPSVXY"],
  [722, "CDHNRU"],
  [778, "GOQ"],
  [833, "M"],
  [889, "%"],
  [944, "W"],
  [1000, "—→←…"],
] as const;

const REGULAR = widthsOf([
  ...SHARED,
  [191, "'"],
  [222, "jl"],
  [260, "|"],
  [278, "!:;[]ft"],
  [333, "r"],
  [334, "{}"],
  [355, '"'],
  [500, "Jcksvxyz"],
  [556, "?Lbdghnopqu"],
  [667, "&ABK"],
  [722, "w"],
  [833, "m"],
  [1015, "@"],
]);

const BOLD = widthsOf([
  ...SHARED,
  [238, "'"],
  [278, "ijl"],
  [280, "|"],
  [333, "!:;[]ft"],
  [389, "{}r"],
  [474, '"'],
  [500, "z"],
  [556, "Jcksvxy"],
  [611, "?Lbdghnopqu"],
  [722, "&ABK"],
  [778, "w"],
  [889, "m"],
  [975, "@"],
]);

/** Width of a character that the tables lack, on the wide side, so that no text is cut. */
const UNKNOWN = 620;

/** Width in pixels of `text` set in Arial. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const table = bold ? BOLD : REGULAR;
  let thousandths = 0;
  for (const character of text) thousandths += table[character] ?? UNKNOWN;
  return (thousandths * fontSize) / 1000;
}

/** Widths by character; the last that names one holds. */
function widthsOf(all: readonly (readonly [thousandths: number, characters: string])[]): Record<string, number> {
  return Object.fromEntries(all.flatMap(([width, characters]) => [...characters].map((one) => [one, width])));
}

/** The properties of a text item of Vega's scene graph that its width depends on. */
export interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}

/** Width of a text item, which Vega asks for in place of a canvas. */
export function itemWidth(item: TextItem, text: unknown): number {
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
  return textWidth(text === null || text === undefined ? "" : String(text), item.fontSize ?? 11, bold);
}
