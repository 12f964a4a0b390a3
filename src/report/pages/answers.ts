import type { ToldAnswer } from "../told.js";

/** An experiment with its question and the most telling of its findings. */
export interface Answer {
  href: string;
  title: string;
  question: string;
  finding: string;
}

/** Every experiment of a run. `hrefOf` leads to it from the page where the answers stand. */
export function answersOf(told: readonly ToldAnswer[], hrefOf: (experiment: string) => string): Answer[] {
  return told.map(({ id, title, question, finding }) => ({ href: hrefOf(id), title, question, finding }));
}
