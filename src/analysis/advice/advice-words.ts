import { group } from "d3-array";
import { bestNoun, comparative, type Measure } from "../../words/measure.js";
import { whole, workerWords } from "../../words/number.js";
import { either, list, sentenceCase } from "../../words/sentence.js";
import {
  type FactorName,
  hasVariants,
  isOneThread,
  sizeWords,
  strategyWords,
  variantWords,
} from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { coreLevelWords, withoutCores } from "../cells/core-words.js";
import { hasOwnCores } from "../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import type { Weighed } from "./weigh.js";

/** More equal ways are not named one by one. */
const MOST_NAMED = 3;

/** Why the baseline is named: nothing beats it. */
export function noGain(measure: Measure | undefined): string {
  return `nothing tested is shown to be ${comparative("faster", measure)}`;
}
/** What beats it may owe that to being one of many. */
export const GAIN_OPEN = "gains of others may be chance";

type Naming = Pick<AnalysedExperiment, "varying">;

/** "Use 4 workers (thread pool) for 8 tasks", "Stay sequential". */
export function adviceText({ named, field, pointValues }: Weighed, { varying }: Naming): string {
  const [chosen] = named;
  const name = `${namedWords(named, field, varying)}${placeOf(chosen, varying)}`;
  return pointValues ? `${sentenceCase(bestNoun(chosen.measure))}: ${name}` : `${verbOf(chosen)} ${name}`;
}

/**
 * What to use, noun first and without brackets: "2 workers, any pool", "Sequential, without workers"; "Sequential for now"
 * where the measurements leave `open` whether something else is faster.
 */
export function useWords({ named, field }: Weighed, { varying }: Naming, open: boolean): string {
  const [chosen] = named;
  const isPlain = chosen.factors.strategy === "sequential" && named.length === 1 && field.length > 1;
  if (isPlain) return open ? "Sequential for now" : "Sequential, without workers";
  const words = namedWords(named, field, varying);
  const alike = field.filter((view) => hasWorkers(view, varying) && view.factors.workers === chosen.factors.workers);
  const isAnyPool = named.length > 1 && named.length === alike.length && named.every(isPool);
  // A name may have brackets of its own.
  const [, workers = words, ways = ""] = /^(.*? workers?) \((.*)\)$/.exec(words) ?? [];
  // Where all cells are of one kind, the label of none says which.
  const kind = /-(pool|per-task)$/.test(chosen.factors.strategy) ? `, ${strategyWords(chosen.factors.strategy)}` : "";
  if (/^[\d,]+ workers?$/.test(words)) return `${words}${kind}`;
  if (ways === "") return sentenceCase(words);
  return `${workers}, ${isAnyPool ? "any pool" : ways === "any strategy" ? "any kind" : ways}`;
}

function isPool({ factors }: CellView): boolean {
  return factors.strategy.endsWith("-pool");
}

/** "Use", or "Stay" of the plain run: "Stay sequential". */
export function verbOf({ factors }: CellView): string {
  return factors.strategy === "sequential" ? "Stay" : "Use";
}

/** Ways of equal workers: "2 workers (thread pool or process pool)", "2 workers (any strategy)". */
export function namedWords(
  named: readonly [CellView, ...CellView[]],
  field: readonly CellView[],
  varying: readonly FactorName[],
): string {
  const [first, ...others] = named;
  if (others.length === 0) return nameOf(first, varying);
  if (named.some((view) => !hasWorkers(view, varying))) return eitherOf(named.map((view) => nameOf(view, varying)));
  const workers = workerWords(first.factors.workers);
  const alike = field.filter((view) => hasWorkers(view, varying) && view.factors.workers === first.factors.workers);
  const isAny = named.length === alike.length && named.length >= MOST_NAMED;
  return `${workers} (${isAny ? "any strategy" : eitherOf(named.map(({ factors }) => variantWords(factors, varying)))})`;
}

/** "thread pool or process pool with 2 workers" for "2 workers (thread pool or process pool)". */
export function withoutBrackets(name: string): string {
  return name.replace(/^([\d,]+ workers?) \((.*)\)$/, "$2 with $1");
}

function eitherOf(all: readonly string[]): string {
  // Ways that differ in what has no name here are one.
  const names = [...new Set(all)];
  if (names.length <= MOST_NAMED) return either(names);
  return either([...names.slice(0, MOST_NAMED - 1), `${whole(names.length - MOST_NAMED + 1)} more`]);
}

/** Names of cells, those of one strategy together: "4, 6 and 8 workers (thread pool)". */
export function namesOf(views: readonly CellView[], varying: readonly FactorName[]): string {
  const groups = group(views, ({ variant }) => variant);
  return [...groups.values()].map((group) => nameOfLine(group as [CellView], varying)).join("; ");
}

/** "4 workers", with the strategy where more than one was measured: "4 workers (thread pool)". */
export function nameOf(view: CellView, varying: readonly FactorName[]): string {
  return nameOfLine([view], varying);
}

function nameOfLine(line: readonly [CellView, ...CellView[]], varying: readonly FactorName[]): string {
  const [first] = line;
  const strategy = variantWords(first.factors, varying);
  if (!hasWorkers(first, varying)) return strategy;
  const counts = line.map((view) => whole(view.factors.workers));
  const workers = counts.length === 1 ? workerWords(first.factors.workers) : `${list(counts)} workers`;
  return hasVariants(varying) && !isOfCoresAlone(first, varying) ? `${workers} (${strategy})` : workers;
}

/** Whether cells differ in cores or a quota, and in no strategy: then its name says nothing. */
function isOfCoresAlone({ factors }: CellView, varying: readonly FactorName[]): boolean {
  const isBound = hasOwnCores(factors);
  return isBound && !varying.includes("strategy") && variantWords(factors, varying) === strategyWords(factors.strategy);
}

function hasWorkers({ factors }: CellView, varying: readonly FactorName[]): boolean {
  return varying.includes("workers") && !isOneThread(factors.strategy) && factors.launch !== "all-at-once";
}

/** " for 8 tasks, N = 1,000", " on 2 cores", " at a quota of 1 CPU" where the experiment has more than one size. */
export function placeOf({ factors }: Pick<CellView, "factors">, varying: readonly FactorName[]): string {
  const size = sizeWords(withoutCores(factors), varying);
  const cores = varying.includes("more") ? coreLevelWords(factors) : "";
  const preposition = factors.more?.cores === undefined ? "at" : "on";
  return `${size && ` for ${size}`}${cores && ` ${preposition} ${cores}`}`;
}

/** "1 and 2 tasks", "3 to 8 tasks", "4 tasks, file write; 32 tasks, file write": the sizes of several cells. */
export function sizesOf(views: readonly CellView[], varying: readonly FactorName[]): string {
  const sizes = views.map(({ factors }) => sizeWords(factors, varying));
  const counted = sizes.map((size) => /^([\d,]+) tasks?$/.exec(size)?.[1]);
  if (counted.every((count) => count !== undefined)) {
    return counted.length === 1
      ? (sizes[0] as string)
      : `${countsOf(views.map(({ factors }) => factors.tasks ?? 0))} tasks`;
  }
  return sizes.some((size) => size.includes(", ")) ? sizes.join("; ") : list(sizes);
}

/** "1 and 2", "3 to 8" where none between is missing. */
function countsOf(counts: readonly number[]): string {
  const [first, last] = [counts[0] ?? 0, counts.at(-1) ?? 0];
  const isRange = counts.length > 2 && counts.every((count, index) => count === first + index);
  return isRange ? `${whole(first)} to ${whole(last)}` : list(counts.map(whole));
}
