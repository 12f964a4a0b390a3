import { comparative, measuredChange, measuredTimes, measureNoun, measureVerb } from "../../words/measure.js";
import { plural } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { changeEvidence, evidenceWords, isUndecided, undecidedWords } from "../comparing/change-words.js";
import type { Change } from "../results/run-analysis.js";

/**
 * The point of a change in a headline: "process pool takes 41.3 % less time than thread pool".
 *
 * @param place words behind it: " at 2 workers"
 */
export function pairPoint(change: Change, one: string, other: string, place = ""): string {
  const { measure } = change;
  if (change.reason === "below-floor") return `${one} and ${other} differ by less than counts on this machine${place}`;
  if (isUndecided(change)) return `whether ${other} or ${one} is ${comparative("faster", measure)}${place} is open`;
  if (change.verdict === "same") {
    return `${one} and ${other} ${measureVerb(measure, "take")} the same ${measureNoun(measure)} within 3 %${place}`;
  }
  const size = measuredChange(change.changePercent ?? 0, measure, one);
  return change.interval === null
    ? `${other} ${measureVerb(measure, "took")} ${size}${place}, measured once`
    : `${other} ${measureVerb(measure)} ${size}${place}`;
}

/**
 * A decided change as the rest of a headline: "takes 41.3 % less time than 1 worker", "takes as long as 1 worker, within 3 %",
 * "took 41.3 % less time than 1 worker, measured once".
 *
 * @param verb "take" behind a subject that is several
 */
export function changePoint(change: Change, other: string, verb: "takes" | "take" = "takes"): string {
  const { measure } = change;
  const does = measureVerb(measure, verb);
  if (change.verdict === "same") {
    return `${does} ${measure === undefined ? `as long as ${other}` : `the same ${measureNoun(measure)} as ${other}`}, within 3 %`;
  }
  const difference = measuredChange(change.changePercent ?? 0, measure, other);
  return change.interval === null
    ? `${measureVerb(measure, "took")} ${difference}, measured once`
    : `${does} ${difference}`;
}

/**
 * What stands behind a {@link pairPoint}, as a sentence: "At 2 workers, that is 1.70× as fast (95 % interval 40.1 to 42.4 %
 * less; 20 repeats)."
 *
 * @param place words that open the sentence; "" for none
 */
export function pairEvidence(change: Change, place = ""): string {
  const opening = place === "" ? "" : `${place}, `;
  return `${sentenceCase(`${opening}${evidence(change)}`)}.`;
}

function evidence(change: Change): string {
  if (isUndecided(change)) return `there is ${undecidedWords(change)}`;
  if (change.verdict === "same") return `the two are equal within that (${changeEvidence(change)})`;
  const times = measuredTimes(change.ratio ?? 1, change.measure);
  if (change.interval === null) return times === "" ? "there is no interval" : `that is ${times}; there is no interval`;
  const evident = `${evidenceWords(change)}; ${plural(change.n, "repeat")}`;
  return times === "" ? `the ${evident}` : `that is ${times} (${evident})`;
}
