import { whole } from "./number.js";

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** As {@link list}, but of a long list only the beginning: "a, b, c and 12 more". */
export function listStart(words: readonly string[], most = 5): string {
  return words.length <= most ? list(words) : list([...words.slice(0, most), `${whole(words.length - most)} more`]);
}

/** What begins as a command or as a name in a program does: `grep -r`, `std::sort`, `fib(20)`, `main.go`, `sum_all`. */
const CODE = /^\p{L}[\p{L}-]*(?:[\d_/\\=+*@#$<>[\]{}|~^&]|::|[.(]\S)|^\p{L}\S* --?\p{L}/u;

/** First letter in upper case, the rest left alone: for words that open a sentence. Code stays as it is written. */
export function sentenceCase(text: string): string {
  if (CODE.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** First letter in lower case, the rest left alone: for a sentence that goes on behind a colon. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** "N = 1,000" and "46.4 %" in one piece, wherever a line ends. */
export function unbroken(text: string): string {
  return text.replace(/ = (?=\d)/g, "\u00a0=\u00a0").replace(/(?<=\d) %/g, "\u00a0%");
}
