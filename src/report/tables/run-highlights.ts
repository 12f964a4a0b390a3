import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import { answerOf, topFindings } from "../page-model/findings-order.js";
import { type Decision, decisionsOf } from "./decision.js";

/** What a run's analysis says to the pages about several runs, which show it of the newest ones. */
export interface Told {
  /** The findings that open the run's page. */
  top: string[];
  /** The first of all findings; `null` without any. */
  first: string | null;
  answers: ToldAnswer[];
  decisions: Decision[];
}

/** An experiment with its question and the most telling of its findings. */
export interface ToldAnswer {
  id: string;
  title: string;
  question: string;
  finding: string;
}

/** Finds what is told of a run. */
export type Teller = (run: { run: { id: string } }) => Told;

export function tell(analysis: RunAnalysis): Told {
  return {
    top: topFindings(analysis.findings).map(({ text }) => text),
    first: analysis.findings[0]?.text ?? null,
    answers: tellAnswers(analysis),
    decisions: decisionsOf(analysis),
  };
}

export function tellAnswers({ experiments }: RunAnalysis): ToldAnswer[] {
  return experiments.map(({ id, title, question = "", findings }) => ({
    id,
    title,
    question,
    finding: answerOf(findings),
  }));
}
