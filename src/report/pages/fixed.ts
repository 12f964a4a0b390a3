import { EXAMPLES, TERMS } from "./glossary-terms.js";
import type { Page } from "./page.js";

/** What servers answer with where there is no page. */
export const NOT_FOUND = "404.html";

/** Pages that say the same in every site. */
export function fixedPages(): Page[] {
  return [methodPage(), glossaryPage(), notFoundPage()];
}

function methodPage(): Page {
  return {
    frame: {
      path: "method/index.html",
      template: "method",
      title: "Method",
      description: "How runs are measured, and when a difference is called one.",
      section: "method",
      contents: [
        { href: "#measuring", text: "Measuring" },
        { href: "#comparing", text: "Comparing" },
        { href: "#verdicts", text: "Verdicts" },
        { href: "#scaling", text: "Scaling" },
        { href: "#reading", text: "Reading a page" },
      ],
    },
    body: {},
    charts: 0,
  };
}

function glossaryPage(): Page {
  const terms = [...TERMS].sort((a, b) => (a.term.toLowerCase() < b.term.toLowerCase() ? -1 : 1));
  return {
    frame: {
      path: "glossary/index.html",
      template: "glossary",
      title: "Glossary",
      description: "The words of this site, two or three sentences each.",
      section: "glossary",
      contents: [],
    },
    body: {
      terms: terms.map(({ id, term, text, experiment }) => ({
        id,
        term,
        text,
        experiment: experiment === undefined ? "" : `scalebook run ${experiment}`,
        shows: experiment === undefined ? "" : EXAMPLES[experiment],
      })),
    },
    charts: 0,
  };
}

function notFoundPage(): Page {
  return {
    frame: {
      path: NOT_FOUND,
      template: "not-found",
      title: "Page not found",
      description: "There is no page at this address.",
      section: "",
      contents: [],
      isAnywhere: true,
    },
    body: {},
    charts: 0,
  };
}
