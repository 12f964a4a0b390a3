/**
 * Advance widths of Helvetica and Arial in thousandths of an em (the public AFM values), regular and bold. Without a
 * canvas Vega guesses text widths; with these, layouts are the same on every machine.
 */
const SHARED: Record<string, number> = {
  ...{
    " ": 278,
    "\u00a0": 278,
    "\u202f": 200,
    "#": 556,
    $: 556,
    "%": 889,
    "*": 389,
    "+": 584,
    ",": 278,
    ".": 278,
    "/": 278,
  },
  ...{ "(": 333, ")": 333, "<": 584, "=": 584, ">": 584, "\\": 278, "^": 469, _: 556, "`": 333, "~": 584, "-": 333 },
  ...{
    "×": 584,
    "−": 584,
    "–": 556,
    "—": 1000,
    "≈": 549,
    "≥": 549,
    "≤": 549,
    "±": 584,
    "÷": 584,
    "→": 1000,
    "←": 1000,
  },
  ...{ "…": 1000, "·": 278, µ: 556, C: 722, D: 722, E: 667, G: 778, H: 722, I: 278, M: 833, N: 722, O: 778, P: 667 },
  ...{ Q: 778, R: 722, S: 667, T: 611, U: 722, V: 667, W: 944, X: 667, Y: 667, Z: 611, F: 611, a: 556, e: 556, i: 222 },
};

const REGULAR: Record<string, number> = {
  ...SHARED,
  ...{
    "!": 278,
    '"': 355,
    "&": 667,
    "'": 191,
    ":": 278,
    ";": 278,
    "?": 556,
    "@": 1015,
    A: 667,
    B: 667,
    J: 500,
    K: 667,
  },
  ...{
    L: 556,
    "[": 278,
    "]": 278,
    "{": 334,
    "|": 260,
    "}": 334,
    b: 556,
    c: 500,
    d: 556,
    f: 278,
    g: 556,
    h: 556,
    j: 222,
  },
  ...{ k: 500, l: 222, m: 833, n: 556, o: 556, p: 556, q: 556, r: 333, s: 500, t: 278, u: 556, v: 500, w: 722, x: 500 },
  ...{ y: 500, z: 500 },
};

const BOLD: Record<string, number> = {
  ...SHARED,
  ...{ "!": 333, '"': 474, "&": 722, "'": 238, ":": 333, ";": 333, "?": 611, "@": 975, A: 722, B: 722, J: 556, K: 722 },
  ...{
    L: 611,
    "[": 333,
    "]": 333,
    "{": 389,
    "|": 280,
    "}": 389,
    b: 611,
    c: 556,
    d: 611,
    f: 333,
    g: 611,
    h: 611,
    i: 278,
  },
  ...{ j: 278, k: 556, l: 278, m: 889, n: 611, o: 611, p: 611, q: 611, r: 389, s: 556, t: 333, u: 611, v: 556, w: 778 },
  ...{ x: 556, y: 556, z: 500 },
};

/** Width of a character that the tables lack: on the wide side, so that text is never cut. */
const UNKNOWN = 620;

/** Width in pixels of `text` set in Arial. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const table = bold ? BOLD : REGULAR;
  let thousandths = 0;
  for (const character of text) {
    const isDigit = character >= "0" && character <= "9";
    thousandths += isDigit ? 556 : (table[character] ?? UNKNOWN);
  }
  return (thousandths * fontSize) / 1000;
}

/** A text item of Vega's scene graph, as far as its width depends on it. */
export interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}

/** What Vega asks for in place of a canvas. */
export function itemWidth(item: TextItem, text: unknown): number {
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
  return textWidth(text === null || text === undefined ? "" : String(text), item.fontSize ?? 11, bold);
}
