import { greatest } from "d3-array";
import { statement } from "../../words/headline.js";
import { measureNoun, measureVerb } from "../../words/measure.js";
import { plural, whole } from "../../words/number.js";
import { intervalWords, isNoChange, lessOrMore, shareWords } from "../../words/percent.js";
import { listStart, sentenceCase } from "../../words/sentence.js";
import { evidenceWords, isUndecided, moreRepeatsWords } from "../comparing/change-words.js";
import type { Change } from "../results/run-analysis.js";
import type { LargestLoss } from "../results/stack.js";
import type { VersionChange, VersionScaling, VersionsAnalysis } from "../results/versions.js";
import { LOSS_NOUNS } from "../scaling/stack/words.js";
import {
  changedLine,
  floorWords,
  insteadWords,
  isDecided,
  speedChange,
  speedUpWords,
  subjectOf,
  takesWords,
} from "../versions/version-words.js";
import type { Draft, FindingRule } from "./finding.js";

/** What two versions of one program differ by: in failures, in scaling, in time; and what one differs by from itself. */
export const versions: FindingRule = ({ versions: found }) => {
  if (found === null) return [];
  const drafts = [failingDraft(found), scalingDraft(found), timeDraft(found), twinDraft(found)];
  return drafts.flatMap((draft) => draft ?? []);
};

/** What fails now comes before any time. */
function failingDraft({ failing, before, after, changes }: VersionsAnalysis): Draft | null {
  if (failing.length === 0) return null;
  const all = changes.filter(({ scope }) => scope === "cell").length;
  const point = `fails in ${whole(failing.length)} of ${plural(all, "combination")}`;
  return {
    ...statement(
      [`${subjectOf(after)} ${point} that ${before} finishes`, `The new version ${point}`],
      `No repeat finishes of ${listStart(failing.map(({ label }) => label))}. The comparisons are of the others.`,
    ),
    weight: 120,
    cells: failing,
    figures: { failing: failing.length, combinations: all },
  };
}

/** Above what is said of the time where the scaling changed: then the change in time is one of the worker counts. */
function scalingDraft(found: VersionsAnalysis): Draft | null {
  const { scaling, before, after } = found;
  const changed = changedLine(scaling);
  const [first] = scaling;
  if (first === undefined) return null;
  const told = changed ?? first;
  const details = scaling.map((line) => lineWords(line, found));
  return {
    ...statement(changed ? changedHeadlines(changed, found) : unchangedHeadlines(first, found), details.join(" ")),
    weight: changed ? 110 : 80,
    cells: told.steps.flatMap(({ contrast }) =>
      [...contrast.keys.after, ...contrast.keys.before].map((key) => ({ key })),
    ),
    figures: Object.fromEntries(
      scaling.flatMap((line) =>
        line.steps.flatMap(({ workers, speedUp }) => {
          const place = [line.label, workers].filter((part) => part !== "").join(", ");
          return [
            [`${place} ${after}`, speedUp.after?.value ?? null],
            [`${place} ${before}`, speedUp.before?.value ?? null],
          ];
        }),
      ),
    ),
  };
}

function changedHeadlines(line: VersionScaling, { scaling, before, after }: VersionsAnalysis): string[] {
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
function unchangedHeadlines(line: VersionScaling, { scaling, before }: VersionsAnalysis): string[] {
  if (scaling.some(({ verdict }) => verdict !== "same")) return ["Whether it scales as well is not decided"];
  const speedUps = insteadWords(line, `, in ${before}`);
  const same = "It scales as well within 3 %";
  if (speedUps === "") return [same];
  return [line.label === "" ? sentenceCase(speedUps) : `${sentenceCase(line.label)}: ${speedUps}`, same];
}

/** "Thread pool: 4 workers are 1.90× as fast as 1 in after, 3.20× in before; the speed-up is 40.6 % less (...)." */
function lineWords(line: VersionScaling, found: VersionsAnalysis): string {
  const steps = line.steps.map((step) => {
    const change = speedChange(step.contrast.change);
    if (change.changePercent === null) return speedUpWords(step, line, found);
    return `${speedUpWords(step, line, found)}; the speed-up is ${sizeWords(change, evidenceWords(change))}`;
  });
  const place = line.label === "" ? "" : `${sentenceCase(line.label)}: `;
  return [...steps.map((text) => `${place}${text}.`), lossWords(line, found)].filter(Boolean).join(" ");
}

function lossWords({ loss, steps }: VersionScaling, { before, after }: VersionsAnalysis): string {
  if (loss.before === null || loss.after === null) return "";
  const words = ({ part, value }: LargestLoss) => `${LOSS_NOUNS[part]} (${shareWords(value)} of their time)`;
  const workers = steps.at(-1)?.workers ?? 1;
  return `In ${after} ${plural(workers, "worker")} lose most to ${words(loss.after)}, in ${before} to ${words(loss.before)}.`;
}

function timeDraft(found: VersionsAnalysis): Draft | null {
  const { changes, overall } = found;
  if (overall === null) return null;
  const isMixed = mixedWords(found) !== "";
  const lead = isMixed ? overall : leadOf(found);
  const others = changes.filter((one) => one !== lead && one.change.ratio !== null);
  const isOpen = isUndecided(lead.change) && lead.change.reason !== "below-floor";
  const open = isOpen ? ` ${moreRepeatsWords(lead.change)}.` : "";
  const detail = [
    `${sentenceCase(placeWords(lead, lead === overall))}${sizeWords(lead.change, evidenceWords(lead.change))}, over ${plural(lead.change.n, "repeat")}.${open}`,
    ...(["strategy", "workers"] as const).flatMap((scope) => groupWords(others.filter((one) => one.scope === scope))),
  ];
  return {
    ...statement(timeHeadlines(lead, found), detail.join(" ")),
    ...(!isMixed && { change: lead.change }),
    weight: 100,
    cells: [...lead.keys.after, ...lead.keys.before].map((key) => ({ key })),
    figures: {
      changePercent: lead.change.changePercent,
      low: lead.change.interval?.[0] ?? null,
      high: lead.change.interval?.[1] ?? null,
      floorPercent: found.floorPercent,
    },
  };
}

/** Over all where that is decided; else the largest change that is, then what is over all. */
function leadOf({ overall, changes }: VersionsAnalysis): VersionChange {
  const whole = overall as VersionChange;
  if (isDecided(whole.change)) return whole;
  const decided = changes.filter(({ change }) => isDecided(change));
  return greatest(decided, ({ change }) => Math.abs(Math.log(change.ratio ?? 1))) ?? whole;
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

function timeHeadlines(lead: VersionChange, found: VersionsAnalysis): string[] {
  const { before, after, overall, scaling, changes } = found;
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
    return [`${place}: ${after} ${told}`, `${place}: ${takesWords(change, "the old version")}`];
  }
  const isScaling = scaling.length > 0 && scaling.every(({ verdict }) => verdict === "same");
  const points = [`${subjectOf(after)} ${told}`, `The new version ${takesWords(change, "the old one")}`];
  const opposite = change.verdict === "slower" ? "faster" : "slower";
  const isOpposed = isDecided(change) && changes.some((one) => one.change.verdict === opposite);
  if (isOpposed) return points.map((point) => `${point} over all`);
  return [...(isScaling ? points.map((point) => `${point}, and scales as well`) : []), ...points];
}

/** "over all: ", "4 workers: "; "" where there is one combination. */
function placeWords({ scope, label }: VersionChange, isWhole: boolean): string {
  return isWhole && scope === "cell" ? "" : `${label}: `;
}

/** "5.1 % more (95 % interval 4.2 to 6.0 % more)". */
function sizeWords(change: Change, evidence: string): string {
  return `${lessOf(change)} (${evidence})`;
}

function lessOf({ changePercent, measure }: Change): string {
  const percent = changePercent as number;
  return isNoChange(percent) ? `the same ${measureNoun(measure)}` : lessOrMore(percent);
}

/** "By worker count: 1 worker, 4.9 % more (slower); 2 workers ...". */
function groupWords(group: readonly VersionChange[]): string[] {
  if (group.length === 0) return [];
  const words = group.map(({ label, change }) => {
    const range = change.interval === null ? "" : ` (${intervalWords(change.interval)})`;
    return `${label}, ${lessOf(change)}${range}`;
  });
  return [`${group[0]?.scope === "strategy" ? "By strategy" : "By worker count"}: ${words.join("; ")}.`];
}

/** What the old version differs by from itself in the same sitting: what of a change may be noise. */
function twinDraft(found: VersionsAnalysis): Draft | null {
  const { overall, before, floorRaisedBy } = found;
  const twin = overall?.twin;
  if (twin?.changePercent == null || twin.interval === null) return null;
  const raised = floorWords(found);
  const most = floorRaisedBy?.twin?.changePercent;
  const raise =
    most == null || floorRaisedBy === overall
      ? ""
      : ` It differs most over ${floorRaisedBy?.label}: ${lessOrMore(most)}.`;
  return {
    ...statement(
      raised === ""
        ? twinHeadline(twin)
        : [raised, "The same program differs from itself: smaller changes do not count"],
      `Measured twice, ${before} ${measureVerb(twin.measure)} ${sizeWords(twin, evidenceWords(twin))} under its second name.${raise}`,
    ),
    weight: raised === "" ? 60 : 90,
    figures: { twinPercent: twin.changePercent },
  };
}

function twinHeadline(twin: Change): string {
  if (twin.verdict === "same") {
    const does = `${measureVerb(twin.measure)} the same ${measureNoun(twin.measure)}`;
    return `The same program measured twice ${does} within 3 %`;
  }
  return "The same program measured twice is not shown to differ";
}
