import { hasFailed } from "../../../record/folder/run-facts.js";
import { compareText, type ListedRun } from "../../archive/run-entry.js";
import { chapters, terms } from "../../glossary/index.js";
import type { Term } from "../../glossary/term.js";
import { type Page, rootOf } from "../../page-model/page.js";
import { experimentLink, type Link } from "../../page-model/paths.js";
import { whereAndWhen } from "../../page-model/run-words.js";

/** The words of this site, chapter by chapter, each with the newest recording of the experiment that shows it. */
export function glossaryPage(newestFirst: readonly ListedRun[]): Page {
  const path = "glossary/index.html";
  const root = rootOf(path);
  const shown = newestWith(newestFirst);
  const inOrder = [...terms].sort((a, b) => compareText(a.term.toLowerCase(), b.term.toLowerCase()));
  return {
    path,
    template: "glossary",
    title: "Glossary",
    description: "The words of this site, two or three sentences each, with the experiment that shows them.",
    section: "glossary",
    contents: chapters.map(({ id, title }) => ({ href: `#${id}`, text: title })),
    body: {
      index: inOrder.map(({ id, term }): Link => ({ href: `#${id}`, text: term })),
      chapters: chapters.map((chapter) => ({
        ...chapter,
        terms: chapter.terms.map((term) => ({
          id: term.id,
          term: term.term,
          text: term.text,
          shown: shownBy(term, shown, root),
          command: term.experiment === undefined ? "" : `scalebook run ${term.experiment}`,
        })),
      })),
    },
  };
}

/** The newest recording of each experiment. */
function newestWith(newestFirst: readonly ListedRun[]): Map<string, { entry: ListedRun; title: string }> {
  const found = new Map<string, { entry: ListedRun; title: string }>();
  for (const entry of newestFirst) {
    if (entry.run.origin !== undefined || hasFailed(entry.run)) continue;
    for (const { id, title } of entry.run.experiments) if (!found.has(id)) found.set(id, { entry, title });
  }
  return found;
}

/** The newest recording of the experiment that shows the term; `null` where there is none. */
function shownBy({ experiment = "" }: Term, newest: ReturnType<typeof newestWith>, root: string) {
  const found = newest.get(experiment);
  if (found === undefined) return null;
  const { entry, title } = found;
  return { href: experimentLink(entry, experiment, root), text: title, where: whereAndWhen(entry) };
}
