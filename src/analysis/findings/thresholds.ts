import { greatest, group } from "d3-array";
import { statement } from "../../words/headline.js";
import { type Measure, measureNoun } from "../../words/measure.js";
import { whole, workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { isUndecided, shownWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isJudged, type JudgedLine as Line, thresholdSentence } from "../scaling/thresholds/threshold-words.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** More lines are counted instead of named. */
const MOST_NAMED = 3;

/** Lines that end in the same way at the same count. */
interface Ending {
  lines: [Line, ...Line[]];
  kind: "flat" | "rising" | "half" | "open";
  workers: number;
  /** Of half the gain: the next count. */
  next?: number;
}

/**
 * Up to how many workers the lines with the same work on every count gain. Where the work grows with the workers,
 * `critical-threshold` and `measuring-workers` answer.
 */
export const thresholds: FindingRule = (context) => {
  const lines = largest(context.scaling.filter(isJudged));
  const endings = endingsOf(lines);
  const [lead] = endings;
  if (lead === undefined) return [];
  const [first] = lead.lines;
  const beyond = beyondOf(first, context);
  const all = Object.values(first.thresholds);
  const isPointValues = all.some(({ pointValues }) => pointValues);
  const { efficientTo, worthItTo, saturatesAt } = first.thresholds;
  return [
    {
      ...statement(
        headlines(lead, lines.length, context.experiment.figure),
        detailWords(endings, lines, beyond, isPointValues),
      ),
      // A threshold that the data show is worth more than one that they leave open.
      weight: isPointValues ? 40 : 52 + 8 * all.filter(({ reached }) => reached).length,
      ...(beyond && !isUndecided(beyond.change) && { change: beyond.change }),
      changes: beyond && !isUndecided(beyond.change) ? [beyond] : [],
      cells: lines.flatMap(({ points }) => points),
      figures: {
        efficientTo: efficientTo.workers,
        worthItTo: worthItTo.workers,
        saturatesAt: saturatesAt.reached ? saturatesAt.workers : null,
        gainsTo: saturatesAt.gainsTo,
        beyond: saturatesAt.beyond,
      },
    },
  ];
};

/** Of several sizes the one with the most work: it has the most to share out. */
function largest(lines: readonly Line[]): Line[] {
  const sameWay = group(lines, ({ factors: { tasks: _, n: __, ...way } }) => JSON.stringify(way));
  return [...sameWay.values()].flatMap(
    (sizes) => greatest(sizes, ({ factors: { tasks = 1, n = 1 } }) => tasks * n) ?? [],
  );
}

/** Lines by how they end, most lines first, decided ones before open ones. */
function endingsOf(lines: readonly Line[]): Ending[] {
  const endings = lines.map((line): Ending => ({ lines: [line], ...endingOf(line) }));
  const merged = [...group(endings, ({ kind, workers, next }) => `${kind} ${workers} ${next}`).values()].map(
    (same): Ending => {
      const [first] = same as [Ending];
      return { ...first, lines: same.flatMap(({ lines: own }) => own) as [Line, ...Line[]] };
    },
  );
  const rank = ({ kind, lines: own }: Ending) => own.length + (kind === "open" ? 0 : lines.length);
  return merged.toSorted((a, b) => rank(b) - rank(a));
}

function endingOf({ thresholds: { saturatesAt, worthItTo }, points }: Line): Pick<Ending, "kind" | "workers" | "next"> {
  const most = points.at(-1)?.workers ?? 1;
  if (saturatesAt.reached) return { kind: "flat", workers: saturatesAt.workers ?? most };
  if (worthItTo.endedBy !== null && !worthItTo.pointValues) {
    const { from, to } = worthItTo.endedBy;
    return { kind: "half", workers: from, next: to };
  }
  if (saturatesAt.gainsTo !== null && saturatesAt.workers === most) return { kind: "rising", workers: most };
  return { kind: "open", workers: most };
}

/** "More than 4 workers gain nothing with thread pool and process pool". */
function headlines({ kind, workers, next, lines }: Ending, all: number, measure: Measure | undefined): string[] {
  const point = {
    flat: `more than ${workerWords(workers)} ${workers === 1 ? "gains" : "gain"} nothing`,
    // Of that step only: on more workers the gain may be larger again.
    half: `going from ${whole(workers)} to ${workerWords(next ?? workers)} ${lines.every(isNextToNothing) ? "gains little or nothing" : "brings under half the possible gain"}`,
    rising: `${measureNoun(measure)} still ${measure?.better === "higher" ? "rises" : "falls"} up to ${workerWords(workers)}, the most tested`,
    open: "where the gains stop is not shown",
  }[kind];
  const names = [nameOf(lines, all), nameOf(lines.slice(0, 1), all)];
  // A long name is worth a shorter point: without a name it would be read as said of every line.
  return [point, point.replace("brings under half the possible gain", "gains under half the possible")]
    .flatMap((says) => names.map((name) => (name === "" ? sentenceCase(says) : `${sentenceCase(name)}: ${says}`)))
    .concat(sentenceCase(point));
}

/** A further worker surely adds less than that share of what it could. */
const NEXT_TO_NOTHING = 0.15;

function isNextToNothing({ thresholds: { worthItTo } }: Line): boolean {
  return (worthItTo.endedBy?.atMost ?? Infinity) < NEXT_TO_NOTHING;
}

/** "thread pool and process pool", "all 5 strategies", "4 of 9 strategies". */
function nameOf(lines: readonly Line[], all: number, mostNamed = MOST_NAMED): string {
  if (lines.length <= mostNamed) return list(lines.map(({ label }) => label));
  // A strategy on 1 core and on 2 is one strategy.
  const isEachOwn = new Set(lines.map(({ factors }) => factors.strategy)).size === lines.length;
  const noun = isEachOwn ? "strategies" : "lines";
  return lines.length === all ? `all ${whole(all)} ${noun}` : `${whole(lines.length)} of ${whole(all)} ${noun}`;
}

/** What the headline rests on, and the thresholds of every line, equal ones said once. */
function detailWords(
  endings: readonly Ending[],
  lines: readonly Line[],
  beyond: CellChange | undefined,
  isPointValues: boolean,
): string {
  const [lead] = endings as [Ending];
  const each = [...group(lines, thresholdSentence)].map(([words, same]) =>
    sentenceCase(lines.length === 1 ? words : `${nameOf(same, lines.length, Infinity)}: ${words}`),
  );
  const sentences = [
    ...(lead.kind === "half" ? halfWords(lead) : beyond && !isPointValues ? [beyondWords(lead, beyond)] : []),
    ...each,
    ...(isPointValues ? ["This rests on one measurement each, without intervals"] : []),
  ];
  return sentences.map((sentence) => `${sentence.replace(/\.$/, "")}.`).join(" ");
}

/** "From 4 to 6, a further worker adds 42.1 % of what it could, at most 46.0 %". */
function halfWords({ lines: [line] }: Ending): string[] {
  const { endedBy } = line.thresholds.worthItTo;
  if (endedBy === null) return [];
  const { from, to, share, atMost } = endedBy;
  const gain = share < 0.0005 ? "nothing" : `${shareWords(share)} of what it could`;
  const limit = atMost === null || atMost < 0.0005 ? "" : ` (at most ${shareWords(atMost)})`;
  return [`From ${whole(from)} to ${workerWords(to)} a further worker of ${line.label} adds ${gain}${limit}`];
}

function beyondWords({ lines: [line] }: Ending, { from, to, change }: CellChange): string {
  const range = `From ${whole(from.factors.workers)} to ${workerWords(to.factors.workers)} ${line.label}`;
  return `${range} ${shownWords(change)}`;
}

/** From the threshold to the most workers that were tested. */
function beyondOf(line: Line, { views, comparisons }: FindingContext): CellChange | undefined {
  const { saturatesAt, worthItTo } = line.thresholds;
  const near = saturatesAt.reached ? saturatesAt.workers : (worthItTo.endedBy?.from ?? saturatesAt.gainsTo);
  const keyAt = (workers: number | null) => line.points.find((point) => point.workers === workers)?.key;
  const [nearKey, mostKey] = [keyAt(near), line.points.at(-1)?.key];
  const [from, to] = [nearKey, mostKey].map((key) => views.find((view) => view.key === key));
  const entry = from && to && from !== to ? comparisons.decide(from, to) : undefined;
  return entry?.change.ratio === null ? undefined : entry;
}
