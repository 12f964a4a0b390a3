import { greatest } from "d3-array";
import { measureNoun } from "../../words/measure.js";
import { plural, whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import type { Change } from "../results/run-analysis.js";
import type { VersionChange, VersionScaling, VersionsAnalysis } from "../results/versions.js";
import { changedLine, insteadWords, isDecided, subjectOf, takesWords } from "./version-words.js";

/** Over all where that is decided, or combinations differ both ways; else the largest change that is, then what is over all. */
export function leadOf(found: VersionsAnalysis): { lead: VersionChange; isMixed: boolean } {
  const whole = found.overall as VersionChange;
  const isMixed = mixedWords(found) !== "";
  if (isMixed || isDecided(whole.change)) return { lead: whole, isMixed };
  const { changes } = found;
  const decided = changes.filter(({ change }) => isDecided(change));
  const largest = greatest(decided, ({ change }) => Math.abs(Math.log(change.ratio ?? 1)));
  return { lead: largest ?? whole, isMixed };
}

/**
 * Whether a version that takes less time scales worse, or the other way round: with one worker it gained, or lost, more than
 * with several. Then the time is the answer.
 */
export function isAgainstTime({ overall, scaling }: VersionsAnalysis): boolean {
  const changed = changedLine(scaling)?.verdict;
  const time = overall?.change.verdict;
  return (time === "slower" && changed === "better") || (time === "faster" && changed === "worse");
}

/** "takes more time in 3 of 6 combinations and less in 3", where no change over all says more than that; else "". */
function mixedWords({ overall, changes }: VersionsAnalysis): string {
  const cells = changes.filter(({ scope }) => scope === "cell");
  const count = (verdict: Change["verdict"]) => cells.filter(({ change }) => change.verdict === verdict).length;
  const [slower, faster] = [count("slower"), count("faster")];
  if (slower === 0 || faster === 0 || (overall !== null && isDecided(overall.change))) return "";
  const measure = overall?.change.measure;
  const of = `in ${whole(slower)} of ${plural(cells.length, "combination")}`;
  if (measure !== undefined) return `has a worse ${measureNoun(measure)} ${of} and a better one in ${whole(faster)}`;
  return `takes more time ${of} and less in ${whole(faster)}`;
}

/** What changed in time, the fuller sentences first; to be called where both versions finished something. */
export function timePoints(found: VersionsAnalysis): string[] {
  const { before, after, overall, scaling, changes } = found;
  const { lead } = leadOf(found);
  const { change } = lead;
  const mixed = mixedWords(found);
  if (mixed !== "") return [`${subjectOf(after)} ${mixed}`, `The new version ${mixed}`];
  if (change.verdict === "inconclusive" && change.interval !== null) {
    if (change.reason === "below-floor")
      return [
        `${subjectOf(after)} differs from ${before} by less than counts here`,
        "The versions differ by less than counts here",
      ];
    return [`Not enough evidence that ${after} differs from ${before}`, "Not enough evidence that the versions differ"];
  }
  const told = takesWords(change, before);
  if (lead !== overall) {
    const place = sentenceCase(lead.label);
    return [`${place}: ${after} ${told}`, `${place}: the new version ${takesWords(change, "the old one")}`];
  }
  const isScaling = scaling.length > 0 && scaling.every(({ verdict }) => verdict === "same");
  const points = [`${subjectOf(after)} ${told}`, `The new version ${takesWords(change, "the old one")}`];
  const opposite = change.verdict === "slower" ? "faster" : "slower";
  const isOpposed = isDecided(change) && changes.some((one) => one.change.verdict === opposite);
  if (isOpposed && !isAgainstTime(found)) return points.map((point) => `${point} over all`);
  const though = isAgainstTime(found) ? `, though it scales ${changedLine(scaling)?.verdict}` : "";
  const addition = isScaling ? ", and scales as well" : though;
  return [...(addition === "" ? [] : points.map((point) => point + addition)), ...points];
}

/** What changed in how it scales, the fuller sentences first. */
export function changedPoints(line: VersionScaling, { scaling, before, after }: VersionsAnalysis): string[] {
  const how = line.verdict === "mixed" ? "differently" : line.verdict;
  const than = line.verdict === "mixed" ? "from" : "than";
  const isShared = scaling.every(({ verdict }) => verdict === line.verdict);
  const points = isShared
    ? [`${subjectOf(after)} scales ${how} ${than} ${before}`, `The new version scales ${how}`]
    : [
        `${sentenceCase(line.label)}: ${after} scales ${how} ${than} ${before}`,
        `${sentenceCase(line.label)} scales ${how}`,
      ];
  const instead = line.verdict === "mixed" ? "" : insteadWords(line, " instead of");
  return [...(instead === "" ? [] : points.map((point) => `${point}: ${instead}`)), ...points];
}

/** Of scaling that is the same the speed-ups, as the sentence on time says the rest. */
export function unchangedPoints(line: VersionScaling, { scaling, before }: VersionsAnalysis): string[] {
  if (scaling.some(({ verdict }) => verdict !== "same")) return ["Whether it scales as well is not decided"];
  const speedUps = insteadWords(line, `, in ${before}`);
  const same = "It scales as well within 3 %";
  if (speedUps === "") return [same];
  return [line.label === "" ? sentenceCase(speedUps) : `${sentenceCase(line.label)}: ${speedUps}`, same];
}
