import type { Page } from "./page.js";

/** What servers answer with where there is no page. */
export const NOT_FOUND = "404.html";

/** Pages that say the same in every site. */
export function fixedPages(): Page[] {
  return [methodPage(), notFoundPage()];
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
