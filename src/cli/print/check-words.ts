import { changeEvidence, changeWords, intervalFigure, isUndecided } from "../../analysis/comparing/change-words.js";
import { type Check, type CheckedCell, OUTCOMES } from "../../analysis/two-runs/check.js";
import { comparative } from "../../words/measure.js";
import { plural, whole } from "../../words/number.js";
import { percentLevel } from "../../words/percent.js";
import { list, listStart } from "../../words/sentence.js";
import { verdictWords } from "../../words/verdict-words.js";
import type { Reference } from "../options/reference-run.js";
import { bulletList } from "./bullets.js";
import { changeFigure } from "./changes-table.js";
import { printable } from "./printable.js";
import { type Column, textTable } from "./table.js";

/** A check with its failing cells and notes. */
export interface ShownCheck {
  check: Check;
  as: Reference["as"];
  /** Cells with an outcome that `--fail-on` names. */
  failing: Check["comparison"]["cells"];
  notes: readonly string[];
}

/** A check for the terminal: reference and run, the table of changes, the result. */
export async function checkText(shown: ShownCheck, columns: number): Promise<string[]> {
  const { a, b } = shown.check.comparison;
  const as = shown.as === "given" ? "" : `  (${shown.as})`;
  const { heads, rows } = checkRows(shown);
  const sentences = checkSentences(shown);
  const texts = [...sentences.slice(0, -1), ...besideSentences(shown), ...sentences.slice(-1)];
  const bullets = texts.map((text) => ({ text }));
  return [
    `${printable(`reference  ${a.id}  ${a.machine}${as}`)}\n`,
    `${printable(`run        ${b.id}  ${b.machine}`)}\n\n`,
    `${textTable(heads, rows, columns)}\n`,
    await bulletList(bullets, columns),
  ];
}

/** The outcome of a cell in a few words. */
export function outcomeWords(cell: CheckedCell): string {
  const { outcome, reason } = cell;
  if (outcome === "fails") return "fails now";
  if (outcome === "disturbed") return "disturbed: no verdict";
  return outcome === "undecided" && reason === "below-floor" ? "below the floor" : verdictWords(cell);
}

/** "Of 5 combinations 1 is verified to be slower, 4 are equal within 3 %.", the largest change, the control cell, and last the result. */
export function checkSentences({ check: { comparison, counts, disturbed }, failing }: ShownCheck): string[] {
  const { cells, floorPercent, control, summary } = comparison;
  const words: [count: number, text: string][] = [
    [counts.fails, "now without a trial that finishes"],
    [counts.slower, `verified to be ${comparative("slower", summary.measure)}`],
    [counts.faster, `verified to be ${comparative("faster", summary.measure)}`],
    [counts.same, "equal within 3 %"],
    [counts.disturbed, "without a verdict"],
    [counts.undecided, "without enough evidence either way"],
  ];
  const parts = words.filter(([count]) => count > 0).map(([count, text]) => `${whole(count)} ${text}`);
  const worst = worstOf(cells);
  return [
    `Of ${plural(cells.length, "combination")}: ${list(parts)}. A change counts from ${percentLevel(floorPercent)} on.`,
    ...(cells.some(isBesideNone)
      ? ["An interval without 0 % is no verdict yet: it has to hold over all combinations."]
      : []),
    ...disturbedSentences(disturbed, counts.disturbed),
    ...(worst === null ? [] : [worst]),
    ...(control === null ? [] : controlSentences(control)),
    failing.length > 0 ? `Failed: ${listStart(failing.map(nameOf))}.` : passedWords(counts, cells.length),
  ];
}

/** Whether an undecided cell has an interval that leaves out no change. */
function isBesideNone({ outcome, reason, interval }: CheckedCell): boolean {
  if (outcome !== "undecided" || reason === "below-floor" || interval === null) return false;
  return interval[0] > 0 || interval[1] < 0;
}

/** How often something else wanted the cores, and what follows from it. */
function disturbedSentences(disturbed: Check["disturbed"], refused: number): string[] {
  const parts = (["reference", "run"] as const).flatMap((side) => {
    const { trials, judged } = disturbed[side];
    return trials === 0 ? [] : [`${whole(trials)} of ${plural(judged, "trial")} of the ${side}`];
  });
  if (parts.length === 0) return [];
  const refusal =
    refused === 0 ? "" : ` Where that is most of them, no verdict is given (${plural(refused, "combination")}).`;
  return [`Something else used the machine during ${list(parts)}.${refusal}`];
}

function passedWords({ undecided, disturbed }: Check["counts"], cells: number): string {
  const again = "record again when the machine is idle.";
  if (disturbed > 0 && disturbed === cells) return `No verdict: most trials were disturbed; ${again}`;
  if (disturbed > 0) return `Passed but for ${plural(disturbed, "combination")} without a verdict: ${again}`;
  return undecided === 0
    ? "Passed."
    : "Passed: what is not shown is no failure unless --fail-on undecided asks for it; more repeats or a quieter hour show more.";
}

function worstOf(cells: readonly CheckedCell[]): string | null {
  const changed = cells.filter(({ outcome }) => outcome === "slower" || outcome === "faster");
  const [worst] = changed.sort((a, b) => Math.abs(Math.log(b.ratio ?? 1)) - Math.abs(Math.log(a.ratio ?? 1)));
  if (worst === undefined) return null;
  const { undividedPercent, undividedInterval, changePercent } = worst;
  const asTimed =
    undividedPercent === null || undividedInterval === null || undividedPercent === changePercent
      ? ""
      : ` divided by the control cell, and as timed ${changeEvidence({ changePercent: undividedPercent, interval: undividedInterval })}`;
  return `Of the changes the largest is that of ${nameOf(worst)}, which ${changeWords(worst)}${asTimed}.`;
}

function controlSentences({ used, whyNot, change }: NonNullable<ShownCheck["check"]["comparison"]["control"]>) {
  if (!used)
    return whyNot === null ? [] : [`Not divided by the control cell: ${whyNot} (--control 100% when recording).`];
  if (change === null || change.changePercent === null) return [];
  const shows = isUndecided(change) ? `shows no clear change (${changeEvidence(change)})` : changeWords(change);
  return [`Divided by the control cell beside each trial: the same small work in both runs, which ${shows}.`];
}

/** What came of a check, in a word or two. */
export function closingWords({ check: { comparison, counts }, failing }: ShownCheck): string {
  if (failing.length > 0) return "failed";
  return counts.disturbed > 0 && counts.disturbed === comparison.cells.length ? "gives no verdict" : "passed";
}

/** The table of a check: columns and rows, changed cells first. */
export function checkRows({ check: { comparison } }: ShownCheck): { heads: Column[]; rows: string[][] } {
  const divided = comparison.control?.used === true;
  const sole = new Set(comparison.cells.map(({ experiment }) => experiment)).size === 1;
  const heads: Column[] = [
    { head: "combination" },
    { head: "change", figures: true },
    { head: "95 % interval", figures: true },
    ...(divided ? [{ head: "as timed", figures: true }] : []),
    { head: "n", figures: true },
    { head: "result" },
  ];
  const ordered = OUTCOMES.flatMap((outcome) => comparison.cells.filter((cell) => cell.outcome === outcome));
  const rows = ordered.map((cell) => [
    sole ? cell.label : nameOf(cell),
    changeFigure(cell.changePercent),
    intervalFigure(cell, ""),
    ...(divided ? [changeFigure(cell.undividedPercent)] : []),
    whole(cell.n),
    outcomeWords(cell),
  ]);
  return { heads, rows };
}

/** Sentences on other differences between the runs, and on cells without a counterpart. */
export function besideSentences({ check: { comparison }, notes }: ShownCheck): string[] {
  const { differences, unmatched } = comparison;
  const gone = unmatched.filter(({ run }) => run === "a").length;
  const added = unmatched.length - gone;
  return [
    ...notes,
    ...differences.map(({ what, a, b }) => `Differs: ${what} (${a} / ${b}).`),
    ...(gone > 0 ? [`${plural(gone, "combination")} of the reference: not in the run.`] : []),
    ...(added > 0 ? [`${plural(added, "combination")} of the run: not in the reference.`] : []),
  ];
}

function nameOf({ experiment, label }: CheckedCell): string {
  return `${experiment}: ${label}`;
}
