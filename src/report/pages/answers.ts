import type { Entry } from "../archive.js";
import { answerOf } from "./findings.js";
import { experimentLink, type Link, runLink } from "./links.js";

/** An experiment with its question and the most telling of its findings. */
export interface Answer {
  href: string;
  title: string;
  question: string;
  finding: string;
  /** The run that says it, where that is not the page's own. */
  source: Link | null;
}

/** Every experiment of a run. `hrefOf` leads to it from the page where the answers stand. */
export function answersOf({ analysis }: Entry, hrefOf: (experiment: string) => string): Answer[] {
  return analysis.experiments.map(({ id, title, question = "", findings }) => ({
    href: hrefOf(id),
    title,
    question,
    finding: answerOf(findings),
    source: null,
  }));
}

/** Every experiment of a study's runs, newest first, each as the newest run answers that has it. */
export function newestAnswers(newestFirst: readonly Entry[], root: string): Answer[] {
  const known = new Set<string>();
  return newestFirst.flatMap((entry, index) => {
    const source = index === 0 ? null : runLink(entry, root);
    const fresh = entry.analysis.experiments.map(({ id }) => !known.has(id));
    for (const { id } of entry.analysis.experiments) known.add(id);
    return answersOf(entry, (id) => experimentLink(entry, id, root)).flatMap((answer, place) =>
      fresh[place] ? [{ ...answer, source }] : [],
    );
  });
}
