import { GENERAL_FLOOR_PERCENT } from "../../analysis/verdict.js";
import type { Machine } from "../../record/schema.js";
import type { Entry } from "../archive.js";
import { plainPercent } from "../format/percent.js";
import { EXAMPLES, TERMS } from "./glossary-terms.js";
import type { Page } from "./page.js";

/** Pages that say the same in every site, but for the machines that its runs are of. */
export function fixedPages(newestFirst: readonly Entry[]): Page[] {
  return [methodPage(newestFirst), glossaryPage(), notFoundPage()];
}

/** Machines of the archive whose floor is above the general one, by their newest runs. */
function floorsOf(newestFirst: readonly Entry[]): string[] {
  const machines = new Map<string, Machine>();
  for (const { run } of newestFirst) if (!machines.has(run.machine.id)) machines.set(run.machine.id, run.machine);
  return [...machines.values()].flatMap(({ name, floorPercent }) =>
    typeof floorPercent === "number" && floorPercent > GENERAL_FLOOR_PERCENT
      ? [`On ${name} the floor is ${plainPercent(floorPercent, 1)}, as last measured.`]
      : [],
  );
}

function methodPage(newestFirst: readonly Entry[]): Page {
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
        { href: "#json", text: "The analysis as JSON" },
        { href: "#reading", text: "Reading a page" },
      ],
    },
    body: { floors: floorsOf(newestFirst) },
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
      path: "404.html",
      template: "not-found",
      title: "Page not found",
      description: "There is no page at this address.",
      section: "",
      contents: [],
    },
    body: {},
    charts: 0,
  };
}
