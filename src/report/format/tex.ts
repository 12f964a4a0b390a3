/** Characters of TeX's commands, and those that T1 fonts join to another sign (`--`, `<<`, `,,`). */
const ASCII: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "&": "\\&",
  "%": "\\%",
  $: "\\$",
  "#": "\\#",
  _: "\\_",
  "{": "\\{",
  "}": "\\}",
  "[": "{[}",
  "]": "{]}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\symbol{34}",
  "'": "\\textquotesingle{}",
  "`": "\\textasciigrave{}",
  "-": "-{}",
  ",": ",{}",
};

/** Signs of our own sentences. */
const SIGNS: Readonly<Record<string, string>> = {
  "\u00a0": "~",
  "\u202f": "\\,",
  "−": "\\ensuremath{-}",
  "×": "\\ensuremath{\\times}",
  "÷": "\\ensuremath{\\div}",
  "±": "\\ensuremath{\\pm}",
  µ: "\\ensuremath{\\mu}",
  μ: "\\ensuremath{\\mu}",
  "·": "\\textperiodcentered{}",
  "°": "\\ensuremath{^\\circ}",
  "–": "\\textendash{}",
  "—": "\\textemdash{}",
  "…": "\\textellipsis{}",
  "‘": "\\textquoteleft{}",
  "’": "\\textquoteright{}",
  "“": "\\textquotedblleft{}",
  "”": "\\textquotedblright{}",
  "≤": "\\ensuremath{\\le}",
  "≥": "\\ensuremath{\\ge}",
  "⌈": "\\ensuremath{\\lceil}",
  "⌉": "\\ensuremath{\\rceil}",
  "→": "\\ensuremath{\\rightarrow}",
};

/** Letters that a plain pdfLaTeX with T1 fonts can set. */
const LETTERS = /[À-ÖØ-öø-ÿĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕŖŗŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŹźŻżŽž]/;

/**
 * Text for LaTeX with T1 fonts: nothing in it is a command, two signs never become another one, and a letter that the
 * fonts lack is named by its number, so that the document always compiles.
 */
export function tex(text: string): string {
  let escaped = "";
  const characters = [...text.normalize("NFC")];
  for (const [index, character] of characters.entries()) escaped += texCharacter(character, characters[index + 1]);
  return escaped;
}

function texCharacter(character: string, next: string | undefined): string {
  const ascii = ASCII[character];
  // A single hyphen or comma reads better as it is.
  if (ascii !== undefined) return (character === "-" || character === ",") && next !== character ? character : ascii;
  if (/[ -~]/.test(character) || LETTERS.test(character)) return character;
  if (/\s/.test(character) && SIGNS[character] === undefined) return " ";
  return SIGNS[character] ?? `{[}U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}{]}`;
}
