import type { Entry } from "../archive.js";
import { answerOf } from "./findings.js";

/** An experiment with its question and the most telling of its findings. */
export interface Answer {
  href: string;
  title: string;
  question: string;
  finding: string;
}

/** Every experiment of a run. `hrefOf` leads to it from the page where the answers stand. */
export function answersOf({ analysis }: Entry, hrefOf: (experiment: string) => string): Answer[] {
  return analysis.experiments.map(({ id, title, question = "", findings }) => ({
    href: hrefOf(id),
    title,
    question,
    finding: answerOf(findings),
  }));
}
