import type { ListedRun } from "../archive/run-entry.js";
import { experimentLink, type Link, runLink } from "../page-model/paths.js";
import type { AnsweredQuestion, HighlightsOf } from "../tables/run-highlights.js";

/** An experiment with its question and the most telling of its findings. */
export interface Answer {
  href: string;
  title: string;
  question: string;
  finding: string;
  /** Link to the run of the finding; `null` on the page of that run. */
  source: Link | null;
}

/** Every experiment of a run as an answer; `hrefOf` gives the link to an experiment. */
export function answersOf(answered: readonly AnsweredQuestion[], hrefOf: (experiment: string) => string): Answer[] {
  return answered.map(({ id, title, question, finding }) => ({
    href: hrefOf(id),
    title,
    question,
    finding,
    source: null,
  }));
}

/** The newest run of a study, and older runs with an experiment that no newer one has. */
export function answeringRuns<L extends ListedRun>(newestFirst: readonly L[]): L[] {
  const known = new Set<string>();
  return newestFirst.filter(({ run }, index) => {
    const fresh = run.experiments.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    return index === 0 || fresh.length > 0;
  });
}

/** Every experiment of a study with the answer of the newest run that has it. */
export function newestAnswers(newestFirst: readonly ListedRun[], root: string, highlightsOf: HighlightsOf): Answer[] {
  const known = new Set<string>();
  return answeringRuns(newestFirst).flatMap((entry, index) => {
    const source = index === 0 ? null : runLink(entry, root);
    const fresh = highlightsOf(entry).answers.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    return answersOf(fresh, (id) => experimentLink(entry, id, root)).map((answer) => ({ ...answer, source }));
  });
}
