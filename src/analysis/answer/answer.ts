import { group, least } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import { HEADLINE_LIMITS, wordsOf } from "../../words/headline.js";
import {
  bestNoun,
  comparative,
  type Measure,
  measuredChange,
  measuredTimes,
  measureNoun,
} from "../../words/measure.js";
import { fixed, multiple, plural, whole, workerWords } from "../../words/number.js";
import { isNoChange } from "../../words/percent.js";
import { list, lowerFirst, sentenceCase } from "../../words/sentence.js";
import { VERDICT_WORDS } from "../../words/verdict-words.js";
import { cellKey, sizeKey } from "../cells/cell-keys.js";
import { strategyWords } from "../cells/cell-labels.js";
import { onlyTimed, typicalTimeWords } from "../cells/typical-time-words.js";
import { isUndecided } from "../comparing/change-words.js";
import { signOf } from "../comparing/figure-cost.js";
import { asksForTimes } from "../results/asks-for-times.js";
import type { Advice, Change, ExperimentAnalysis, Finding, RunAnalysis } from "../results/run-analysis.js";
import { byAnswer, isAboutMeasurement, isOwnAnswer, saysSomething } from "./finding-order.js";

/** What an experiment says first: on a page, in a list of questions, at the end of a recording. */
export interface Answer {
  experiment: string;
  title: string;
  /** "" where none was asked. */
  question: string;
  /** What to use, noun first ("2 workers, any pool"), or, where there is nothing to choose, the foremost finding's headline. */
  use: string;
  /** Whether `use` says what to use. */
  isAdvice: boolean;
  /** "34 % less time" and "than sequential, 1.5× as fast"; `null` where nothing is to be said of a gain. */
  gain: Gain | null;
  /** The change that the gain, or the headline, speaks of; `null` where it speaks of none, or of several. */
  change: Change | null;
  /** "" where `change` is from the baseline to what `use` names; else what it is of: "thread pool, 2 workers against sequential". */
  changeOf: string;
  /** Where the answer rests on several comparisons: how many of them are decided; else `null`. */
  decided: { clear: number; all: number } | null;
  /** Fewest and most repeats of the combinations. */
  repeats: { min: number; max: number };
  /** At most three short sentences without full stop. */
  reasons: string[];
  /** Keys of the cells that `use` names, or that the finding speaks of, the foremost first. */
  cells: string[];
}

/** The gain in two parts, of which the first is the point. */
export interface Gain {
  amount: string;
  than: string;
}

/** "34 % less time than sequential, 1.5× as fast": a gain behind a colon. */
export function gainWords({ amount, than }: Gain): string {
  return `${lowerFirst(amount)} ${than}`;
}

/** Whether a gain is a figure, which stands for itself: "34 % less time". */
export function isFigure({ amount }: Pick<Gain, "amount">): boolean {
  return /^[\d.,]+ %/.test(amount);
}

const MOST_REASONS = 3;
const ONE_MEASURED = "One combination was measured: there is nothing to compare";
/** More combinations are counted, not named. */
const MOST_NAMED = 3;

/** Kinds of findings that tell what lies beyond the advice, in this order. */
const BEYOND = ["thresholds", "flat-step", "largest-loss", "rounds"];

/** The answers of a run, the one to open with first: how many workers to use, where that was asked, faults and isolation last. */
export function answersOf({ experiments }: Pick<RunAnalysis, "experiments">): Answer[] {
  const rank = (experiment: ExperimentAnalysis, { isAdvice }: Answer) => {
    if (isAdvice) return experiment.varying.includes("workers") ? 0 : 1;
    return asksForTimes(experiment) ? 2 : ASIDE;
  };
  const ranked = experiments.map((experiment) => {
    const answer = answerOf(experiment);
    return { answer, rank: rank(experiment, answer) };
  });
  const first = least(ranked, (one) => one.rank);
  const place = (one: (typeof ranked)[number]) => (one === first ? 0 : one.rank === ASIDE ? 2 : 1);
  return ranked.toSorted((a, b) => place(a) - place(b)).map(({ answer }) => answer);
}

/** Rank of what asks for no times. */
const ASIDE = 3;

/** The answer of one experiment: its advice where it has one for all of its work, else its foremost finding. */
export function answerOf(experiment: ExperimentAnalysis): Answer {
  const { advice, furtherAdvice, findings } = experiment;
  const [foremost] = byAnswer(findings.filter(isAnswering));
  const hasOwn = foremost !== undefined && isOwnAnswer(foremost) && saysSomething(foremost);
  if (advice !== null && furtherAdvice.length === 0 && !hasOwn) return adviceAnswer(advice, experiment);
  return findingAnswer(foremost, experiment);
}

/** Whether a finding is about the question; that of one trial each is said beside the answer. */
function isAnswering(finding: Finding): boolean {
  return !isAboutMeasurement(finding) && finding.id !== "single-trial";
}

/** What is calculated, not measured, is no reason. */
function isCalculated({ id }: Finding): boolean {
  return id === "without-loss";
}

function common({ id, title, question = "", cells }: ExperimentAnalysis) {
  const finished = cells.map(({ trials }) => trials.ok).filter((count) => count > 0);
  const all = cells.map(({ trials: { ok, failed, timeout } }) => ok + failed + timeout).filter((count) => count > 0);
  // Where every trial was to fail, those are what was repeated.
  const counts = finished.length > 0 ? finished : all;
  const repeats = { min: counts.length === 0 ? 0 : smallest(counts), max: Math.max(largest(counts), 0) };
  return { experiment: id, title, question, repeats };
}

function findingAnswer(foremost: Finding | undefined, experiment: ExperimentAnalysis): Answer {
  const others = byAnswer(experiment.findings).filter(
    (finding) => finding !== foremost && isAnswering(finding) && !isCalculated(finding) && saysSomething(finding),
  );
  const isAnyTold = asksForTimes(experiment) && experiment.versions === undefined;
  const told = isAnyTold ? others : others.filter(isOwnAnswer);
  return {
    ...common(experiment),
    use: foremost?.headline ?? nothingWords(experiment),
    isAdvice: false,
    gain: foremost === undefined ? null : findingGain(foremost),
    change: foremost?.change ?? null,
    changeOf: "",
    decided: foremost === undefined || foremost.change !== null ? null : decidedOf(foremost),
    reasons: [
      ...(foremost?.id === "typical-time" ? timeWords(experiment) : []),
      ...reasonsOf(withoutRepetition(told, foremost)).filter((reason) => reason !== foremost?.headline),
    ].slice(0, MOST_REASONS),
    cells: [...(foremost?.evidence.cells ?? [])],
  };
}

/** How sure the time of the one cell is, which an answer says of one measurement anyway, and that it stands alone. */
function timeWords({ cells }: ExperimentAnalysis): string[] {
  const only = onlyTimed(cells);
  const sure = only === null || only.trials.ok === 1 ? [] : [typicalTimeWords(only)];
  return [...sure, ONE_MEASURED];
}

/**
 * How many of the comparisons that a finding rests on are decided; `null` for a single one, without intervals, and where the
 * headline counts itself, or says that nothing is shown.
 */
function decidedOf({ headline, evidence: { changes = [] } }: Finding): Answer["decided"] {
  if (/\d of \d|\bnot shown\b|no (?:clear )?difference/.test(headline)) return null;
  const judged = changes.filter(({ interval }) => interval !== null);
  const clear = judged.filter(({ verdict }) => verdict !== "inconclusive").length;
  return judged.length < 2 || clear === 0 ? null : { clear, all: judged.length };
}

/** Without what the answer, or a finding for all sizes together, says already, and without what no measurement decides. */
function withoutRepetition(told: readonly Finding[], foremost: Finding | undefined): Finding[] {
  const isBySize = ({ id }: Finding) => id === "best-by-size";
  const isForAll = foremost?.id === "pool-vs-per-task" || foremost?.id === "by-cores";
  return told.filter((finding) => {
    const { id, change, headline } = finding;
    if (isForAll && isBySize(finding)) return false;
    if (id === "best-cell" && (isForAll || told.some(isBySize))) return false;
    if (change !== null && change === foremost?.change) return false;
    return isOwnAnswer(finding) || !/ (is open|not decided)$/.test(headline);
  });
}

/** The gain of a finding that names the better of two ways, where its headline leaves it out. */
function findingGain({ headline, change }: Finding): Gain | null {
  if (change?.verdict !== "faster" || change.changePercent === null || headline.includes("%")) return null;
  const [from, to] = [change.from, change.to].map(({ strategy }) => strategyWords(strategy));
  if (from === to) return null;
  return { amount: amountOf(change.changePercent, change.measure), than: thanWords(from as string, change) };
}

/** Why no finding was made. */
function nothingWords({ cells, division }: ExperimentAnalysis): string {
  const timed = cells.filter(({ trials }) => trials.ok > 0);
  if (timed.length === 0) return "Nothing was measured";
  if (timed.length === 1) return ONE_MEASURED;
  const sizes = new Set(timed.map(({ factors }) => sizeKey(factors, division)));
  if (sizes.size < timed.length) {
    return timed.some(({ belowResolution }) => belowResolution)
      ? "No change is shown, and some times are below the step of the clock"
      : "No change is shown between what was measured";
  }
  return new Set(timed.map(({ factors }) => factors.workload)).size > 1
    ? "Every combination does other work: there is nothing to choose"
    : "What was measured differs in size: there is nothing to choose";
}

function adviceAnswer(advice: Advice, experiment: ExperimentAnalysis): Answer {
  const { key, namedKeys, openKeys, equalKeys } = advice;
  const foremostOf = (id: string) => experiment.findings.filter((finding) => finding.id === id).slice(0, 1);
  const beyond = BEYOND.flatMap(foremostOf);
  // Too few counts to say what lies beyond: then how the ways compare.
  const told =
    beyond.length > 0 || !experiment.varying.includes("workers") ? beyond : foremostOf("threads-vs-processes");
  return {
    ...common(experiment),
    use: advice.use,
    isAdvice: true,
    decided: null,
    ...gainOf(advice, experiment),
    reasons: [
      ...keysWords("may do as well", openKeys, advice, experiment),
      ...keysWords(VERDICT_WORDS.same, equalKeys, advice, experiment),
      ...reasonsOf(told.filter(saysSomething)),
    ].slice(0, MOST_REASONS),
    cells: [key, ...namedKeys.filter((named) => named !== key)],
  };
}

function reasonsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ headline }) => headline))].slice(0, MOST_REASONS);
}

/** "May do as well: thread pool, 4 workers", "May do as well: 4 others". */
function keysWords(
  says: string,
  keys: readonly string[],
  { pointValues }: Advice,
  { cells }: ExperimentAnalysis,
): string[] {
  if (keys.length === 0 || pointValues) return [];
  const labels = keys.map((key) => cells.find((cell) => cell.key === key)?.label ?? key);
  const ways = group(labels, (label) => WORKERS.exec(label)?.[1] ?? "");
  const named = [...ways].flatMap(([way, own]) => (way === "" ? own : `${way}, ${countsOf(own)}`));
  const inWords = `${sentenceCase(says)}: ${named.join("; ")}`;
  if (keys.length <= MOST_NAMED && wordsOf(inWords).length <= HEADLINE_LIMITS.words) return [inWords];
  return [`${sentenceCase(says)}: ${plural(keys.length, "other")}`];
}

const WORKERS = /^(.*), ([\d,]+) workers?$/;

/** "4 and 6 workers" of "thread pool, 4 workers" and "thread pool, 6 workers". */
function countsOf(labels: readonly string[]): string {
  const counts = labels.map((label) => WORKERS.exec(label)?.[2] ?? "");
  return `${list(counts)} ${counts.length === 1 && counts[0] === "1" ? "worker" : "workers"}`;
}

/** A gain and the change that says so. */
type GainAndChange = Pick<Answer, "gain" | "change" | "changeOf">;

function gainAlone(gain: Gain): GainAndChange {
  return { gain, change: null, changeOf: "" };
}

/** What the advice gains over the baseline, with the change that says so. */
function gainOf(advice: Advice, experiment: ExperimentAnalysis): GainAndChange {
  const { key, namedKeys, compared, pointValues } = advice;
  if (namedKeys.length === compared && !pointValues) {
    return advice.isApart
      ? gainAlone({ amount: "None is clearly best", than: "of the ways tested" })
      : gainAlone({ amount: "No clear difference", than: "between the ways tested" });
  }
  const finding = experiment.findings.find(({ id }) => id === "best-cell");
  const direct = experiment.changes.againstBaseline.find(({ to }) => cellKey(to) === key);
  const change = finding?.change ?? (namedKeys.length === 1 || pointValues ? direct : undefined);
  if (change === undefined || change.changePercent === null) {
    return pointValues ? gainAlone(overNext(advice, experiment)) : againstNext(experiment, advice);
  }
  const other = otherOf(change, experiment);
  if (change.interval === null && !pointValues) {
    return gainAlone({ amount: "Too few repeats", than: `of ${other} to compare` });
  }
  if (isUndecided(change) || (change.interval !== null && !advice.isGainDecided)) {
    return { gain: { amount: "Gain not certain", than: `over ${other}` }, change, changeOf: "" };
  }
  const percent = change.verdict === "same" ? 0 : change.changePercent;
  const average = change.toEach === undefined ? "" : " on average";
  const than = `${isNoChange(percent) ? `as ${other}` : thanWords(other, change)}${average}`;
  return { gain: { amount: amountOf(percent, change.measure), than }, change, changeOf: "" };
}

/** "34 % less time", "4.2 % less time", "the same time". */
function amountOf(percent: number, measure: Measure | undefined): string {
  if (isNoChange(percent)) return measuredChange(0, measure);
  const size = Math.abs(percent);
  return `${fixed(size, size < 9.95 ? 1 : 0)} % ${percent < 0 ? "less" : "more"} ${measureNoun(measure)}`.replace(
    /\.0 %/,
    " %",
  );
}

/** "process pool", of the same way "1 worker": what the gain is over. */
function otherOf({ from, to }: Change, experiment: ExperimentAnalysis): string {
  const [way, same] = [from, to].map((factors) => WORKERS.exec(labelOf(factors, experiment))?.[1]);
  return way !== undefined && way === same ? workerWords(from.workers) : labelOf(from, experiment);
}

/** The least of several measured once, which all are set against: "49 % less time", "than the next, process pool". */
function overNext({ key, compared }: Advice, experiment: ExperimentAnalysis): Gain {
  const rivals = experiment.changes.againstBaseline.filter(
    ({ from, ratio }) => cellKey(from) === key && ratio !== null,
  );
  const { measure } = experiment;
  const next = least(rivals, ({ ratio }) => signOf(measure) * Math.log(ratio as number));
  const isFirst = next?.ratio != null && signOf(measure) * Math.log(next.ratio) > 0;
  if (next?.ratio == null || !isFirst || rivals.length !== compared - 1) {
    return { amount: sentenceCase(bestNoun(measure)), than: `of the ${whole(compared)} tested` };
  }
  const other = labelOf(next.to, experiment);
  const ratio = 1 / next.ratio;
  return {
    amount: amountOf((ratio - 1) * 100, measure),
    than: thanWords(compared === 2 ? other : `the next, ${other}`, { ratio, ...(measure && { measure }) }),
  };
}

/** "than sequential, 1.5× as fast", the factor from a tenth on. */
function thanWords(other: string, { ratio, measure }: Pick<Change, "ratio" | "measure">): string {
  if (measure !== undefined) return [`than ${other}`, measuredTimes(ratio ?? 1, measure)].filter(Boolean).join(", ");
  const times = ratio === null ? 1 : 1 / ratio;
  const factor = times < 9.95 ? `${fixed(times, 1)}×` : multiple(times);
  return times < 1.095 ? `than ${other}` : `than ${other}, ${factor} as fast`;
}

/** Nothing beats the baseline: beside it stands the change to what comes nearest. */
function againstNext(experiment: ExperimentAnalysis, { key, hasFaster }: Advice): GainAndChange {
  const baseline = experiment.cells.find((cell) => cell.key === key);
  const rivals = experiment.changes.againstBaseline.filter(
    ({ from, interval, ratio }) => baseline?.isBaseline === true && cellKey(from) === key && ratio !== null && interval,
  );
  const { measure } = experiment;
  const change = least(rivals, ({ ratio }) => signOf(measure) * Math.log(ratio as number)) ?? null;
  const gain = hasFaster
    ? { amount: "Gains of others", than: "may be chance" }
    : { amount: "Nothing tested", than: `is shown to be ${comparative("faster", measure)}` };
  if (change === null) return { gain: baseline?.isBaseline === false ? null : gain, change, changeOf: "" };
  return { gain, change, changeOf: `${labelOf(change.to, experiment)} against ${labelOf(change.from, experiment)}` };
}

function labelOf(factors: Change["to"], { cells }: ExperimentAnalysis): string {
  const key = cellKey(factors);
  return cells.find((cell) => cell.key === key)?.label ?? strategyWords(factors.strategy);
}
