import { type Answer, answersOf } from "../../../analysis/answer/answer.js";
import { evidenceWords } from "../../../analysis/comparing/change-words.js";
import { plural } from "../../../words/number.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { repeatWords, runTitle } from "../../page-model/run-words.js";
import { type Draft, heading, paragraph, sentences } from "../model.js";
import type { ComparedEntries } from "../parts.js";

/** Most answers of the summary; the results give those of further questions. */
const MOST_ANSWERS = 5;

/** What to use, the gain and how sure it is, before anything else. */
export function summary(entries: readonly RunEntry[], comparisons: readonly ComparedEntries[]): Draft[] {
  const compared = comparisons.flatMap(({ comparison }) => comparison.findings.slice(0, 1).map(({ text }) => text));
  const answers = entries.flatMap((entry) => answersOf(entry.analysis).map((answer) => ({ entry, answer })));
  const isSole = answers.length === 1;
  const items = answers.slice(0, MOST_ANSWERS).map(({ entry, answer }) => {
    const name = entries.length > 1 ? runTitle(entry) : isSole ? "" : answer.title;
    return `${name === "" ? "" : `${name}: `}${answerWords(answer)}`;
  });
  const reasons = isSole ? answers.flatMap(({ answer }) => answer.reasons.map((reason) => `${reason}.`)) : [];
  const all = [...compared, ...items, ...reasons];
  const left = answers.length - items.length;
  return [
    heading(2, "summary", "Summary"),
    ...sentences(all.map((text) => [text])),
    ...(left > 0 ? [paragraph(`The results give the answers to ${plural(left, "further question")}.`)] : []),
  ];
}

/** "2 workers, any pool: 34 % less time than sequential, 1.5× as fast (95 % interval 27.2 to 36.9 % less, 20 repeats)." */
function answerWords({ use, isAdvice, gain, change, changeOf, repeats }: Answer): string {
  if (!isAdvice) return `${use}.`;
  const counted = repeatWords(repeats);
  const sure = change === null || change.interval === null ? counted : `${evidenceWords(change)}, ${counted}`;
  const gained = gain === null ? "" : `: ${lower(gain.amount)} ${gain.than}`;
  return `${use}${gained} (${changeOf === "" ? "" : `${changeOf}: `}${sure}).`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
