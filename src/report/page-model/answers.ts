import { type Answer, gainWords, isFigure } from "../../analysis/answer/answer.js";
import { decidingInterval, evidenceWords } from "../../analysis/comparing/change-words.js";
import type { Change, Finding } from "../../analysis/results/run-analysis.js";
import { HEADLINE_LIMITS, wordsOf } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { isEndlessChange, percentInterval, signedPercent } from "../../words/percent.js";
import { sentenceCase, unbroken } from "../../words/sentence.js";
import { type BarModel, TONES } from "../tables/bar.js";
import type { Link } from "./paths.js";
import { repeatWords } from "./run-words.js";

/** A drawn picture beside words. Safe markup: drawn by Vega, which escapes all text, and tidied by us. */
export interface SmallFigure {
  /** Unique on its page. */
  id: string;
  svg: string;
  /** The same for narrow screens; "" in a row of a list. */
  narrow: string;
}

/** What opens a page: the answer in large type, how sure it is, and the picture that shows it. */
export interface HeroModel {
  id: string;
  /** What was asked; "" where the page's heading says it. */
  question: string;
  /** Where the figures are; "" on their own page. */
  href: string;
  use: string;
  /** Whether `use` is a sentence, set smaller. */
  isSentence: boolean;
  /** The gain in two parts; "" for none. */
  amount: string;
  than: string;
  tone: BarModel["tone"];
  interval: IntervalDrawing | null;
  /** "95 % interval 27.2 to 36.9 % less, 20 repeats". */
  sure: string;
  reasons: string[];
  picture: SmallFigure | null;
}

/** A question with its answer as a row of a list. */
export interface AnswerRow {
  href: string;
  title: string;
  question: string;
  /** At most 15 words. */
  answer: string;
  /** "−34.0 %"; "" where it is about no change. */
  change: string;
  tone: BarModel["tone"];
  /** "−36.9 to −27.2 %"; "" without one. */
  interval: string;
  repeats: string;
  /** What the change is of, where the answer does not say it; else "". */
  of: string;
  /** Link to the run of the answer; `null` on the page of that run. */
  source: Link | null;
  picture: SmallFigure | null;
}

/** The words of a hero beside its picture. */
export function heroOf(answer: Answer, place: Pick<HeroModel, "id" | "question" | "href" | "picture">): HeroModel {
  const { use, isAdvice, gain, change, changeOf, reasons } = answer;
  return {
    ...place,
    use: unbroken(use),
    isSentence: !isAdvice,
    amount: gain?.amount ?? "",
    than: gain?.than ?? "",
    tone: change === null || changeOf !== "" ? "open" : TONES[change.verdict],
    interval: change === null ? null : intervalDrawing(change, changeOf),
    sure: sureWords(answer),
    reasons: reasons.map(unbroken),
  };
}

/** Most headlines below the foremost one. */
const MOST_REASONS = 3;

/** Findings as what opens a page without a chart of its own: the foremost large, the next below; `null` without any. */
export function findingsHero(findings: readonly Finding[]): HeroModel | null {
  const [first, ...others] = findings;
  if (first === undefined) return null;
  const { headline, change } = first;
  return {
    ...{ id: "answer", question: "", href: "", picture: null, amount: "", than: "" },
    use: headline,
    isSentence: true,
    tone: change === null ? "open" : TONES[change.verdict],
    interval: change === null ? null : intervalDrawing(change, ""),
    sure: change?.interval == null ? "" : `${sentenceCase(evidenceWords(change))}.`,
    reasons: others.slice(0, MOST_REASONS).map((other) => other.headline),
  };
}

/** Findings for the template `points`, which folds them. */
export function foldedFindings(findings: readonly Finding[]) {
  return {
    findings: findings.map(({ headline, detail }) => ({ headline, detail })),
    findingsTitle: `${plural(findings.length, "finding")} in full, with intervals and counts`,
  };
}

/** The answer of an experiment as a row. */
export function rowOf(answer: Answer, href: string, picture: SmallFigure | null): AnswerRow {
  const { title, question, use, gain, change, changeOf } = answer;
  const interval = change === null ? null : decidingInterval(change);
  // Figures stand in a column of their own.
  const full = gain === null || isFigure(gain) ? use : `${use}: ${gainWords(gain)}`;
  return {
    href,
    title,
    question,
    answer: unbroken(wordsOf(full).length > HEADLINE_LIMITS.words ? use : full),
    change: change?.changePercent == null ? "" : signedPercent(change.changePercent),
    tone: change === null ? "open" : TONES[change.verdict],
    interval: interval === null ? "" : unbroken(percentInterval(interval.ends)),
    repeats: repeatWords(answer.repeats),
    of: changeOf,
    source: null,
    picture,
  };
}

/** Rows that stand open; further ones are folded away. */
const MOST_OPEN = 8;

/** Rows for the template `question-rows`. */
export function foldedRows(rows: readonly AnswerRow[]) {
  return {
    answers: rows.slice(0, MOST_OPEN),
    moreAnswers: rows.slice(MOST_OPEN),
    moreTitle: plural(Math.max(0, rows.length - MOST_OPEN), "further question"),
  };
}

/** How sure the answer is: the interval of its change, and how often everything was repeated. */
function sureWords(answer: Answer): string {
  const { change, changeOf, decided, repeats } = answer;
  const count = repeatWords(repeats);
  if (repeats.max === 1) return "One figure each, so there is no telling how sure that is";
  if (decided !== null) return `${decidedWords(decided)}, ${count}`;
  if (change === null || change.interval === null) return sentenceCase(count);
  const evidence = sentenceCase(evidenceWords(change));
  return `${changeOf === "" ? evidence : `${sentenceCase(changeOf)}: ${evidenceWords(change)}`}, ${count}`;
}

/** "8 of 10 comparisons are decided by their 95 % intervals". */
function decidedWords({ clear, all }: NonNullable<Answer["decided"]>): string {
  const of = clear === all ? (all === 2 ? "Both" : `All ${whole(all)}`) : `${whole(clear)} of ${whole(all)}`;
  const are = clear === 1 ? "is decided by its" : "are decided by their";
  return `${of} comparisons ${are} 95 % interval${clear === 1 ? "" : "s"}`;
}

/** An interval drawn over a line of change, with "as long" at no change. All lengths are ready attribute values. */
export interface IntervalDrawing {
  zeroX: string;
  /** Where the line of no change begins: below a figure that it would cross. */
  zeroTop: string;
  x1: string;
  x2: string;
  pointX: string;
  lowX: string;
  highX: string;
  low: string;
  high: string;
  label: string;
}

const WIDTH = 320;
/** Room for the figures at the ends in px. */
const MARGIN = 62;
/** Between an end and its figure, and what a figure takes at most, in px. */
const GAP = 8;
const FIGURE_WIDTH = 50;
/** Even where nothing changed the scale reaches this far, in percent. */
const LEAST_REACH = 8;

/** `null` also where the ends are so far apart that they say nothing. */
function intervalDrawing(change: Change, changeOf: string): IntervalDrawing | null {
  const { changePercent } = change;
  const interval = decidingInterval(change);
  if (changePercent === null || interval === null || isEndlessChange(interval.ends)) return null;
  const [low, high] = interval.ends;
  const logOf = (percent: number) => Math.log1p(Math.max(percent / 100, -1 + 1e-12));
  const from = logOf(Math.min(low, 0, changePercent, -LEAST_REACH));
  const to = logOf(Math.max(high, 0, changePercent, LEAST_REACH));
  const across = (percent: number) => MARGIN + ((logOf(percent) - from) / (to - from)) * (WIDTH - 2 * MARGIN);
  const px = (value: number) => String(Math.round(value * 10) / 10);
  const [zero, right, left] = [across(0), across(high) + GAP, across(low) - GAP];
  const isCrossing =
    (zero > right - GAP && zero < right + FIGURE_WIDTH) || (zero < left + GAP && zero > left - FIGURE_WIDTH);
  return {
    zeroX: px(zero),
    zeroTop: isCrossing ? "23" : "2",
    x1: px(across(low)),
    x2: px(across(high)),
    pointX: px(across(changePercent)),
    lowX: px(left),
    highX: px(right),
    low: endWords(low),
    high: endWords(high),
    label: `${changeOf === "" ? "" : `${sentenceCase(changeOf)}: `}${evidenceWords(change)}`,
  };
}

/** Most that an end of an interval says, in times. */
const MOST_TIMES = 9_999;

/** "−37 %", "−4.2 %", "25×": an end of an interval where there is little room. */
function endWords(percent: number): string {
  const times = 1 + percent / 100;
  if (times >= 10) return times > MOST_TIMES ? `> ${whole(MOST_TIMES)}×` : `${whole(times)}×`;
  return signedPercent(percent, Math.abs(percent) < 10 ? 1 : 0);
}
