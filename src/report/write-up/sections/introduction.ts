import { heading, paragraph, prompt, sentences } from "../blocks.js";
import type { Draft } from "../model.js";
import type { Subject } from "../subjects.js";
import { amdahlWords, predictionOf } from "./theory.js";

/** More questions than these are listed with their answers, in the results. */
const MOST_QUESTIONS = 6;

/** What was asked, and what theory lets one expect: the aim and the hypothesis themselves are the student's. */
export function introduction(subjects: readonly Subject[]): Draft[] {
  return [...aim(subjects), ...hypothesis(subjects)];
}

function aim(subjects: readonly Subject[]): Draft[] {
  const asked = subjects.filter(({ analysed }) => (analysed.question ?? "") !== "");
  const opening =
    asked.length === 0
      ? "The recording names no question of its own."
      : asked.length === 1
        ? `The recording asks: ${asked[0]?.analysed.question}`
        : `The recording asks ${asked.length} questions${asked.length > MOST_QUESTIONS ? "; the results list each with its answer." : ":"}`;
  const questions = asked.map(({ title, analysed }) => [`${title}: ${analysed.question}`]);
  return [
    heading(2, "aim", "Aim"),
    paragraph(opening),
    ...(asked.length > 1 && asked.length <= MOST_QUESTIONS ? sentences(questions) : []),
    prompt("aim", "What do you want to find out, and for whom does the answer matter?"),
  ];
}

function hypothesis(subjects: readonly Subject[]): Draft[] {
  const known = [...subjects.flatMap(predictionOf).slice(0, MOST_QUESTIONS), ...amdahlWords(subjects)];
  return [
    heading(2, "hypothesis", "Hypothesis"),
    ...(known.length === 0 ? [] : [paragraph("Theory, before any measurement:")]),
    ...sentences(known),
    prompt("hypothesis", "What did you expect before you saw the results: which way, by how much, and why?"),
  ];
}
