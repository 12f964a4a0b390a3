import { GENERAL_FLOOR_PERCENT } from "../../../analysis/comparing/verdict.js";
import type { Machine } from "../../../record/schema/run-schema.js";
import { percentLevel } from "../../../words/percent.js";
import type { ListedRun } from "../../archive/run-entry.js";
import type { Page } from "../../page-model/page.js";

/** Page that servers send for unknown addresses. */
export const NOT_FOUND = "404.html";

/** Pages with the same text in every site, but for the floors of its machines. */
export function fixedPages(newestFirst: readonly ListedRun[]): Page[] {
  return [methodPage(newestFirst), notFoundPage()];
}

/** Machines of the archive whose floor is above the general one, by their newest runs. */
function floorsOf(newestFirst: readonly ListedRun[]): string[] {
  const machines = new Map<string, Machine>();
  for (const { run } of newestFirst) if (!machines.has(run.machine.id)) machines.set(run.machine.id, run.machine);
  return [...machines.values()].flatMap(({ name, floorPercent }) =>
    typeof floorPercent === "number" && floorPercent > GENERAL_FLOOR_PERCENT
      ? [`On ${name} the smallest change that counts is ${percentLevel(floorPercent)}, as last measured.`]
      : [],
  );
}

function methodPage(newestFirst: readonly ListedRun[]): Page {
  return {
    path: "method/index.html",
    template: "method",
    title: "Method",
    description: "How runs are measured, and when a difference is called one.",
    section: "method",
    contents: [
      { href: "#measuring", text: "Measuring" },
      { href: "#comparing", text: "Comparing" },
      { href: "#verdicts", text: "Verdicts" },
      { href: "#history", text: "History and checks" },
      { href: "#scaling", text: "Scaling" },
      { href: "#json", text: "The analysis as JSON" },
      { href: "#reading", text: "Reading a page" },
    ],
    body: { floors: floorsOf(newestFirst) },
  };
}

function notFoundPage(): Page {
  return {
    path: NOT_FOUND,
    template: "not-found",
    title: "Page not found",
    description: "There is no page at this address.",
    section: "",
    isAnywhere: true,
    body: {},
  };
}
