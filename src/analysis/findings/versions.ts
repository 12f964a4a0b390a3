import { statement } from "../../words/headline.js";
import { measuredChange, measuredSize, measureNoun, measureVerb } from "../../words/measure.js";
import { plural, whole } from "../../words/number.js";
import { intervalWords, isNoChange, lessOrMore, shareWords } from "../../words/percent.js";
import { listStart, sentenceCase } from "../../words/sentence.js";
import { evidenceWords, isUndecided, moreRepeatsWords } from "../comparing/change-words.js";
import type { Change } from "../results/run-analysis.js";
import type { LargestLoss } from "../results/stack.js";
import type { VersionChange, VersionScaling, VersionsAnalysis } from "../results/versions.js";
import { LOSS_NOUNS } from "../scaling/stack/words.js";
import { changedPoints, isAgainstTime, leadOf, timePoints, unchangedPoints } from "../versions/version-points.js";
import { changedLine, floorWords, isDecided, speedChange, speedUpWords, subjectOf } from "../versions/version-words.js";
import type { Draft, FindingRule } from "./finding.js";

/** What two versions of one program differ by: in failures, in scaling, in time; and what one differs by from itself. */
export const versions: FindingRule = ({ versions: found }) => {
  if (found === null) return [];
  const drafts = [
    failingDraft(found),
    failingMoreDraft(found),
    scalingDraft(found),
    timeDraft(found),
    resultsDraft(found),
    twinDraft(found),
  ];
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

/** Beside the time, which says little where the work is another. */
function resultsDraft({ resultsDiffer, before, after }: VersionsAnalysis): Draft | null {
  if (!resultsDiffer) return null;
  return {
    ...statement(
      [`${subjectOf(after)} gives other results than ${before}`, "The new version gives other results"],
      "If that is not meant, the times are of different work.",
    ),
    weight: 95,
    figures: {},
  };
}

function failingMoreDraft({ failingMore, before, after }: VersionsAnalysis): Draft | null {
  if (failingMore.length === 0) return null;
  return {
    ...statement(
      [`${subjectOf(after)} fails more often than ${before}`, "The new version fails more often"],
      `Too often for chance with ${listStart(failingMore.map(({ label }) => label))}. The comparisons are of the repeats that finished.`,
    ),
    weight: 115,
    cells: failingMore,
    figures: { failingMore: failingMore.length },
  };
}

/** Above what is said of the time where the scaling changed, unless both point different ways. */
function scalingDraft(found: VersionsAnalysis): Draft | null {
  const { scaling, before, after } = found;
  const changed = changedLine(scaling);
  const [first] = scaling;
  if (first === undefined) return null;
  const told = changed ?? first;
  const details = scaling.map((line) => lineWords(line, found));
  return {
    ...statement(changed ? changedPoints(changed, found) : unchangedPoints(first, found), details.join(" ")),
    weight: changed ? (isAgainstTime(found) ? 95 : 110) : 80,
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

/** "Thread pool: 4 workers are 1.90× as fast as 1 in after, 3.20× in before; the speed-up is 40.6 % less (...)." */
function lineWords(line: VersionScaling, found: VersionsAnalysis): string {
  const steps = line.steps.map((step) => {
    const change = speedChange(step.contrast.change);
    if (change.changePercent === null) return speedUpWords(step, line, found);
    return `${speedUpWords(step, line, found)}; the speed-up is ${speedWords(change)} (${evidenceWords(change)})`;
  });
  const place = line.label === "" ? "" : `${sentenceCase(line.label)}: `;
  return [...steps.map((text) => `${place}${text}.`), lossWords(line, found)].filter(Boolean).join(" ");
}

/** "40.6 % less", "the same": a speed-up is no time. */
function speedWords({ changePercent }: Change): string {
  return isNoChange(changePercent as number) ? "the same" : lessOrMore(changePercent as number);
}

function lossWords({ loss, steps }: VersionScaling, { before, after }: VersionsAnalysis): string {
  if (loss.before === null || loss.after === null) return "";
  const workers = plural(steps.at(-1)?.workers ?? 1, "worker");
  const share = ({ value }: LargestLoss) => shareWords(value);
  const [now, old] = [LOSS_NOUNS[loss.after.part], LOSS_NOUNS[loss.before.part]];
  if (now === old)
    return `${workers} lose most to ${now}: ${share(loss.after)} of their time in ${after}, ${share(loss.before)} in ${before}.`;
  return `In ${after} ${workers} lose most to ${now} (${share(loss.after)} of their time), in ${before} to ${old} (${share(loss.before)}).`;
}

function timeDraft(found: VersionsAnalysis): Draft | null {
  const { changes, overall } = found;
  if (overall === null) return null;
  const { lead, isMixed } = leadOf(found);
  const others = changes.filter((one) => one !== lead && one.change.ratio !== null);
  const isOpen = isUndecided(lead.change) && lead.change.reason !== "below-floor";
  const open = isOpen ? ` ${moreRepeatsWords(lead.change)}.` : "";
  // The headline has the size of a change that is decided.
  const isTold = !isMixed && isDecided(lead.change);
  const detail = [
    `${sentenceCase(placeWords(lead, lead === overall))}${isTold ? evidenceWords(lead.change) : changedBy(lead.change)}, over ${plural(lead.change.n, "repeat")}.${open}`,
    ...(["strategy", "workers"] as const).flatMap((scope) => groupWords(others.filter((one) => one.scope === scope))),
  ];
  return {
    ...statement(timePoints(found), detail.join(" ")),
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

/** "over all: ", "4 workers: "; "" where there is one combination. */
function placeWords({ scope, label }: VersionChange, isWhole: boolean): string {
  return isWhole && scope === "cell" ? "" : `${label}: `;
}

/** "5.1 % more time (95 % interval 4.2 to 6.0 % more)". */
function changedBy(change: Change): string {
  return `${measuredChange(change.changePercent as number, change.measure)} (${evidenceWords(change)})`;
}

/** "By worker count: 1 worker, 4.9 % more (4.2 to 5.6 % more); 2 workers ...". */
function groupWords(group: readonly VersionChange[]): string[] {
  if (group.length === 0) return [];
  const words = group.map(({ label, change }) => {
    const range = change.interval === null ? "" : ` (${intervalWords(change.interval)})`;
    return `${label}, ${measuredSize(change.changePercent as number, change.measure)}${range}`;
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
      `Measured again under a second name, ${before} ${measureVerb(twin.measure)} ${changedBy(twin)}.${raise}`,
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
