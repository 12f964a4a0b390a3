import { group } from "d3-array";
import { statement } from "../../words/headline.js";
import { plural, significant, whole, workerWords } from "../../words/number.js";
import { list, lowerFirst, sentenceCase } from "../../words/sentence.js";
import { variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Draft, type FindingContext, type FindingRule, untoldWords } from "./finding.js";
import { changePoint, pairEvidence } from "./pair-words.js";

/** The workload whose tasks are files. */
const FILES = "shapefile";

/** Changes of one strategy against sequential. */
interface Line {
  /** By ascending number of files. */
  told: CellChange[];
  /** That of the most files. */
  most: CellChange;
  untold: CellChange[];
}

/**
 * Real work: the change of each strategy against one file after the other, and files a second for every number of files.
 * Strategies of which nothing is decided are said together.
 */
export const filesPerSecond: FindingRule = (context) => {
  const against = context.comparisons.changes.againstBaseline.filter(
    ({ from, to }) => to.factors.workload === FILES && from.factors.strategy === "sequential",
  );
  const lines = [...group(against, ({ to }) => `${to.variant}|${to.factors.workers}|${to.factors.n}`).values()];
  const told = lines.flatMap(lineOf);
  const saidOf = (line: Line) => (isUndecided(line.most.change) ? filesOf(line.most.to) : line);
  return [...group(told, saidOf).values()].map((those) => draft(those as [Line, ...Line[]], context));
};

function lineOf(changes: readonly CellChange[]): Line[] {
  const [told, untold] = [true, false].map((is) => changes.filter(({ change }) => (change.ratio !== null) === is));
  const ordered = (told ?? []).toSorted((a, b) => filesOf(a.to) - filesOf(b.to));
  const most = ordered.at(-1);
  return most ? [{ told: ordered, most, untold: untold ?? [] }] : [];
}

function draft(those: readonly [Line, ...Line[]], context: FindingContext): Draft {
  const [{ most }] = those;
  const untold = those.flatMap((line) => line.untold);
  const details = [
    ...those.map((line) => lineWords(line, those.length > 1, context)),
    ratesWords(those, context),
    untoldWords(untold, ({ to }) => `${nameOf(to, context)} on ${plural(filesOf(to), "file")}`),
  ];
  const changes = those.flatMap(({ told }) => told);
  return {
    ...statement(headlines(those, context), details.filter(Boolean).join(" ")),
    weight: isUndecided(most.change) ? 56 : 77,
    ...(those.length === 1 && { change: most.change }),
    changes,
    figures: Object.fromEntries(
      changes.map(({ to }) => [`${nameOf(to, context)} files-${filesOf(to)}`, perSecond(to, context)]),
    ),
  };
}

function headlines(those: readonly [Line, ...Line[]], context: FindingContext): string[] {
  const [{ most }] = those;
  const files = plural(filesOf(most.to), "file");
  const name = list(those.map((line) => nameOf(line.most.to, context)));
  const workers = workerWords(most.to.factors.workers);
  return [`${name} with ${workers}`, name, `the work with ${workers}`].map((subject) =>
    isUndecided(most.change)
      ? `${sentenceCase(subject)} ${those.length === 1 ? "is" : "are"} not shown to differ from sequential on ${files}`
      : `${sentenceCase(subject)} on ${files} ${changePoint(most.change, "sequential")}`,
  );
}

/** What is behind the change on the most files, and from how many on a gain is clear. */
function lineWords({ most, told }: Line, isNamed: boolean, context: FindingContext): string {
  const words = [pairEvidence(most.change), firstGainWords(told)].filter(Boolean).join(" ");
  return isNamed ? `${sentenceCase(nameOf(most.to, context))}: ${lowerFirst(words)}` : words;
}

function nameOf({ factors }: CellView, { varying }: FindingContext): string {
  return variantWords(factors, varying);
}

function filesOf({ factors }: CellView): number {
  return factors.tasks ?? 1;
}

function perSecond(view: CellView, { summaryOf }: FindingContext): number | null {
  const { medianMs } = summaryOf(view);
  return medianMs === null || medianMs === 0 ? null : (1000 * filesOf(view)) / medianMs;
}

/** "Files per second, in medians: sequential 60.2 with 5 files and 58.0 with 80; thread pool 41.0 and 90.1." */
function ratesWords(those: readonly [Line, ...Line[]], context: FindingContext): string {
  const [{ told, most }] = those;
  const ends = told.length === 1 ? [most] : [told[0] as CellChange, most];
  const rates = (line: Line, side: "from" | "to") =>
    (told.length === 1 ? [line.most] : [line.told[0] as CellChange, line.most]).map((entry) =>
      significant(perSecond(entry[side], context) ?? 0),
    );
  const counts = ends.map(({ to }, index) => (index === 0 ? plural(filesOf(to), "file") : whole(filesOf(to))));
  const sequential = rates(those[0], "from").map((rate, index) => `${rate} with ${counts[index]}`);
  const others = those.map((line) => `${nameOf(line.most.to, context)} ${list(rates(line, "to"))}`);
  return `Files per second, in medians: sequential ${list(sequential)}; ${list(others)}.`;
}

/** The fewest files from which on every tested number takes clearly less time. */
function firstGainWords(told: readonly CellChange[]): string {
  const last = told.findLastIndex(({ change }) => change.verdict !== "faster");
  const [before, first] = [told[last], told[last + 1]];
  if (!before || !first) return "";
  return `The gain is clear from ${plural(filesOf(first.to), "file")} on, not yet with ${whole(filesOf(before.to))}.`;
}
