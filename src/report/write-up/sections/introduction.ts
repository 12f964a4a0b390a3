import { type Draft, heading, paragraph, prompt, sentences } from "../model.js";
import type { Subject } from "../subjects.js";
import { amdahlWords, predictionOf } from "./theory.js";

/** Most questions listed here; the results list more with their answers. */
export const MOST_QUESTIONS = 6;

/** Questions of the recording and predictions of theory; the student writes the aim and the hypothesis. */
export function introduction(subjects: readonly Subject[], expected: readonly string[]): Draft[] {
  return [...aim(subjects), ...hypothesis(subjects, expected)];
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

function hypothesis(subjects: readonly Subject[], expected: readonly string[]): Draft[] {
  const known = [...subjects.flatMap(predictionOf).slice(0, MOST_QUESTIONS), ...amdahlWords(subjects)];
  return [
    heading(2, "hypothesis", "Hypothesis"),
    ...(known.length === 0 ? [] : [paragraph("Theory, before any measurement:")]),
    ...sentences(known),
    ...expected.map((text) => paragraph(text)),
    prompt(
      "hypothesis",
      expected.length > 0
        ? "What made you expect that?"
        : "What did you expect before you saw the results: which way, by how much, and why?",
    ),
  ];
}
