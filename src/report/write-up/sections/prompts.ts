import { group } from "d3-array";
import { isOneThread, lineWords, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, Change, ExperimentAnalysis, Ratio } from "../../../analysis/results/run-analysis.js";
import { formatBytes } from "../../../words/bytes.js";
import { measureNoun } from "../../../words/measure.js";
import { multiple, whole } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { bySize, isDrawable, MAX_PANELS, shortLabel } from "../../charts/marks/series.js";
import { standingWords } from "../../charts/marks/titles.js";
import type { ChartId } from "./shown.js";

/** Question below each kind of chart; its premises are read off the figures. */
const QUESTIONS: Readonly<Record<ChartId, (analysis: ExperimentAnalysis) => string>> = {
  "version-change": () =>
    "What was changed between the two versions, and is a difference of this size and place what you expect of it?",
  "version-speed-up": () =>
    "Do the curves part, and from how many workers on? What do the workers of each version share or wait for?",
  "workers-by-cores": () =>
    "Do more workers than cores gain anything here, and what do the workers beyond the cores wait for?",
  "time-vs-cores": () => "What does one more core bring to each strategy, and which part of the work cannot use it?",
  "time-vs-workers": turnQuestion,
  "speed-up": lossQuestion,
  "where-time-goes": () =>
    "Which loss is the largest, what in the program or the machine is it made of, and what would make it smaller?",
  "weak-scaling": () =>
    "Up to which number of workers, if any, does the time stay level? What do the workers share beyond it?",
  "task-distribution": () =>
    "The tasks are equal. What makes their times differ, and what would make them differ less?",
  "time-vs-tasks": () =>
    "Does the time rise in steps or evenly? What does one more task cost, and where does it cost nothing?",
  "batch-totals": () => "Which batches leave workers without a task, and does that cost time here?",
  "time-vs-n": sizeQuestion,
  crossover: sizeQuestion,
  efficiency: () => "At which counts, if at any, is a further worker worth its place, and what would it do instead?",
  "time-vs-bytes": () =>
    "Does handing the data back outweigh the work itself, and from which amount on? What happens to it on its way?",
  "transfer-time": () => "Which of these ways copy the data, which do not, and how can you tell from the picture?",
  "cpu-memory": () =>
    "What do the processes do where the CPU is idle, and which memory is still held after the last result?",
  throughput: () => "Does the rate still grow with the number of files? What limits it?",
  "loop-delay": () =>
    "With which of these could a server still answer in time, and what keeps its event loop waiting with the others?",
  "time-per-task": () => "What does a library do between two tasks, and which of it could be left out?",
  schedules: () => "Which order of handing out the tasks leaves workers without a task the longest, and why?",
  "total-time": spreadQuestion,
  "cpu-time": () =>
    "Where the CPU time is longer than the run, and where it is shorter: what does each of the two tell?",
  memory: memoryQuestion,
  timeline: () => "Do workers wait in this picture, where, and for what?",
  "host-vs-vm": () => "What differs between the two runs beside the machine, and which of it could explain the gap?",
  "percent-change": () => "Which combinations changed most, and what do they have in common that the others lack?",
};

/** The question below a chart, for the student to answer. */
export function questionBelow(chart: ChartId, analysis: ExperimentAnalysis | null): string {
  const ask = QUESTIONS[chart];
  if (analysis === null && ask.length > 0) return "What supports the title, and what else could explain the picture?";
  // What limits a time may limit a figure or not.
  if (analysis?.measure !== undefined) {
    return `What limits the ${measureNoun(analysis.measure)} here, and how could you find out?`;
  }
  return ask(analysis as ExperimentAnalysis);
}

/** Asked where nothing that was tested is shown to be faster than the plain run. */
const NOTHING_GAINED =
  "Nothing here is shown to be faster than one worker alone. What do more workers cost, and why do they not win it back?";

/** Whether the advice for every size is to stay with the baseline, with one worker. */
function isNothingGained({ advice, furtherAdvice }: ExperimentAnalysis): boolean {
  if (advice === null) return false;
  return [advice, ...furtherAdvice].every(
    ({ changePercent, pointValues, workers }) => changePercent === null && !pointValues && workers === 1,
  );
}

/** "Thread pool gains clearly up to 2 workers; with 4 it takes longer. Why does it turn there?" */
function turnQuestion(analysis: ExperimentAnalysis): string {
  const { changes, varying } = analysis;
  if (isNothingGained(analysis)) return NOTHING_GAINED;
  const lines = [...group(changes.steps, ({ from }) => lineWords(from, varying)).entries()];
  const longest = lines.toSorted(([, a], [, b]) => b.length - a.length)[0];
  if (longest === undefined) return "What does the number of workers change here, and what does it leave alone?";
  const [line, steps] = [sentenceCase(longest[0]), longest[1].toSorted((a, b) => a.to.workers - b.to.workers)];
  if (steps.every(({ reason }) => reason === "single-trial")) {
    return "Every point is one measurement. Which of the steps would you expect to see again, and why?";
  }
  const turn = steps.find(({ verdict }) => verdict !== "faster");
  if (turn === undefined) {
    return `${line} gains with every step up to ${whole((steps.at(-1) as Change).to.workers)} workers. Where should that end, and what would end it?`;
  }
  const [from, to] = [whole(turn.from.workers), whole(turn.to.workers)];
  if (turn === steps[0]) {
    if (turn.verdict === "slower") return `Why does ${lower(line)} take longer with ${to} workers than with ${from}?`;
    return `${line} shows no clear gain from ${from} to ${to} workers. ${turn.verdict === "same" ? "What holds it back?" : "Would more repeats show one, and would you expect it?"}`;
  }
  if (turn.verdict === "slower")
    return `${line} gains clearly up to ${from} workers; with ${to} it takes longer. Why does it turn there?`;
  const gains = `${line} gains clearly up to ${from} workers; with ${to}`;
  return turn.verdict === "same"
    ? `${gains} it takes the same time within 3 %. Why does it flatten at ${from}?`
    : `${gains} no further gain is shown. Would more repeats show one, and would you expect it?`;
}

/** "Thread pool, 2 workers: 1.63× of the 2.00× that theory allows. Where does the rest go?" */
function lossQuestion(analysis: ExperimentAnalysis): string {
  if (isNothingGained(analysis)) return NOTHING_GAINED;
  if (analysis.measure?.better === "lower")
    return `What do the workers share or wait for, and why does the ${measureNoun(analysis.measure)} change as it does with more of them?`;
  const best = bestSpeedUp(analysis.cells);
  const open = "Which part of the work could not be done by several workers at once?";
  if (best === undefined) return open;
  const { label, ideal, ratio } = best;
  if (ideal.rounds === null || ideal.speedUp === null) return open;
  const reached = `${sentenceCase(label)}: ${multiple(ratio.value)}`;
  // Rounds alone are no ideal: how many cores the work could use is not known, or does not limit it.
  if (ideal.cores === null)
    return `${reached}, where the rounds alone would allow ${multiple(ideal.speedUp)}. What else may limit it, and how could you find out?`;
  const allowed = `the ${multiple(ideal.speedUp)} that theory allows`;
  const [, high] = ratio.interval ?? [ratio.value, ratio.value];
  if (ratio.value > ideal.speedUp)
    return `${reached}, where theory allows ${multiple(ideal.speedUp)}. If it is not chance, how can that be?`;
  if (high < ideal.speedUp) return `${reached} of ${allowed}. Where does the rest go?`;
  return `${reached}; ${allowed} ${ratio.interval ? "lie within its interval" : "are as much"}. Which losses must be small, then?`;
}

/** The cell of the largest speed-up with several workers. */
export function bestSpeedUp(cells: readonly CellSummary[]): (CellSummary & { ratio: Ratio }) | undefined {
  return cells
    .flatMap((cell) => {
      const ratio = cell.speedUp ?? cell.ownSpeedUp;
      return ratio === null || isOneThread(cell.factors.strategy) ? [] : [{ ...cell, ratio }];
    })
    .reduce<(CellSummary & { ratio: Ratio }) | undefined>(
      (best, cell) => (best === undefined || cell.ratio.value > best.ratio.value ? cell : best),
      undefined,
    );
}

/** Asks how the change against the baseline moves from the smallest size to the largest. */
function sizeQuestion({ changes, varying }: ExperimentAnalysis): string {
  const open = "Where do the lines come together, where do they part, and which costs do not grow with N?";
  const lines = [
    ...group(
      changes.againstBaseline.filter(({ to, interval }) => to.n !== undefined && interval !== null),
      ({ to }) => `${variantWords(to, varying)} ${to.workers} ${to.workload} ${to.tasks}`,
    ).values(),
  ];
  const line = lines.find((members) => members.length > 1)?.toSorted((a, b) => (a.to.n ?? 0) - (b.to.n ?? 0));
  const [small, large] = [line?.[0], line?.at(-1)];
  if (!small?.interval || !large?.interval) return open;
  const name = sentenceCase(variantWords(small.to, varying));
  const sizes = `from N = ${whole(small.to.n ?? 0)} to N = ${whole(large.to.n ?? 0)}`;
  if (large.interval[1] < small.interval[0]) {
    const how = large.interval[0] > 0 ? "falls behind its baseline less and less" : "does better against its baseline";
    return `${name} ${how} ${sizes}. Which of its costs do not grow with N?`;
  }
  if (large.interval[0] > small.interval[1])
    return `${name} does worse against its baseline ${sizes}. Which of its costs grow faster than N?`;
  return open;
}

/** Asks about the longest and the shortest cell of the size with the widest spread, where these are told apart. */
function spreadQuestion(analysis: ExperimentAnalysis): string {
  const spread = widestSpread(analysis, (cell) => (isDrawable(cell) ? cell.medianMs : null));
  if (spread === undefined) return "What is this time made of?";
  const { most, least, size } = spread;
  if (standingWords(least.cell, most.cell, analysis) !== "")
    return "Which of these times would differ again in a new recording, and what makes them differ?";
  return `${size}What makes ${aside(most.name)} take ${multiple(most.figure / least.figure)} the time of ${aside(least.name)} in medians?`;
}

function memoryQuestion(analysis: ExperimentAnalysis): string {
  const spread = widestSpread(analysis, ({ medianPeakPssBytes }) => medianPeakPssBytes || null);
  if (spread === undefined) return "What is this memory needed for?";
  const { most, least, size } = spread;
  const figures = [most, least].map(({ name, figure }) => `${name}: ${formatBytes(figure)}`);
  return `${size}${figures.join("; ")}, in medians. What does each keep in memory?`;
}

/** The cells of one size with the most and the least of a figure, of the size at which their ratio is largest. */
function widestSpread(analysis: ExperimentAnalysis, figureOf: (cell: CellSummary) => number | null) {
  // Sizes that are not drawn are not asked about.
  const sizes = bySize(analysis.cells, ({ factors }) => factors, analysis).slice(0, MAX_PANELS);
  const spreads = sizes.flatMap(({ title, items }) => {
    const sorted = items
      .flatMap((cell) => {
        const figure = figureOf(cell);
        return figure === null ? [] : [{ figure, cell, name: shortLabel(cell.factors, analysis) }];
      })
      .toSorted((a, b) => a.figure - b.figure);
    const [least, most] = [sorted[0], sorted.at(-1)];
    if (!least || !most || least === most) return [];
    const size = title === "" ? "" : `${title}: `;
    return [{ most, least, ratio: most.figure / least.figure, size }];
  });
  return spreads.toSorted((a, b) => b.ratio - a.ratio)[0];
}

/** "Thread pool, 2 workers," before a verb. */
function aside(label: string): string {
  return label.includes(",") ? `${label},` : label;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
