import { mean } from "../../stats/mean.js";
import { type Statement, statement } from "../../words/headline.js";
import { comparative, measuredChange, measuredTimes, measureVerb } from "../../words/measure.js";
import { plural } from "../../words/number.js";
import { intervalWords, isNoChange, lessOrMore, plainPercent, printAlike } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { isUndecided } from "../comparing/change-words.js";
import { toPercent } from "../comparing/estimate.js";
import type { Change, ComparedCell, Comparison, Finding, Interval } from "../results/run-analysis.js";
import { changeDetail, changeHeadline } from "./change-statement.js";

/** Descriptions of more characters than these stand in the table of differences alone. */
const LONG = 120;
const REFERENCE = "the reference";
const OTHER = "the compared run";
const NOT_INTERLEAVED = "The runs were not interleaved.";

type Compared = Omit<Comparison, "findings">;

/** The sentences of a comparison of two runs, most telling first. */
export function comparisonFindings(comparison: Compared): Finding[] {
  return [singleTrials, overall, alone, verdicts, largest, control, unlike, unknownMachine, missing].flatMap((rule) =>
    rule(comparison),
  );
}

/** The only sentence on two imports of one file. */
export function sameImportFindings(): Finding[] {
  const says = statement(
    "Both runs are imports of one file",
    "They hold the same measurements, so nothing can be seen of a change.",
  );
  return finding("same-import", says, { weight: 100, evidence: {} });
}

interface Said {
  weight: number;
  evidence: Finding["evidence"];
  change?: Change;
}

function finding(id: string, says: Statement, { weight, evidence, change }: Said): Finding[] {
  return [{ id, ...says, change: change ?? null, weight, evidence }];
}

/** Cells of single trials: nothing is told from noise, so the headline names no direction. */
function singleTrials(comparison: Compared): Finding[] {
  const cells = withRatio(comparison.cells);
  if (cells.length === 0 || cells.some(({ interval }) => interval !== null)) return [];
  const [least, most] = endsOf(cells);
  const part = ({ changePercent, label, measure }: Measured) => `${measuredChange(changePercent, measure)} at ${label}`;
  const range = least === most ? `It shows ${part(least)}` : `The ratios range from ${part(least)} to ${part(most)}`;
  const detail = [
    `${range}; noise alone may be behind ${least === most ? "it" : "any of them"}.`,
    meanSentence(comparison),
  ]
    .filter(Boolean)
    .join(" ");
  return finding("single-trial", statement("One measurement each: none of the differences has an interval", detail), {
    weight: 100,
    evidence: {
      changes: [...new Set([least, most])],
      cells: cells.map(({ key }) => key),
      figures: meanFigures(comparison),
    },
  });
}

/**
 * The mean over the cells. Its interval has the geometric means of the ends of theirs: a mean is known at least as well as
 * its members are on average, whatever they have in common (Minkowski's inequality), and cells of one run have their hour in
 * common. A direction is claimed where that interval leaves out no change, and from the floor on.
 */
function overall(comparison: Compared): Finding[] {
  const { geometricMeanRatio: ratio, measure } = comparison.summary;
  const cells = withRatio(comparison.cells);
  const interval = meanInterval(cells);
  if (ratio === null || cells.length < 2 || interval === null) return [];
  const change = (ratio - 1) * 100;
  const takes = measureVerb(measure);
  const isShown = (interval[0] > 0 || interval[1] < 0) && Math.abs(change) >= comparison.floorPercent;
  const of = `the mean of ${plural(cells.length, "combination")}`;
  const [a, b] = [named(comparison.a, comparison), named(comparison.b, comparison)];
  const candidates = isShown
    ? [
        `In ${of}, ${b} ${takes} ${measuredChange(change, measure, a)}`,
        `In ${of}, ${OTHER} ${takes} ${measuredChange(change, measure)}`,
      ]
    : [`No clear change in ${of}`];
  const width = `Its interval, ${intervalWords(interval)}, has the means of the ends of the combinations' own 95 % intervals.`;
  return finding("overall", statement(candidates, `${meanSentence(comparison)} ${width}`), {
    weight: 100,
    evidence: {
      figures: { ...meanFigures(comparison), low: interval[0], high: interval[1] },
      cells: cells.map(({ key }) => key),
    },
  });
}

function meanInterval(cells: readonly Measured[]): Interval | null {
  const ends = cells.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  if (ends.length < cells.length || ends.length === 0) return null;
  const meanOf = (side: 0 | 1) => toPercent(mean(ends.map((own) => Math.log1p(own[side] / 100))));
  return [meanOf(0), meanOf(1)];
}

const meanFigures = ({ summary }: Compared) => ({
  geometricMeanRatio: summary.geometricMeanRatio,
  geometricMeanChangePercent: ((summary.geometricMeanRatio ?? 1) - 1) * 100,
  arithmeticMeanChangePercent: summary.arithmeticMeanChangePercent,
});

/** Both means of several cells; "" of one, which has none. */
function meanSentence({ summary }: Compared): string {
  const { geometricMeanRatio: ratio, arithmeticMeanChangePercent: arithmetic, withRatio: count, measure } = summary;
  if (ratio === null || arithmetic === null || count < 2) return "";
  const change = (ratio - 1) * 100;
  const isExact = printAlike(change, arithmetic);
  const times = measuredTimes(ratio, measure);
  const mean = isNoChange(arithmetic, isExact) ? plainPercent(0) : lessOrMore(arithmetic, isExact);
  return (
    `The geometric mean of ${plural(count, "ratio")} is ${measuredChange(change, measure, undefined, isExact)}${times && `, ${times}`}; ` +
    `the arithmetic mean of the percentages, ${mean}, depends on which run is the reference.`
  );
}

/** The only cell, told by its verdict. */
function alone(comparison: Compared): Finding[] {
  const [cell, ...others] = withRatio(comparison.cells);
  if (cell === undefined || others.length > 0 || cell.interval === null) return [];
  const names = [named(comparison.b, comparison), named(comparison.a, comparison)] as const;
  const headline = changeHeadline(cell, ...names);
  const says = statement(
    [`${headline}, at ${cell.label}`, headline, changeHeadline(cell, OTHER, REFERENCE)],
    `${changeDetail(cell)} ${NOT_INTERLEAVED}`,
  );
  return finding("verdicts", says, { weight: 100, evidence: { changes: [cell], cells: [cell.key] }, change: cell });
}

const COUNTED = { slower: "slower", faster: "faster", same: "equal", inconclusive: "undecided" } as const;

/** How many cells have which verdict. */
function verdicts({ cells, summary: { measure } }: Compared): Finding[] {
  const used = withRatio(cells);
  if (used.length < 2 || used.every(({ interval }) => interval === null)) return [];
  const count = (verdict: ComparedCell["verdict"]) => used.filter((cell) => cell.verdict === verdict).length;
  const figures = {
    slower: count("slower"),
    faster: count("faster"),
    same: count("same"),
    inconclusive: count("inconclusive"),
  };
  const found = Object.entries(COUNTED).flatMap(([verdict, plain]) => {
    const word = verdict === "slower" || verdict === "faster" ? comparative(verdict, measure) : plain;
    const number = figures[verdict as keyof typeof figures];
    return number === 0 ? [] : [{ number, word }];
  });
  const [first, ...more] = found;
  const headline =
    more.length === 0
      ? `All ${plural(used.length, "combination")} are ${first?.word}`
      : `Of ${plural(used.length, "combination")}, ${list(found.map(({ number, word }, place) => (place === 0 ? `${number} ${number === 1 ? "is" : "are"} ${word}` : `${number} ${word}`)))}`;
  const detail = [
    figures.same > 0 ? "Equal is shown within 3 %." : "",
    figures.inconclusive > 0 ? "Undecided means that neither a change nor the lack of one is shown." : "",
    isBesideNone(used) ? "Some of their intervals leave out 0 %: too little once corrected for many comparisons." : "",
    NOT_INTERLEAVED,
  ];
  const says = statement(headline, detail.filter(Boolean).join(" "));
  return finding("verdicts", says, { weight: 80, evidence: { figures, changes: used } });
}

/** Whether an undecided cell has an interval without no change. */
function isBesideNone(cells: readonly Measured[]): boolean {
  return cells.some((cell) => {
    const [low, high] = cell.interval ?? [0, 0];
    return isUndecided(cell) && cell.reason !== "below-floor" && (low > 0 || high < 0);
  });
}

/** The largest change that is decided, and the largest of the other direction. */
function largest({ cells }: Compared): Finding[] {
  const used = withRatio(cells);
  const size = ({ ratio }: Measured) => Math.abs(Math.log(ratio));
  const decided = used
    .filter(({ verdict }) => verdict === "slower" || verdict === "faster")
    .sort((x, y) => size(y) - size(x));
  const [most] = decided;
  if (most === undefined || used.length < 2) return [];
  const against = decided.find(({ verdict }) => verdict !== most.verdict);
  const opposite =
    against &&
    `The largest the other way is ${measuredChange(against.changePercent, against.measure)}, at ${against.label}. ${changeDetail(against)}`;
  const headline = `The largest change is ${measuredChange(most.changePercent, most.measure)}`;
  const detail = [changeDetail(most), opposite].filter((part) => part !== undefined).join(" ");
  const shown = [most, against].filter((cell) => cell !== undefined);
  return finding("largest", statement([`${headline}, at ${most.label}`, headline], detail), {
    weight: 90,
    evidence: { changes: shown, cells: shown.map(({ key }) => key) },
    change: most,
  });
}

/** What the same small work took in either run: the ratios hold the hour as well, unless they are divided by it. */
function control({ control: compared }: Compared): Finding[] {
  const change = compared?.change;
  if (!compared || !change || change.changePercent === null || change.interval === null) return [];
  const use = compared.used
    ? "Every ratio here is divided by its time beside each repeat"
    : compared.whyNot === null
      ? "The ratios here are not divided by it"
      : `The ratios here are not divided by it: ${compared.whyNot}`;
  const work = "the same small work";
  const headline =
    change.verdict === "same"
      ? `In both runs ${work} takes the same time within 3 %`
      : isUndecided(change)
        ? `Whether ${work} takes the same time in both runs is undecided`
        : `In ${OTHER} ${work} takes ${measuredChange(change.changePercent, undefined)}`;
  const says = statement(sentenceCase(headline), `This is the control cell. ${changeDetail(change)} ${use}.`);
  return finding("control", says, { weight: 65, evidence: { changes: [change] }, change });
}

function unlike({ differences, sameMachine }: Compared): Finding[] {
  if (differences.length === 0) return [];
  const facts = differences.map(({ what, a: inA, b: inB }) =>
    inA.length + inB.length > LONG ? what : `${what} (${inA} against ${inB})`,
  );
  const opening =
    sameMachine === false
      ? "The machines differ, so a ratio is not one program's change"
      : "The runs differ in more than the program";
  const figures = Object.fromEntries(differences.map(({ what, a: inA, b: inB }) => [what, `${inA} | ${inB}`]));
  return finding("unlike", statement(opening, `Different: ${list(facts)}.`), { weight: 60, evidence: { figures } });
}

function unknownMachine({ sameMachine }: Compared): Finding[] {
  if (sameMachine !== null) return [];
  const says = statement(
    "Whether both were measured on one machine is not known",
    "A ratio is one program's change only if they were. `scalebook import` with --machine says which machine a file is from.",
  );
  return finding("unknown-machine", says, { weight: 62, evidence: {} });
}

function missing({ cells, unmatched }: Compared): Finding[] {
  if (unmatched.length === 0) return [];
  const [inA, inB] = (["a", "b"] as const).map((run) => unmatched.filter((cell) => cell.run === run).length);
  const opening =
    cells.length === 0 ? "The two runs have no combination in common" : "Not every combination is in both runs";
  const sides = [inA && `${inA} only in ${REFERENCE}`, inB && `${inB} only in ${OTHER}`];
  const detail = `Combinations without a partner: ${sides.filter((side) => typeof side === "string").join(", ")}.`;
  const evidence = { figures: { a: inA ?? 0, b: inB ?? 0 } };
  return finding("unmatched", statement(opening, detail), { weight: cells.length === 0 ? 100 : 30, evidence });
}

interface Measured extends ComparedCell {
  ratio: number;
  changePercent: number;
}

function withRatio(cells: readonly ComparedCell[]): Measured[] {
  return cells.filter((cell): cell is Measured => cell.ratio !== null && cell.changePercent !== null);
}

function endsOf(cells: readonly Measured[]): [least: Measured, most: Measured] {
  const ordered = [...cells].sort((x, y) => x.ratio - y.ratio);
  return [ordered[0], ordered.at(-1)] as [Measured, Measured];
}

/** The machine where that tells the runs apart, else its part in the comparison. */
function named(run: Comparison["a"], { a, b }: Compared): string {
  if (a.machine !== b.machine) return run.machine;
  return run === a ? REFERENCE : OTHER;
}
