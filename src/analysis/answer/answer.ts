import { group, least } from "d3-array";
import { HEADLINE_LIMITS, wordsOf } from "../../words/headline.js";
import { fixed, multiple, whole, workerWords } from "../../words/number.js";
import { isNoChange, timeChange } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { cellKey } from "../cells/cell-keys.js";
import { isUndecided } from "../comparing/change-words.js";
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

const MOST_REASONS = 3;
/** More combinations are counted, not named. */
const MOST_NAMED = 3;

/** Kinds of findings that tell what lies beyond the advice, in this order. */
const BEYOND = ["thresholds", "flat-step", "largest-loss", "rounds"];

/** The answers of a run, the one to open with first: how many workers to use, where that was asked, faults and isolation last. */
export function answersOf({ experiments }: Pick<RunAnalysis, "experiments">): Answer[] {
  const rank = ({ varying, charts }: ExperimentAnalysis, { isAdvice }: Answer) => {
    if (isAdvice && varying.includes("workers")) return 0;
    return isAdvice ? 1 : charts?.length === 0 ? 3 : 2;
  };
  const ranked = experiments.map((experiment) => {
    const answer = answerOf(experiment);
    return { answer, rank: rank(experiment, answer) };
  });
  const first = least(ranked, (one) => one.rank);
  const rest = ranked.filter((one) => one !== first);
  const aside = (one: (typeof ranked)[number]) => one.rank === 3;
  return [...(first ? [first] : []), ...rest.filter((one) => !aside(one)), ...rest.filter(aside)].map(
    ({ answer }) => answer,
  );
}

/** The answer of one experiment: its advice where it has one for all of its work, else its foremost finding. */
export function answerOf(experiment: ExperimentAnalysis): Answer {
  const { advice, furtherAdvice, findings } = experiment;
  const [foremost] = byAnswer(findings.filter(isAnswering));
  const isAsked = experiment.charts?.length !== 0;
  const hasOwn = foremost !== undefined && isOwnAnswer(foremost) && saysSomething(foremost);
  if (advice !== null && furtherAdvice.length === 0 && isAsked && !hasOwn) return adviceAnswer(advice, experiment);
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
  const repeats = { min: counts.length === 0 ? 0 : Math.min(...counts), max: Math.max(...counts, 0) };
  return { experiment: id, title, question, repeats };
}

function findingAnswer(foremost: Finding | undefined, experiment: ExperimentAnalysis): Answer {
  const others = byAnswer(experiment.findings).filter(
    (finding) => finding !== foremost && isAnswering(finding) && !isCalculated(finding) && saysSomething(finding),
  );
  // Where no time is asked for, what costs time is beside the point.
  const told = experiment.charts?.length === 0 ? others.filter(isOwnAnswer) : others;
  return {
    ...common(experiment),
    use: foremost?.headline ?? nothingWords(experiment),
    isAdvice: false,
    gain: foremost === undefined ? null : findingGain(foremost),
    change: foremost?.change ?? null,
    changeOf: "",
    decided: foremost === undefined || foremost.change !== null ? null : decidedOf(foremost),
    reasons: reasonsOf(withoutRepetition(told, foremost)).filter((reason) => reason !== foremost?.headline),
    cells: [...(foremost?.evidence.cells ?? [])],
  };
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
  const isForAll = foremost?.id === "pool-vs-per-task";
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
  const [from, to] = [change.from.strategy, change.to.strategy].map((strategy) => strategy.replaceAll("-", " "));
  if (from === to) return null;
  return { amount: amountOf(change.changePercent), than: [`than ${from}`, ...timesOf(change)].join(", ") };
}

/** Why no finding was made. */
function nothingWords({ cells }: ExperimentAnalysis): string {
  const timed = cells.filter(({ trials }) => trials.ok > 0);
  if (timed.length === 0) return "Nothing was measured";
  return timed.length === 1
    ? "One combination was measured: there is nothing to compare"
    : "What was measured differs in size: there is nothing to choose";
}

function adviceAnswer(advice: Advice, experiment: ExperimentAnalysis): Answer {
  const { key, namedKeys, openKeys } = advice;
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
    reasons: [...equalWords(openKeys, advice, experiment), ...reasonsOf(told.filter(saysSomething))].slice(
      0,
      MOST_REASONS,
    ),
    cells: [key, ...namedKeys.filter((named) => named !== key)],
  };
}

function reasonsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ headline }) => headline))].slice(0, MOST_REASONS);
}

/** "Not shown to be slower: thread pool, 4 workers". */
function equalWords(keys: readonly string[], { pointValues }: Advice, { cells }: ExperimentAnalysis): string[] {
  if (keys.length === 0 || pointValues) return [];
  const counted = keys.length === 1 ? "1 other is" : `${whole(keys.length)} others are`;
  const inNumbers = `${counted} not shown to be slower`;
  if (keys.length > MOST_NAMED) return [inNumbers];
  const labels = keys.map((key) => cells.find((cell) => cell.key === key)?.label ?? key);
  const ways = group(labels, (label) => WORKERS.exec(label)?.[1] ?? "");
  const named = [...ways].flatMap(([way, own]) => (way === "" ? own : `${way}, ${countsOf(own)}`));
  const inWords = `Not shown to be slower: ${named.join("; ")}`;
  return [wordsOf(inWords).length > HEADLINE_LIMITS.words ? inNumbers : inWords];
}

/** Whether a table of the experiment shows one combination to be faster or slower than another. */
function isShown({ changes }: ExperimentAnalysis, from: string, to: string, verdict: "faster" | "slower"): boolean {
  const opposite = verdict === "faster" ? "slower" : "faster";
  return Object.values(changes).some((table) =>
    table.some((change) => {
      const [a, b] = [cellKey(change.from), cellKey(change.to)];
      return (
        (a === from && b === to && change.verdict === verdict) ||
        (a === to && b === from && change.verdict === opposite)
      );
    }),
  );
}

const WORKERS = /^(.*), ([\d,]+) workers?$/;

/** "4 and 6 workers" of "thread pool, 4 workers" and "thread pool, 6 workers". */
function countsOf(labels: readonly string[]): string {
  const counts = labels.map((label) => WORKERS.exec(label)?.[2] ?? "");
  return `${list(counts)} ${counts.length === 1 && counts[0] === "1" ? "worker" : "workers"}`;
}

/** What the advice gains over the baseline, with the change that says so. */
function gainOf(advice: Advice, experiment: ExperimentAnalysis): Pick<Answer, "gain" | "change" | "changeOf"> {
  const { key, namedKeys, compared, pointValues } = advice;
  const finding = experiment.findings.find(({ id }) => id === "best-cell");
  const direct = experiment.changes.againstBaseline.find(({ to }) => cellKey(to) === key);
  const change = finding?.change ?? (namedKeys.length === 1 || pointValues ? direct : undefined);
  if (namedKeys.length === compared && !pointValues) {
    const isApart = namedKeys.some((one) => namedKeys.some((other) => isShown(experiment, one, other, "slower")));
    const gain = isApart
      ? { amount: "None is clearly best", than: "of the ways tested" }
      : { amount: "No clear difference", than: "between the ways tested" };
    return { gain, change: null, changeOf: "" };
  }
  if (pointValues && (change === undefined || change.changePercent === null)) {
    const gain = overNext(advice, experiment) ?? { amount: "Least time", than: `of the ${whole(compared)} tested` };
    return { gain, change: null, changeOf: "" };
  }
  if (change === undefined || change.changePercent === null) return againstNext(experiment, advice);
  const other = otherOf(change, experiment);
  if (change.interval === null && !pointValues) {
    return { gain: { amount: "Too few repeats", than: `of ${other} to compare` }, change: null, changeOf: "" };
  }
  if (isUndecided(change) || (change.interval !== null && !advice.isGainDecided)) {
    return { gain: { amount: "Gain not certain", than: `over ${other}` }, change, changeOf: "" };
  }
  const percent = change.verdict === "same" ? 0 : change.changePercent;
  const than = isNoChange(percent) ? `as ${other}` : [`than ${other}`, ...timesOf(change)].join(", ");
  return { gain: { amount: amountOf(percent), than }, change, changeOf: "" };
}

/** "34 % less time", "4.2 % less time", "the same time". */
function amountOf(percent: number): string {
  if (isNoChange(percent)) return timeChange(0);
  const size = Math.abs(percent);
  return `${fixed(size, size < 9.95 ? 1 : 0)} % ${percent < 0 ? "less" : "more"} time`.replace(/\.0 %/, " %");
}

/** "process pool", of the same way "1 worker": what the gain is over. */
function otherOf({ from, to }: Change, experiment: ExperimentAnalysis): string {
  const [, way, workers] = WORKERS.exec(labelOf(from, experiment)) ?? [];
  const [, same] = WORKERS.exec(labelOf(to, experiment)) ?? [];
  return way !== undefined && way === same
    ? workerWords(Number(workers?.replaceAll(",", "")))
    : labelOf(from, experiment);
}

/** The least of several measured once, which all are set against: "49 % less time", "than the next, process pool". */
function overNext({ key, compared }: Advice, experiment: ExperimentAnalysis): Gain | null {
  const rivals = experiment.changes.againstBaseline.filter(
    ({ from, ratio }) => cellKey(from) === key && ratio !== null,
  );
  const next = least(rivals, ({ ratio }) => ratio as number);
  if (next?.ratio == null || next.ratio <= 1 || rivals.length !== compared - 1) return null;
  const other = labelOf(next.to, experiment);
  const back = { ratio: 1 / next.ratio, changePercent: (1 / next.ratio - 1) * 100 };
  const than = [`than ${compared === 2 ? other : `the next, ${other}`}`, ...timesOf(back)].join(", ");
  return { amount: amountOf(back.changePercent), than };
}

/** "1.5× as fast", from a tenth on. */
function timesOf({ ratio }: Pick<Change, "ratio">): string[] {
  const times = ratio === null ? 1 : 1 / ratio;
  if (times < 1.095) return [];
  return [`${times < 9.95 ? `${fixed(times, 1)}×` : multiple(times)} as fast`];
}

/** Nothing beats the baseline: beside it stands the change to what comes nearest. */
function againstNext(experiment: ExperimentAnalysis, { key }: Advice): Pick<Answer, "gain" | "change" | "changeOf"> {
  const baseline = experiment.cells.find((cell) => cell.key === key);
  const rivals = experiment.changes.againstBaseline.filter(
    ({ from, interval, ratio }) => baseline?.isBaseline === true && cellKey(from) === key && ratio !== null && interval,
  );
  const change = least(rivals, ({ ratio }) => ratio as number) ?? null;
  const isOpen = experiment.cells.some((cell) => isShown(experiment, key, cell.key, "faster"));
  const gain = isOpen
    ? { amount: "Gains of others", than: "may be chance" }
    : { amount: "Nothing tested", than: "is shown to be faster" };
  if (change === null) return { gain: baseline?.isBaseline === false ? null : gain, change, changeOf: "" };
  return { gain, change, changeOf: `${labelOf(change.to, experiment)} against ${labelOf(change.from, experiment)}` };
}

function labelOf(factors: Change["to"], { cells }: ExperimentAnalysis): string {
  const key = cellKey(factors);
  return cells.find((cell) => cell.key === key)?.label ?? factors.strategy.replaceAll("-", " ");
}
