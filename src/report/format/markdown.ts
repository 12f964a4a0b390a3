import { largest } from "../../record/limits/extremes.js";

/** Markup of Markdown anywhere in a line. */
const MARKUP = /[\\`*_[\]<>&|~$@]/g;
/** Markup of Markdown at the start of a line. */
const OPENING = /^(\s*)([#=-]|\+(?=\s|$))/;
const NUMBERED = /^(\s*\d{1,9})([.)])(?=\s|$)/;
/** Text that GitHub makes a link or a picture. */
const AUTOLINK = /\b(https?|ftp|xmpp|mailto):|\b(www)\.|:(?=[\w+-]+:)/gi;

/** Text for a line or a table cell of Markdown: nothing in it is markup. Line breaks become spaces. */
export function markdownText(text: string): string {
  return text
    .replace(/\s*[\r\n\u2028\u2029]\s*/g, " ")
    .replace(MARKUP, "\\$&")
    .replace(AUTOLINK, (found) => `${found.slice(0, -1)}\\${found.slice(-1)}`)
    .replace(OPENING, "$1\\$2")
    .replace(NUMBERED, "$1\\$2");
}

/** A block of code; its fence is longer than any that the text has. */
export function markdownCode(text: string, language = ""): string {
  const longest = Math.max(2, largest([...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
