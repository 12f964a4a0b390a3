import { plural } from "../../words/number.js";
import { isNoChange, lessOrMore, plainPercent, printAlike, timeChange } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { changeWords, evidenceWords, shownWords, timesWords } from "../comparing/change-words.js";
import type { ComparedCell, Comparison, Finding } from "../results/run-analysis.js";

/** Descriptions of more characters than these stand in the table of differences alone. */
const LONG = 120;

type Compared = Omit<Comparison, "findings">;

/** The sentences of a comparison of two runs, most telling first. */
export function comparisonFindings(comparison: Compared): Finding[] {
  return [overall, range, verdicts, control, unlike, missing].flatMap((rule) => rule(comparison));
}

function overall(comparison: Compared): Finding[] {
  const { a, b, cells, summary } = comparison;
  const { geometricMeanRatio: ratio, arithmeticMeanChangePercent: arithmetic } = summary;
  if (ratio === null || arithmetic === null) return [];
  const used = withRatio(cells);
  const [first] = used;
  const change = (ratio - 1) * 100;
  // Of one cell there is no mean; with an interval, its verdict says it.
  if (first && used.length === 1) return first.interval === null ? [alone(first, comparison)] : [];
  const isExact = printAlike(change, arithmetic);
  const times = timesWords(ratio);
  const mean = isNoChange(arithmetic, isExact) ? plainPercent(0) : lessOrMore(arithmetic, isExact);
  const text =
    `${named(b, comparison)} takes ${timeChange(change, named(a, comparison), isExact)} in the geometric mean of the ratios of ` +
    `${plural(used.length, "cell")}${times && ` (${times})`}, which has no interval. The arithmetic mean of the percentages, ` +
    `${mean}, depends on which run is the reference.`;
  const figures = {
    geometricMeanRatio: ratio,
    geometricMeanChangePercent: change,
    arithmeticMeanChangePercent: arithmetic,
  };
  return [
    {
      id: "overall",
      text,
      headline: "",
      detail: "",
      change: null,
      weight: 100,
      evidence: { figures, cells: used.map(({ key }) => key) },
    },
  ];
}

function alone(cell: Measured, comparison: Compared): Finding {
  const { a, b } = comparison;
  const text = `${named(b, comparison)} ${changeWords(cell, named(a, comparison))}, at ${cell.label}.`;
  return {
    id: "overall",
    text,
    headline: "",
    detail: "",
    change: null,
    weight: 100,
    evidence: { changes: [cell], cells: [cell.key] },
  };
}

function range({ cells }: Compared): Finding[] {
  const ordered = withRatio(cells).sort((x, y) => x.ratio - y.ratio);
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (!least || !most || least === most) return [];
  const part = (cell: Measured) => `${timeChange(cell.changePercent)} at ${cell.label} (${evidenceWords(cell)})`;
  const text = `The change ranges from ${part(least)} to ${part(most)}.`;
  return [
    {
      id: "range",
      text,
      headline: "",
      detail: "",
      change: null,
      weight: 90,
      evidence: { changes: [least, most], cells: [least.key, most.key] },
    },
  ];
}

function verdicts({ cells }: Compared): Finding[] {
  const used = withRatio(cells);
  if (used.length === 0) return [];
  if (used.every(({ method }) => method === "single-trial")) {
    const text = "One trial a cell: there are no intervals, and no single difference can be told from noise.";
    return [
      {
        id: "single-trial",
        text,
        headline: "",
        detail: "",
        change: null,
        weight: 70,
        evidence: { cells: used.map(({ key }) => key) },
      },
    ];
  }
  const count = (verdict: ComparedCell["verdict"]) => used.filter((cell) => cell.verdict === verdict).length;
  const figures = {
    slower: count("slower"),
    faster: count("faster"),
    same: count("same"),
    inconclusive: count("inconclusive"),
  };
  const parts = [
    figures.slower && `${figures.slower} clearly slower`,
    figures.faster && `${figures.faster} clearly faster`,
    figures.same && `${figures.same} equal within 3 %`,
    figures.inconclusive && `${figures.inconclusive} without enough evidence`,
  ].filter((part) => typeof part === "string");
  const [only] = used;
  const detail = used.length === 1 && only ? `${only.label} ${shownWords(only)}` : list(parts);
  const text = `Of ${plural(used.length, "matched cell")}: ${detail}. The runs were not interleaved.`;
  return [
    { id: "verdicts", text, headline: "", detail: "", change: null, weight: 80, evidence: { figures, changes: used } },
  ];
}

/** What the same small work took in either run: the ratios hold the hour as well, unless they are divided by it. */
function control({ control: compared, b }: Compared): Finding[] {
  const change = compared?.change;
  if (!compared || !change || change.ratio === null || change.interval === null) return [];
  const use = compared.used
    ? "Every ratio here is divided by its time beside each trial"
    : compared.whyNot === null
      ? "The ratios here are not divided by it"
      : `The ratios here are not divided by it: ${compared.whyNot}`;
  const text = `In ${b.id} the control cell, a small work that is the same in every run, ${shownWords(change)}. ${use}.`;
  return [{ id: "control", text, headline: "", detail: "", change: null, weight: 65, evidence: { changes: [change] } }];
}

function unlike(comparison: Compared): Finding[] {
  const { a, b, differences, sameMachine } = comparison;
  if (differences.length === 0) return [];
  const facts = differences.map(({ what, a: inA, b: inB }) =>
    inA.length + inB.length > LONG ? what : `${what} (${inA} against ${inB})`,
  );
  const opening = sameMachine
    ? "The runs differ in more than the program"
    : `Unlike machines: ${named(a, comparison)} and ${named(b, comparison)} differ, so a ratio is not one program's change`;
  const figures = Object.fromEntries(differences.map(({ what, a: inA, b: inB }) => [what, `${inA} | ${inB}`]));
  return [
    {
      id: "unlike",
      text: `${opening}. Different: ${list(facts)}.`,
      headline: "",
      detail: "",
      change: null,
      weight: 60,
      evidence: { figures },
    },
  ];
}

function missing({ cells, unmatched }: Compared): Finding[] {
  if (unmatched.length === 0) return [];
  const [inA, inB] = (["a", "b"] as const).map((run) => unmatched.filter((cell) => cell.run === run).length);
  const opening = cells.length === 0 ? "No cell of the two runs has the same factors" : "Not every cell has a partner";
  const sides = [inA && `${inA} only in the reference`, inB && `${inB} only in the other run`];
  const text = `${opening}: ${sides.filter((side) => typeof side === "string").join(", ")}.`;
  return [
    {
      id: "unmatched",
      text,
      headline: "",
      detail: "",
      change: null,
      weight: cells.length === 0 ? 100 : 30,
      evidence: { figures: { a: inA ?? 0, b: inB ?? 0 } },
    },
  ];
}

interface Measured extends ComparedCell {
  ratio: number;
  changePercent: number;
}

function withRatio(cells: readonly ComparedCell[]): Measured[] {
  return cells.filter((cell): cell is Measured => cell.ratio !== null && cell.changePercent !== null);
}

/** The machine where that tells the runs apart, else the run's id. */
function named(run: Comparison["a"], { a, b }: Compared): string {
  return a.machine === b.machine ? run.id : run.machine;
}
