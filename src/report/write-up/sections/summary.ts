import { sort } from "d3-array";
import { cellKey } from "../../../analysis/cells/cell-keys.js";
import { evidenceWords } from "../../../analysis/comparing/change-words.js";
import type { Advice, ExperimentAnalysis, Finding } from "../../../analysis/results/run-analysis.js";
import { plural } from "../../../words/number.js";
import { intervalWords, timeChange } from "../../../words/percent.js";
import { shortLabel } from "../../charts/marks/series.js";
import { type Draft, heading, paragraph, sentences } from "../model.js";
import { type ComparedEntries, rankOf } from "../parts.js";
import type { Subject } from "../subjects.js";

/** Most experiments that the summary speaks of, and most findings beside the advice of a sole one. */
const [MOST_SUBJECTS, MOST_FINDINGS] = [5, 2];

/** What to use, the gain and how sure it is, before anything else. */
export function summary(subjects: readonly Subject[], comparisons: readonly ComparedEntries[]): Draft[] {
  const compared = comparisons.flatMap(({ comparison }) => comparison.findings.slice(0, 1).map(({ text }) => text));
  const several = subjects.length > 1;
  const first = sort(subjects, ({ analysed }) => rankOf(analysed)).slice(0, MOST_SUBJECTS);
  const answers = first.map((subject) => {
    const answer = answerWords(subject);
    return several ? `${subject.title}: ${answer}` : answer;
  });
  const left = subjects.length - answers.length;
  const items = [...compared, ...answers, ...(several ? [] : subjects.flatMap(furtherHeadlines))];
  const [only] = items;
  if (only === undefined) return [];
  return [
    heading(2, "summary", "Summary"),
    ...(items.length === 1 ? [paragraph(only)] : sentences(items.map((text) => [text]))),
    ...(left > 0 ? [paragraph(`The results give the answers to ${plural(left, "further question")}.`)] : []),
  ];
}

/** The advice with its gain where times are the question, else the first finding. */
function answerWords({ analysed, findings }: Subject): string {
  const { advice, furtherAdvice, charts } = analysed;
  const [first] = findings;
  // Several sizes have several answers: their finding says them together.
  if (advice === null || charts?.length === 0 || furtherAdvice.length > 0 || isOwnAnswer(first)) {
    return first === undefined ? "no finding; see its figures." : `${first.headline}.`;
  }
  return `${advice.text}: ${gainWords(advice, analysed)}.`;
}

/** Whether a finding answers a question of its own, and not which way to run the work. */
function isOwnAnswer(finding: Finding | undefined): boolean {
  const general = ["best-cell", "rounds", "first-to-last", "largest-loss", "thresholds", "flat-step", "single-trial"];
  return finding !== undefined && !general.includes(finding.id) && finding.id !== "threads-vs-processes";
}

function gainWords(advice: Advice, analysis: ExperimentAnalysis): string {
  const { key, changePercent, interval, isGainDecided, pointValues } = advice;
  if (changePercent === null) return "nothing else that was tested is shown to be faster";
  const change = analysis.changes.againstBaseline.find(({ to }) => cellKey(to) === key);
  const than = change === undefined ? "the baseline" : shortLabel(change.from, analysis);
  const gain = timeChange(changePercent, than);
  if (pointValues || interval === null) return `${gain}, in one measurement each, so how sure that is cannot be said`;
  const repeats = change === undefined ? "" : `, ${plural(change.n, "repeat")}`;
  const evidence = `95 % interval ${intervalWords(interval)}${repeats}`;
  if (isGainDecided && change?.verdict === "same") return `the same time within 3 % (${evidenceWords(change)})`;
  return isGainDecided ? `${gain} (${evidence})` : `${gain}, which is not enough evidence of a gain (${evidence})`;
}

/** Points of the further findings of a sole experiment. */
function furtherHeadlines({ findings, analysed }: Subject): string[] {
  const said = analysed.advice === null ? findings[0]?.id : "best-cell";
  return findings
    .filter(({ id }) => id !== said && id !== "best-by-size" && id !== "single-trial")
    .slice(0, MOST_FINDINGS)
    .map(({ headline }) => `${headline}.`);
}
