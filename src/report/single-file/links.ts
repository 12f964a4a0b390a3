import { linkTerms } from "../glossary/link-terms.js";

/** A link of the site's, as a page at its root writes it. */
const SITE_LINK = / href="(?:glossary\/index\.html#([^"]*)|([^"#/]+)\/index\.html)"/g;

/** Anchor of a term: terms and sections have names of their own. */
export function termAnchor(term: string): string {
  return `word-${term}`;
}

/**
 * Turns the links of a page into links within it: to a term of its own glossary, which the first use of the term becomes,
 * or to the part on an experiment. Works on finished HTML, in whose texts and attributes every quote is escaped.
 *
 * @param anchorOf anchor of an experiment
 * @returns the ids of the terms as well, in the order in which they are first led to
 */
export function withinOneFile(
  html: string,
  anchorOf: (experiment: string) => string,
): { html: string; terms: string[] } {
  const terms = new Set<string>();
  const linked = linkTerms(html, { glossary: "glossary/index.html" });
  const inside = linked.replace(SITE_LINK, (_, term: string | undefined, experiment = "") => {
    if (term === undefined) return ` href="#${anchorOf(experiment)}"`;
    terms.add(term);
    return ` href="#${termAnchor(term)}"`;
  });
  return { html: inside, terms: [...terms] };
}
