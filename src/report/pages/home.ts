import type { Entry } from "../archive.js";
import { plural } from "../format/number.js";
import { pairSlug } from "../pairs.js";
import { type ComparedPair, comparisonLine } from "./compare.js";
import type { Page } from "./page.js";
import { chipsOf, runTitle, whereAndWhen } from "./run-words.js";

/** Runs shown with their findings; older ones are a folded list. */
const MOST_CARDS = 24;

/** The entrance: which runs are here, and what each of them found. */
export function homePage(newestFirst: readonly Entry[], compared: readonly ComparedPair[]): Page {
  const machines = new Set(newestFirst.map(({ run }) => run.machine.id)).size;
  const studies = new Set(newestFirst.map(({ run }) => run.study)).size;
  const summary =
    `${plural(newestFirst.length, "run")} of ${plural(studies, "study", "studies")} ` +
    `on ${plural(machines, "machine")}, newest first.`;
  return {
    frame: {
      path: "index.html",
      template: "home",
      title: "Recorded runs",
      description: "How programs scale over workers, strategies and problem sizes: recorded runs with their findings.",
      section: "runs",
      contents: [],
    },
    body: {
      empty: newestFirst.length === 0,
      summary,
      runs: newestFirst.slice(0, MOST_CARDS).map(card),
      older: newestFirst.slice(MOST_CARDS).map(card),
      olderTitle: plural(Math.max(0, newestFirst.length - MOST_CARDS), "older run"),
      comparisons: compared.slice(0, MOST_CARDS).map(link),
      moreComparisons: compared.slice(MOST_CARDS).map(link),
      moreTitle: plural(Math.max(0, compared.length - MOST_CARDS), "more comparison"),
    },
    charts: 0,
  };
}

function link(one: ComparedPair) {
  const [a, b] = [one.pair.a.run.study, one.pair.b.run.study];
  return {
    href: `compare/${pairSlug(one.pair)}/index.html`,
    study: a === b ? a : `${a}, ${b}`,
    ...comparisonLine(one),
  };
}

function card(entry: Entry) {
  return {
    href: `run/${entry.run.id}/index.html`,
    title: runTitle(entry),
    where: whereAndWhen(entry),
    chips: chipsOf(entry),
    finding: entry.analysis.findings[0]?.text ?? "No finding: too few usable trials.",
  };
}
