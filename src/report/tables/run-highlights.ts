import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import { answerOf, topFindings } from "../page-model/findings-order.js";
import { type Decision, decisionsOf } from "./decision.js";

/** The parts of a run's analysis that pages about several runs show. */
export interface RunHighlights {
  /** The findings that open the run's page. */
  top: string[];
  /** The first of all findings; `null` without any. */
  first: string | null;
  answers: AnsweredQuestion[];
  decisions: Decision[];
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
    decisions: decisionsOf(analysis),
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
