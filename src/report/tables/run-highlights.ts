import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { ListedRun } from "../archive/run-entry.js";
import { answerOf, topFindings } from "../page-model/findings-order.js";
import { experimentLink, type Link, runLink } from "../page-model/paths.js";
import { type AdviceRow, adviceRowsOf } from "./advice.js";

/** The parts of a run's analysis that pages about several runs show. */
export interface RunHighlights {
  /** The findings that open the run's page. */
  top: string[];
  /** The first of all findings; `null` without any. */
  first: string | null;
  answers: AnsweredQuestion[];
  decisions: AdviceRow[];
}

/** An experiment with its question and the most telling of its findings. */
export interface AnsweredQuestion {
  id: string;
  title: string;
  question: string;
  finding: string;
}

/** Finds the highlights of a run. */
export type HighlightsOf = (run: { run: { id: string } }) => RunHighlights;

export function runHighlights(analysis: RunAnalysis): RunHighlights {
  return {
    top: topFindings(analysis.findings).map(({ text }) => text),
    first: analysis.findings[0]?.text ?? null,
    answers: answeredQuestions(analysis),
    decisions: adviceRowsOf(analysis),
  };
}

export function answeredQuestions({ experiments }: RunAnalysis): AnsweredQuestion[] {
  return experiments.map(({ id, title, question = "", findings }) => ({
    id,
    title,
    question,
    finding: answerOf(findings),
  }));
}

/** An answered question as a page shows it. */
export interface Answer extends Omit<AnsweredQuestion, "id"> {
  href: string;
  /** Link to the run of the finding; `null` on the page of that run. */
  source: Link | null;
}

/** Every experiment of a run as an answer; `hrefOf` gives the link to an experiment. */
export function answersOf(answered: readonly AnsweredQuestion[], hrefOf: (experiment: string) => string): Answer[] {
  return answered.map(({ id, ...answer }) => ({ ...answer, href: hrefOf(id), source: null }));
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
