import { greatest } from "d3-array";
import type { Interval } from "../../stats/interval.js";
import { statement } from "../../words/headline.js";
import { multiple, multipleInterval, workerWords } from "../../words/number.js";
import { listStart, sentenceCase } from "../../words/sentence.js";
import type { CellView } from "../cells/cell-view.js";
import { estimator } from "../comparing/estimate.js";
import { floorOf } from "../comparing/verdict.js";
import type { Scaling, ScalingPoint } from "../results/scaling.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** Chance that something is said of an experiment's points by luck, shared out among them. */
const MOST_LUCK = 0.01;

/** A point whose speed-up is shown to be above what its workers can give. */
interface Excess {
  line: Scaling;
  point: ScalingPoint;
  speedUp: number;
  interval: Interval;
}

/**
 * Speed-ups above what the workers can give, by rounds: clearly so after a correction for all points, and by more than the
 * floor of a change. Where no point is, but a fit without bounds leads there, the line is named.
 */
export const superlinear: FindingRule = (context) => {
  const { scaling } = context;
  const points = scaling.flatMap((line) => line.points.map((point) => ({ line, point })));
  const rated = points.filter(({ point }) => point.speedUp?.interval);
  const found = rated.flatMap(({ line, point }) => excessOf(line, point, context, rated.length) ?? []);
  const most = greatest(found, ({ interval, point }) => interval[0] / point.idealByRounds);
  if (most) return [excessDraft(most, found, context)];
  const lines = scaling.filter(({ models }) => models.fits.some((fit) => fit.superlinear?.clear));
  return lines.length === 0 ? [] : [fittedDraft(lines)];
};

function excessOf(line: Scaling, point: ScalingPoint, context: FindingContext, points: number): Excess | null {
  const { speedUp, idealByRounds } = point;
  const leastExcess = 1 + floorOf(context.machine) / 100;
  if (!speedUp?.interval || speedUp.interval[0] <= idealByRounds * leastExcess) return null;
  const p = chanceAtIdeal(line, point, context);
  if (p === null || p * points > MOST_LUCK || !isDecided(line, point, context)) return null;
  return { line, point, speedUp: speedUp.value, interval: speedUp.interval };
}

/** Whether the experiment's family agrees that the point is faster than its reference; work that grows is in no family. */
function isDecided(line: Scaling, { key }: ScalingPoint, { comparisons }: FindingContext): boolean {
  const pair = comparisons.changes.againstBaseline.find(
    ({ from, to }) => from.key === line.reference?.key && to.key === key,
  );
  return pair === undefined ? line.kind === "weak" : pair.change.verdict === "faster";
}

/** p value of "just as fast as the rounds allow": the time, were it longer by the ideal speed-up, against the reference's. */
function chanceAtIdeal(line: Scaling, { key, idealByRounds }: ScalingPoint, context: FindingContext) {
  const viewOf = (wanted: string | undefined) => context.views.find((view) => view.key === wanted);
  const [reference, view] = [viewOf(line.reference?.key), viewOf(key)];
  if (!reference || !view) return null;
  // Where the work grows with the workers, the ideal takes as long as the reference does.
  const longer = line.kind === "weak" ? 1 : idealByRounds;
  const times = view.times.map((time) => ({ ...time, wallMs: time.wallMs * longer }));
  return estimator(context.interleaved)(reference, { ...view, times } satisfies CellView).p;
}

function excessDraft(most: Excess, found: readonly Excess[], { experiment }: FindingContext): Draft {
  const { line, point, speedUp, interval } = most;
  const [workers, fast] = [workerWords(point.workers), multiple(speedUp)];
  const others = found.filter((one) => one !== most).map((one) => `${nameOf(one)} (${figureOf(one)})`);
  const verb = point.workers === 1 ? "is" : "are";
  const base = line.reference?.kind === "sequential" ? "sequential" : "one";
  const limit = point.idealByRounds < point.workers ? "their rounds allow" : `${workers} can give`;
  const headline =
    line.kind === "weak"
      ? `${workers} do ${fast} the work of one: more than ${workers} can give`
      : `${workers} ${verb} ${fast} as ${experiment.figure ? "good" : "fast"} as ${base}: more than ${limit}`;
  const detail = [
    `${sentenceCase(nameOf(most))}: 95 % interval ${multipleInterval(interval)}, against ${line.reference?.label ?? ""}.`,
    "The run that they are measured against then differs in kind: in caches, memory, warm-up or other programs at work.",
    "Do not count on an efficiency above 100 %.",
    others.length > 0 && `Above their limit are also ${listStart(others)}.`,
  ];
  return {
    ...statement(headline, detail.filter(Boolean).join(" ")),
    weight: 86,
    cells: found.map((one) => one.point),
    figures: { workers: point.workers, speedUp, low: interval[0], high: interval[1], ideal: point.idealByRounds },
  };
}

function nameOf({ line, point }: Excess): string {
  return `${line.label}, ${workerWords(point.workers)}`;
}

function figureOf({ speedUp, interval }: Excess): string {
  return `${multiple(speedUp)}, ${multipleInterval(interval)}`;
}

function fittedDraft(lines: readonly Scaling[]): Draft {
  const label = sentenceCase((lines[0] as Scaling).label);
  const others = lines.slice(1).map((line) => line.label);
  return {
    ...statement(
      [`${label} grows faster than its number of workers`, "Speed grows faster than the number of workers"],
      [
        "A scaling law fitted without its bounds clearly gets a serial share below zero, so none is quoted.",
        "The run on the fewest workers then differs in kind: in caches, memory, warm-up or other programs at work.",
        others.length > 0 && `So does ${listStart(others)}.`,
      ]
        .filter(Boolean)
        .join(" "),
    ),
    weight: 72,
    cells: lines.flatMap(({ points }) => points),
    figures: { lines: lines.length },
  };
}
