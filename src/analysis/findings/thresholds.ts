import { group } from "d3-array";
import { sentenceCase } from "../../words/sentence.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided } from "../comparing/undecided.js";
import type { Scaling } from "../results/scaling.js";
import type { Thresholds } from "../results/thresholds.js";
import type { FindingContext, FindingRule } from "./finding-context.js";
import { efficientWords, saturatesWords, worthItWords } from "./threshold-words.js";

/** Fewer worker counts have no threshold worth a sentence. */
const FEWEST_COUNTS = 3;

type Line = Scaling & { thresholds: Thresholds };

/**
 * The three named thresholds of a line with the same work on every count, and what more workers than it needs cost. Where
 * the work grows with the workers, `critical-threshold` and `measuring-workers` answer.
 */
export const thresholds: FindingRule = (context) =>
  largest(context.scaling.filter(isJudged)).map((line) => {
    const { efficientTo, worthItTo, saturatesAt } = line.thresholds;
    const beyond = beyondOf(line, context);
    // A threshold is evidence enough, whatever is open beyond it.
    const says = efficientTo.reached || worthItTo.reached;
    const sentences = [
      ...(efficientTo.reason ? [] : [efficientWords(efficientTo)]),
      ...(worthItTo.reason ? [] : [worthItWords(worthItTo, line.points, context.machine)]),
      saturatesWords(line, beyond, context),
      ...(isPointValues(line) ? ["This rests on one trial a cell, without intervals"] : []),
    ].map(sentenceCase);
    return {
      text: `${sentenceCase(line.label)}: ${lowerCase(sentences.join(". "))}.`,
      weight: weightOf(line),
      evidence: {
        changes: beyond && !(says && isUndecided(beyond.change)) ? [beyond.change] : [],
        cells: line.points.map(({ key }) => key),
        figures: {
          efficientTo: efficientTo.workers,
          worthItTo: worthItTo.workers,
          saturatesAt: saturatesAt.workers,
          beyond: saturatesAt.beyond,
        },
      },
    };
  });

function isJudged(line: Scaling): line is Line {
  return line.kind === "strong" && line.thresholds !== null && line.points.length >= FEWEST_COUNTS;
}

/** Of several sizes the one with the most work: it has the most to share out. */
function largest(lines: readonly Line[]): Line[] {
  const sizeOf = ({ factors }: Line) => (factors.tasks ?? 1) * (factors.n ?? 1);
  const sameWay = group(lines, ({ factors: { tasks: _, n: __, ...way } }) => JSON.stringify(way));
  return [...sameWay.values()].map((sizes) =>
    sizes.reduce((most, line) => (sizeOf(line) > sizeOf(most) ? line : most)),
  );
}

/** From the threshold to the most workers that were tested. */
function beyondOf(line: Line, { views, comparisons }: FindingContext): CellChange | undefined {
  const keyAt = (workers: number | null) => line.points.find((point) => point.workers === workers)?.key;
  const [nearKey, mostKey] = [keyAt(line.thresholds.saturatesAt.workers), line.points.at(-1)?.key];
  const [from, to] = [nearKey, mostKey].map((key) => views.find((view) => view.key === key));
  return from && to && from !== to ? comparisons.judgeMore([{ from, to }])[0] : undefined;
}

function isPointValues({ thresholds: { efficientTo, worthItTo, saturatesAt } }: Line): boolean {
  return efficientTo.pointValues || worthItTo.pointValues || saturatesAt.pointValues;
}

/** A threshold that the data show is worth more than one that they leave open. */
function weightOf(line: Line): number {
  if (isPointValues(line)) return 40;
  const { efficientTo, worthItTo, saturatesAt } = line.thresholds;
  return 52 + 8 * [efficientTo, worthItTo, saturatesAt].filter(({ reached }) => reached).length;
}

function lowerCase(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
