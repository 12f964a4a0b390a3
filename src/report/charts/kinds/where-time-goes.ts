import { greatest } from "d3-array";
import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Scaling } from "../../../analysis/results/scaling.js";
import { type CellStack, STACK_PARTS, type StackPart } from "../../../analysis/results/stack.js";
import { leadLosses } from "../../../analysis/scaling/stack/lead-losses.js";
import { PART_NAMES } from "../../../analysis/scaling/stack/words.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { multiple, whole, workerWords } from "../../../words/number.js";
import { plainPercent, shareIntervalWords, shareWords } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { type Axis, fitTicks } from "../marks/axis.js";
import {
  figuresWidth,
  leftOf,
  partLegend,
  type StackGroup,
  type StackRow,
  stackGroup,
} from "../marks/bars/stack-rows.js";
import type { Chart, ChartInput, ChartTable, Picture } from "../marks/chart.js";
import { below, forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { MAX_PANELS } from "../marks/series.js";
import { figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { constantWords, sentences } from "../marks/titles.js";
import { textWidth } from "../output/text-metrics.js";

const WIDTH: Record<PictureWidth, number> = { wide: 590, narrow: 184, half: 270, page: 270 };
/** Most bars of a picture; the figures of the chart have all. */
const MOST_BARS = 48;
/** Least share of a part that the legend names. */
const LEAST_SHARE = 0.005;

/** The speed-up stack: the workers' time of every cell of a line over worker counts, split into its parts. */
export const whereTimeGoes: Chart = {
  id: "where-time-goes",
  goesWith: ["speed-up", "time-vs-workers", "weak-scaling"],
  applies: (analysis) => stackedLines(analysis).length > 0,
  spec: draw,
};

/** Lines with stacks of more than one worker count. */
export function stackedLines({ scaling }: ExperimentAnalysis): Scaling[] {
  return scaling.filter(({ stack }) => stack.length > 1);
}

function draw({ analysis }: ChartInput): Picture {
  const lines = stackedLines(analysis);
  const drawn = firstOf(lines);
  return {
    title: title(lines),
    subtitle: sentences(
      "All the time that the workers had, from start-up to the last result; from the left: useful work, then what was lost.",
      restsWords(lines.flatMap(({ stack }) => stack)),
      constantWords(analysis),
    ),
    ...forEveryWidth((room) => picture(drawn, room)),
    table: table(lines),
    notes: notes(lines, drawn),
  };
}

/** The lines that a picture has room for. */
function firstOf(lines: readonly Scaling[]): Scaling[] {
  let room = MOST_BARS;
  return lines.slice(0, MAX_PANELS).flatMap((line) => {
    const stack = line.stack.slice(0, Math.max(0, room));
    room -= stack.length;
    return stack.length > 0 ? [{ ...line, stack }] : [];
  });
}

/** The largest loss at the most workers of a line; of several lines the one that loses most. */
function title(lines: readonly Scaling[]): string {
  const [lead] = leadLosses(lines);
  if (lead === undefined) return leastTitle(lines);
  const [{ line, stack, loss }] = lead;
  const share = (part: StackPart) => plainPercent((stack.shares[part]?.value ?? 0) * 100, 0);
  const rival = loss.rival === null ? "" : `, ${PART_NAMES[loss.rival]} ${share(loss.rival)}`;
  const doubt = stack.trials === 1 ? ", measured once" : "";
  return (
    `${sentenceCase(line.label)}, ${workerWords(stack.workers)}: ${PART_NAMES[loss.part]} takes ${share(loss.part)} of the workers' time` +
    `${rival}${doubt}`
  );
}

function leastTitle(lines: readonly Scaling[]): string {
  const useful = lines.flatMap(({ stack }) => stack.flatMap(({ shares }) => shares.useful?.value ?? []));
  const least = plainPercent(smallest(useful) * 100, 0);
  return `Useful work takes ${least === "100 %" ? "all" : `${least} or more`} of the workers' time everywhere`;
}

/** Number of repeats that each bar rests on. */
function restsWords(stacks: readonly CellStack[]): string {
  if (stacks.every(({ restsOn }) => restsOn === "one-trial")) {
    return "One repeat each: that of median time, which kept its tasks.";
  }
  const counts = stacks.map(({ trials }) => trials);
  const [fewest, most] = [smallest(counts), largest(counts)];
  if (most === 1) return "One measurement a bar.";
  return `Means of ${fewest === most ? whole(most) : `${whole(fewest)} to ${whole(most)}`} repeats.`;
}

function picture(lines: readonly Scaling[], room: PictureWidth) {
  const width = WIDTH[room];
  const axis = fitTicks(SHARES, width);
  const groups = lines.map((line) => toGroup(line, room));
  const rows = groups.flatMap((group) => group.rows);
  const parts = STACK_PARTS.filter((part) =>
    rows.some(({ shares }) => shares.some((one) => one.part === part && one.share >= LEAST_SHARE)),
  );
  const named = new Map(parts.map((part) => [part, widest(part, rows)]));
  const columns = room === "page" ? 2 : 1;
  const isLast = (index: number) => index >= groups.length - columns;
  const panels = groups.map((group, index) => stackGroup(group, { axis, width, last: isLast(index), named }));
  return {
    vconcat: [
      partLegend(parts, { left: leftOf(rows), width: columns * (width + figuresWidth(rows)) }),
      ...(columns === 1 ? panels : [below(panels, 32, room)]),
    ],
    spacing: 32,
  };
}

const SHARES: Axis = {
  scale: "linear",
  domain: [0, 1],
  ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: `${value * 100} %` })),
};

function toGroup({ label, kind, points, stack }: Scaling, room: PictureWidth): StackGroup {
  const speedUps = new Map(points.map(({ key, speedUp }) => [key, speedUp]));
  const rows = stack.map(({ workers, key, shares }): StackRow => {
    const speedUp = speedUps.get(key);
    return {
      name: room === "wide" ? workerWords(workers) : whole(workers),
      shares: STACK_PARTS.flatMap((part) => {
        const share = shares[part]?.value ?? 0;
        return share > 0 ? [{ part, share }] : [];
      }),
      figure: speedUp ? multiple(speedUp.value) : "",
    };
  });
  const head = kind === "weak" ? "scaled speed-up" : "speed-up";
  const [name, byWorkers] = [sentenceCase(label), `${sentenceCase(label)}, by workers`];
  const taken = textWidth(byWorkers, 13, true) + textWidth(head, 13);
  const hasRoom = taken < WIDTH[room] + figuresWidth(rows) - leftOf(rows);
  return {
    title: room === "wide" || !hasRoom ? name : byWorkers,
    figureTitle: rows.some(({ figure }) => figure !== "") ? head : "",
    rows,
  };
}

/** The row in which a part is widest, where its name has most room. */
function widest(part: StackPart, rows: readonly StackRow[]): StackRow {
  const share = ({ shares }: StackRow) => shares.find((one) => one.part === part)?.share ?? 0;
  return greatest(rows, share) as StackRow;
}

function table(lines: readonly Scaling[]): ChartTable {
  const stacks = lines.flatMap((line) => line.stack.map((stack) => ({ line, stack })));
  const parts = STACK_PARTS.filter((part) => stacks.some(({ stack }) => (stack.shares[part]?.value ?? 0) > 0));
  type One = (typeof stacks)[number];
  const name = ({ line, stack }: One) => `${line.label}, ${workerWords(stack.workers)}`;
  return tableOf<One>(stacks, [
    lines.length > 1
      ? wordsColumn("strategy, workers", name)
      : figureColumn({ label: "workers", unit: "", of: ({ stack }) => stack.workers, format: whole }),
    ...parts.map((part) =>
      figureColumn<One>({
        label: PART_NAMES[part],
        unit: "%",
        of: ({ stack }) => inPercent(stack.shares[part]?.value),
        format: (percent) => shareWords(percent / 100),
      }),
    ),
    {
      label: "largest loss, 95 % interval",
      numeric: true,
      text: ({ stack }) => lossWords(stack),
      heads: ["largest loss", "largest loss from (%)", "largest loss to (%)"],
      values: ({ stack: { largestLoss } }) => [
        largestLoss === null ? null : PART_NAMES[largestLoss.part],
        inPercent(largestLoss?.interval?.[0]),
        inPercent(largestLoss?.interval?.[1]),
      ],
    },
    figureColumn({ label: "repeats", head: "trials", unit: "", of: ({ stack }) => stack.trials, format: whole }),
  ]);
}

function inPercent(share: number | undefined): number | null {
  return share === undefined ? null : share * 100;
}

function lossWords({ largestLoss }: CellStack): string {
  if (largestLoss === null) return "–";
  const { part, interval, rival } = largestLoss;
  const name = rival === null ? PART_NAMES[part] : `${PART_NAMES[part]} or ${PART_NAMES[rival]}`;
  if (interval === null) return name;
  return `${name}, ${shareIntervalWords(interval)}`;
}

function notes(lines: readonly Scaling[], drawn: readonly Scaling[]): string[] {
  const stacks = lines.flatMap(({ stack }) => stack);
  const leftOut = stacks.length - drawn.flatMap(({ stack }) => stack).length;
  return [
    ...(stacks.some(({ waitsOutsideTasks }) => !waitsOutsideTasks)
      ? ["Waiting for a core outside tasks was not recorded: it is within start-up and dispatch."]
      : []),
    ...(stacks.some(({ reference }) => reference === null)
      ? ["Without a run on one worker, useful work cannot be told from extra work and from being blocked."]
      : []),
    ...(stacks.some(({ shares }) => shares.waiting === null)
      ? ["This platform does not tell waiting for a core: what tasks take beyond their time alone is unexplained."]
      : []),
    ...(leftOut > 0 ? [`${whole(leftOut)} more bars are in the figures of the chart only.`] : []),
  ];
}
