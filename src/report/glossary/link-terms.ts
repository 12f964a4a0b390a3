import { terms } from "./index.js";

/** Elements whose words stay as they are: links and buttons have a purpose of their own, headings and charts are no text. */
const PLAIN = new Set([
  "a",
  "button",
  "code",
  "figcaption",
  "h1",
  "h2",
  "h3",
  "h4",
  "label",
  "nav",
  "pre",
  "script",
  "style",
  "summary",
  "svg",
]);
/** Marks an element as one whose words stay as they are: labels of state, lines of small print, tables of figures. */
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
  const [from, to] = [html.indexOf("<main"), html.lastIndexOf("</main>")];
  if (from < 0 || to < 0) return html;
  const known = new Set<string>();
  const open: string[] = [];
  const main = html.slice(from, to).replace(TOKENS, (token, tag: string | undefined) => {
    if (tag === undefined) return open.length > 0 || token.startsWith("<") ? token : linkText(token, known, glossary);
    if (token.startsWith("</")) {
      if (tag === open.at(-1)) open.pop();
      return token;
    }
    const linked = tag === "a" ? / href="[^"]*glossary\/index\.html#([^"]*)"/.exec(token)?.[1] : undefined;
    if (linked !== undefined) known.add(linked);
    const entry = isGlossary ? / id="([^"]*)"/.exec(token)?.[1] : undefined;
    if (tag === "dt" && entry !== undefined) {
      known.clear();
      known.add(entry);
    }
    // Inside a plain element only its own kind counts, so that its end is found.
    const opens = open.length === 0 ? PLAIN.has(tag) || PLAIN_CLASS.test(token) : tag === open.at(-1);
    if (opens && !VOID.test(tag)) open.push(tag);
    return token;
  });
  return html.slice(0, from) + main + html.slice(to);
}

/** A picture as a whole, a tag, or the text between two tags. */
const TOKENS = /<svg[\s>].*?<\/svg>|<\/?([a-z][a-z0-9]*)[^>]*>|[^<]+/gs;

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
