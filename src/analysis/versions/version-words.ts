import { greatest } from "d3-array";
import { measured, measureNoun, measureVerb } from "../../words/measure.js";
import { multiple, whole, withInterval, workerWords } from "../../words/number.js";
import { percentLevel, signedPercent } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { verdictWords } from "../../words/verdict-words.js";
import { apartNote, decidedWords, intervalFigure, mediansNote } from "../comparing/change-words.js";
import type { Change, Interval, Verdict } from "../results/run-analysis.js";
import type { VersionChange, VersionScaling, VersionStep, VersionsAnalysis } from "../results/versions.js";

/** A version as the subject that opens a sentence: names are kept as they were given. */
export function subjectOf(name: string): string {
  if (name === "before" || name === "after") return sentenceCase(name);
  return /^[A-Z0-9]/.test(name) ? name : `Version ${name}`;
}

/** A comparison in the words of a table. */
export interface VersionRow {
  scope: VersionChange["scope"];
  label: string;
  /** Times of one combination, or speed-ups; "–" of several combinations together. */
  before: string;
  after: string;
  change: string;
  interval: string;
  verdict: string;
  /** Why what stands under `before` and `after` says the other direction; "" where it does not. */
  note: string;
  decision: Verdict;
  /** What the old version differs by from itself; "–" where it was measured once. */
  twin: string;
}

/** Every comparison as a row: over all, by strategy, by worker count, cell by cell, and what became of the speed-ups. */
export function versionRows({ changes, scaling }: Pick<VersionsAnalysis, "changes" | "scaling">): VersionRow[] {
  return [
    ...changes.map((one) => ({
      ...rowOf(one, one.change, one.twin),
      ...timesOf(one.change),
      note: mediansNote(one.change),
    })),
    ...scaling.flatMap(({ steps }) =>
      steps.map((step) => {
        const { contrast, speedUp } = step;
        const [before, after] = [speedUp.before, speedUp.after].map((one) => (one ? multiple(one.value) : NONE));
        return {
          ...rowOf(contrast, speedChange(contrast.change), contrast.twin && speedChange(contrast.twin)),
          before: before as string,
          after: after as string,
          note: speedUpsNote(step),
        };
      }),
    ),
  ];
}

const NONE = "–";

function rowOf(one: VersionChange, shown: Change, twin: Change | null) {
  const figure = (change: Change | null) =>
    change?.changePercent == null ? NONE : signedPercent(change.changePercent);
  return {
    scope: one.scope,
    label: one.label,
    change: figure(shown),
    interval: intervalFigure(shown),
    verdict: decisionWords(one),
    decision: one.change.verdict,
    twin: figure(twin),
  };
}

function timesOf({ fromMs, toMs, measure }: Change): { before: string; after: string } {
  const [before, after] = [fromMs, toMs].map((one) => (one === null ? NONE : measured(one, measure)));
  return { before: before as string, after: after as string };
}

/** The change of a speed-up, from that of the ratio of the speed-ups, which is its inverse. */
export function speedChange(change: Change): Change {
  const turn = (percent: number) => (1 / (1 + percent / 100) - 1) * 100;
  const turned = (ends: Interval | null): Interval | null => ends && [turn(ends[1]), turn(ends[0])];
  const { changePercent, interval, interval90 } = change;
  return {
    ...change,
    changePercent: changePercent === null ? null : turn(changePercent),
    interval: turned(interval),
    interval90: turned(interval90),
  };
}

/** Why the two speed-ups beside a change of them say the other direction; "" where they do not. */
export function speedUpsNote({ contrast, speedUp: { before, after } }: VersionStep): string {
  return before && after ? apartNote(speedChange(contrast.change), after.value / before.value, "speed-ups") : "";
}

/** "slower", "scales worse", "equal within 3 %", "less than counts here". */
export function decisionWords({ scope, change }: Pick<VersionChange, "scope" | "change">): string {
  if (change.reason === "below-floor") return "less than counts here";
  if (scope === "scaling" && change.verdict === "slower") return "scales worse";
  return scope === "scaling" && change.verdict === "faster" ? "scales better" : verdictWords(change);
}

/** The step of a line that its verdict is best seen at: the most workers of those decided as it is. */
export function tellingStep({ steps, verdict }: VersionScaling): VersionStep {
  const wanted = verdict === "worse" ? "slower" : verdict === "better" ? "faster" : null;
  const decided = steps.filter(({ contrast }) => wanted === null || contrast.change.verdict === wanted);
  return (decided.at(-1) ?? steps.at(-1)) as VersionStep;
}

/** The line whose scaling changed most, of those decided; `undefined` where none is. */
export function changedLine(scaling: readonly VersionScaling[]): VersionScaling | undefined {
  const decided = scaling.filter(({ verdict }) => verdict === "worse" || verdict === "better" || verdict === "mixed");
  return greatest(decided, (line) => Math.abs(Math.log(tellingStep(line).contrast.change.ratio ?? 1)));
}

/** "4 workers speed it up 1.90× instead of 3.20×" with the words between the two; "" where that is not known, or it is no speed-up over one worker. */
export function insteadWords(line: VersionScaling, between: string): string {
  const { workers, speedUp } = tellingStep(line);
  const { before, after } = speedUp;
  if (before === null || after === null || line.fewest !== 1 || Math.min(before.value, after.value) < 1) return "";
  return `${workerWords(workers)} speed it up ${multiple(after.value)}${between} ${multiple(before.value)}`;
}

/** "4 workers are 1.90× (1.85 to 1.96) as fast as 1 in after, 3.20× (3.10 to 3.31) in before". */
export function speedUpWords(
  { workers, speedUp }: VersionStep,
  line: VersionScaling,
  versions: VersionsAnalysis,
): string {
  const [now, old] = [speedUp.after, speedUp.before].map((ratio) => withInterval(ratio, multiple));
  const measure = versions.changes[0]?.change.measure;
  const isMore = measure?.better === "higher";
  const how = isMore ? `have ${now} the ${measureNoun(measure)} of` : `are ${now} as ${measure ? "good" : "fast"} as`;
  return `${workerWords(workers)} ${how} ${whole(line.fewest)} in ${versions.after}, ${old} in ${versions.before}`;
}

/** "takes 5.1 % more time than before", "takes the same time as before within 3 %"; in the past of one measurement. */
export function takesWords(change: Change, other: string): string {
  const size = decidedWords(change, other);
  if (change.interval === null) return `${measureVerb(change.measure, "took")} ${size}, measured once`;
  return `${measureVerb(change.measure)} ${size}`;
}

export function isDecided({ verdict }: Change): boolean {
  return verdict === "faster" || verdict === "slower";
}

/** "No change under 3.4 % counts here: before differs from itself by so much"; "" where the twin raised no floor. */
export function floorWords({ floorRaisedBy, floorPercent, before }: VersionsAnalysis): string {
  if (floorRaisedBy === null) return "";
  return `No change under ${percentLevel(floorPercent)} counts here: ${before} differs from itself by so much`;
}
