import { tex } from "../../format/tex.js";

export function environment(name: string, lines: readonly string[], options = ""): string {
  return [`\\begin{${name}}${options}`, ...lines, `\\end{${name}}`].join("\n");
}

/** Lines of a program. */
export function codeText(text: string): string {
  return `{\\footnotesize\\ttfamily\\raggedright\n${text.split("\n").map(codeLine).join("\\\\\n")}\n\\par}`;
}

/** A word of more letters may break anywhere: a hash, a path. */
const LONGEST_WORD = 40;

/** Text in which words that are too long for a line may break. */
export function breakable(text: string): string {
  const pieces = text.split(new RegExp(`(\\S{${LONGEST_WORD},})`));
  return pieces.map((piece, index) => (index % 2 === 0 ? tex(piece) : brokenWord(piece))).join("");
}

/** Signs that TeX joins stay apart: each group of letters is escaped by itself. */
function brokenWord(word: string): string {
  return (word.match(/.{1,8}/gu) ?? []).map(tex).join("\\allowbreak{}");
}

/** Indents stay; lines break at spaces. */
function codeLine(text: string): string {
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  return `${"~".repeat(indent)}${breakable(text.slice(indent)) || "~"}`;
}
