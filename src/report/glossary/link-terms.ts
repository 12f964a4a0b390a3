import { terms } from "./index.js";

/** Elements without links to terms: links and buttons have a purpose of their own, headings and charts are no text. */
const PLAIN = new Set("a button code figcaption h1 h2 h3 h4 label nav pre script style summary svg".split(" "));
/** Classes of elements without links to terms: labels of state, small print, tables of figures. */
const PLAIN_CLASS = / class="(?:chips|choices|kicker|where|scroll[^"]*)"/;
const VOID = /^(?:br|hr|img|input|link|meta|wbr)$/;

export interface Linking {
  /** Way from the page to the glossary: "../../glossary/index.html". */
  glossary: string;
  /** On the glossary itself every entry is a text of its own, and never leads to itself. */
  isGlossary?: boolean;
}

/**
 * Makes the first use of every term in the main part of a page a link to the glossary. Links that are there already count.
 * Works on finished HTML whose texts and attributes are escaped, so that a tag is a tag.
 */
export function linkTerms(html: string, { glossary, isGlossary = false }: Linking): string {
  const [start, end] = [html.indexOf("<main"), html.lastIndexOf("</main>")];
  if (start < 0 || end < 0) return html;
  const known = new Set<string>();
  const main = html.slice(start, end);
  const parts: string[] = [html.slice(0, start)];
  let done = 0;
  TOKENS.lastIndex = 0;
  for (let found = TOKENS.exec(main); found !== null; found = TOKENS.exec(main)) {
    const [token, tag] = found;
    if (tag === undefined) {
      parts.push(main.slice(done, found.index), linkText(token, known, glossary));
      done = TOKENS.lastIndex;
      continue;
    }
    const entry = isGlossary && tag === "dt" ? / id="([^"]*)"/.exec(token)?.[1] : undefined;
    if (entry !== undefined) {
      known.clear();
      known.add(entry);
    }
    const isPlain = PLAIN.has(tag) || PLAIN_CLASS.test(token);
    if (!isPlain || VOID.test(tag) || token.startsWith("</")) continue;
    TOKENS.lastIndex = endOf(tag, main, TOKENS.lastIndex);
    if (tag === "svg") continue;
    for (const [, id = ""] of main.slice(found.index, TOKENS.lastIndex).matchAll(LINKED)) known.add(id);
  }
  parts.push(main.slice(done), html.slice(end));
  return parts.join("");
}

const PICTURE_END = "</svg>";
const LINKED = /<a [^>]*href="[^"]*glossary\/index\.html#([^"]*)"/g;

/** End of an element that was opened before `from`, nested elements of its kind counted. */
function endOf(tag: string, html: string, from: number): number {
  const picture = tag === "svg" ? html.indexOf(PICTURE_END, from) : -1;
  if (picture >= 0) return picture + PICTURE_END.length;
  const tags = new RegExp(`<(/?)${tag}(?=[\\s>])[^>]*>`, "g");
  tags.lastIndex = from;
  let depth = 1;
  for (let found = tags.exec(html); found !== null; found = tags.exec(html)) {
    depth += found[1] === "" ? 1 : -1;
    if (depth === 0) return tags.lastIndex;
  }
  return html.length;
}

/** A tag, or the text between two tags. */
const TOKENS = /<\/?([a-z][a-z0-9]*)[^>]*>|[^<]+/g;

const BY_WORDS = new Map(
  terms.flatMap(({ id, term, words = [term] }) =>
    words.flatMap((word) => [word, plural(word)].map((form): [string, string] => [form.toLowerCase(), id])),
  ),
);

/** Every form of every term, the longest first, so that "thread pool" is not taken for "thread". */
const FORMS = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${[...BY_WORDS.keys()]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((form) =>
      form
        .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        .replaceAll(" ", "(?: |&nbsp;)")
        .replaceAll("'", "(?:'|&#x27;)"),
    )
    .join("|")})(?![\\p{L}\\p{N}-])`,
  "giu",
);

function plural(word: string): string {
  return `${word}s`;
}

function linkText(text: string, known: Set<string>, glossary: string): string {
  return text.replace(FORMS, (form) => {
    const id = BY_WORDS.get(form.toLowerCase().replaceAll("&nbsp;", " ").replaceAll("&#x27;", "'"));
    if (id === undefined || known.has(id)) return form;
    known.add(id);
    return `<a class="term" href="${glossary}#${id}">${form}</a>`;
  });
}
