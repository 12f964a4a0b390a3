import { greatest, group } from "d3-array";
import { sentenceCase } from "../../words/sentence.js";
import { isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Scaling, Thresholds } from "../results/scaling.js";
import type { FindingContext, FindingRule } from "./finding.js";
import { efficientWords, saturatesWords, worthItWords } from "./threshold-words.js";

/** Fewer worker counts have no threshold worth a sentence. */
const FEWEST_COUNTS = 3;

type Line = Scaling & { thresholds: Thresholds };

/**
 * The three named thresholds of a line with the same work on every count, and the cost of more workers than it needs. Where
 * the work grows with the workers, `critical-threshold` and `measuring-workers` answer.
 */
export const thresholds: FindingRule = (context) =>
  largest(context.scaling.filter(isJudged)).map((line) => {
    const { efficientTo, worthItTo, saturatesAt } = line.thresholds;
    const all = [efficientTo, worthItTo, saturatesAt];
    const isPointValues = all.some(({ pointValues }) => pointValues);
    const beyond = beyondOf(line, context);
    // A threshold is evidence enough, whatever is open beyond it.
    const says = efficientTo.reached || worthItTo.reached;
    const sentences = [
      ...(efficientTo.reason ? [] : [efficientWords(efficientTo)]),
      ...(worthItTo.reason ? [] : [worthItWords(worthItTo, line.points, context.machine)]),
      saturatesWords(line, beyond, context),
      ...(isPointValues ? ["This rests on one trial a cell, without intervals"] : []),
    ].map((sentence, index) => (index === 0 ? sentence : sentenceCase(sentence)));
    return {
      text: `${sentenceCase(line.label)}: ${sentences.join(". ")}.`,
      // A threshold that the data show is worth more than one that they leave open.
      weight: isPointValues ? 40 : 52 + 8 * all.filter(({ reached }) => reached).length,
      changes: beyond && !(says && isUndecided(beyond.change)) ? [beyond] : [],
      cells: line.points,
      figures: {
        efficientTo: efficientTo.workers,
        worthItTo: worthItTo.workers,
        saturatesAt: saturatesAt.workers,
        beyond: saturatesAt.beyond,
      },
    };
  });

function isJudged(line: Scaling): line is Line {
  return line.kind === "strong" && line.thresholds !== null && line.points.length >= FEWEST_COUNTS;
}

/** Of several sizes the one with the most work: it has the most to share out. */
function largest(lines: readonly Line[]): Line[] {
  const sameWay = group(lines, ({ factors: { tasks: _, n: __, ...way } }) => JSON.stringify(way));
  return [...sameWay.values()].flatMap(
    (sizes) => greatest(sizes, ({ factors: { tasks = 1, n = 1 } }) => tasks * n) ?? [],
  );
}

/** From the threshold to the most workers that were tested. */
function beyondOf(line: Line, { views, comparisons }: FindingContext): CellChange | undefined {
  const keyAt = (workers: number | null) => line.points.find((point) => point.workers === workers)?.key;
  const [nearKey, mostKey] = [keyAt(line.thresholds.saturatesAt.workers), line.points.at(-1)?.key];
  const [from, to] = [nearKey, mostKey].map((key) => views.find((view) => view.key === key));
  return from && to && from !== to ? comparisons.judgeMore([{ from, to }])[0] : undefined;
}
