import { asCost } from "../../../analysis/comparing/figure-cost.js";
import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Scaling, ScalingPoint } from "../../../analysis/results/scaling.js";
import { throughputAt } from "../../../analysis/scaling/models/fit-model.js";
import { largest } from "../../../record/limits/extremes.js";
import { multiple, plural, whole, withInterval } from "../../../words/number.js";
import { shareWords } from "../../../words/percent.js";
import { list, sentenceCase } from "../../../words/sentence.js";
import { column, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import type { Word } from "../model.js";
import type { ReferenceId } from "../references.js";
import type { Subject } from "../subjects.js";

/** Names and sources of the laws. */
export const LAWS: Record<NonNullable<Scaling["models"]["chosen"]>, { name: string; cite: ReferenceId }> = {
  amdahl: { name: "Amdahl's law", cite: "amdahl" },
  gustafson: { name: "Gustafson's law", cite: "gustafson" },
  usl: { name: "Universal Scalability Law", cite: "usl" },
};

/** Serial share of the example of Amdahl's law where no law is fitted. */
export const EXAMPLE_SHARE = 0.05;
const SUPPOSED = `Amdahl's law, were ${whole(EXAMPLE_SHARE * 100)} % serial`;

/** Amdahl's speed-up with the share of the example, of work that is done `parallel` at a time. */
export function amdahlAt(parallel: number): number {
  return 1 / (EXAMPLE_SHARE + (1 - EXAMPLE_SHARE) / parallel);
}

/** Lines with more than one number of workers, whose speed-up is known. */
export function linesOf({ scaling }: ExperimentAnalysis): Scaling[] {
  return scaling.filter(({ points }) => points.filter(({ speedUp }) => speedUp !== null).length > 1);
}

/** Table of theory beside measurement, a row for every number of workers; `null` where workers do not vary. */
export function theoryTable(analysis: ExperimentAnalysis): TableModel | null {
  const lines = linesOf(analysis);
  if (lines.length === 0) return null;
  const laws = [...new Set(lines.flatMap(({ models }) => models.chosen ?? []))];
  const isStrong = lines.every(({ kind }) => kind === "strong");
  const byCores = lines.some((line) => isBoundByCores(line, analysis));
  const alone = hasRounds(analysis) ? "by rounds" : "by workers";
  const supposed = isStrong && byCores ? [SUPPOSED] : [];
  const head = laws.length > 0 ? [`${laws.map((law) => LAWS[law].name).join(", ")}, fitted`] : supposed;
  const what = lines.every(({ kind }) => kind === "weak") ? "Work done in the time of one task" : "Speed-up";
  return table({
    id: "theory",
    caption: `${what} in theory and as measured. ${basisWords(lines)}${byCores ? "" : ` ${hasRounds(analysis) ? ROUNDS_ALONE : WORKERS_ALONE}`}${lines.some(hasInterval) ? " Brackets: 95 % interval." : ""}`,
    columns: [
      column(lines.length > 1 ? "line, workers" : "workers"),
      column(alone, "n"),
      ...(byCores ? [column(`${alone} and cores`, "n")] : []),
      ...head.map((name) => column(name, "n")),
      column("measured", "n"),
      ...(byCores ? [column("of theory", "n")] : []),
    ],
    groups: lines.map((line) => ({
      title: lines.length > 1 ? sentenceCase(line.label) : "",
      rows: line.points.map((point) => ({
        head: textCell(plural(point.workers, "worker")),
        cells: [
          numberCell(multiple(point.idealByRounds)),
          ...(byCores ? [numberCell(multiple(point.ideal))] : []),
          ...head.map(() =>
            numberCell(laws.length > 0 ? lawAt(line, point, analysis) : multiple(amdahlAt(point.ideal))),
          ),
          numberCell(withInterval(point.speedUp, multiple)),
          ...(byCores ? [numberCell(shareOfTheory(point))] : []),
        ],
      })),
    })),
    fold: "",
  });
}

/** Said where cores are not known, or do not limit the work: rounds are then no ideal. */
const ROUNDS_ALONE = "Rounds are a limit by themselves: what else limits the work is not recorded.";
/** The same of tasks that are not known. */
const WORKERS_ALONE = "Workers are a limit by themselves: what else limits the work is not recorded.";

function hasRounds({ cells }: ExperimentAnalysis): boolean {
  return cells.some(({ ideal }) => ideal.rounds !== null);
}

/** Whether the ideal of a line takes the cores into account: it is known how many there were, and the work needs them. */
function isBoundByCores({ points }: Scaling, { cells }: ExperimentAnalysis): boolean {
  const keys = new Set(points.map(({ key }) => key));
  return cells.some(({ key, ideal }) => keys.has(key) && ideal.cores !== null);
}

function shareOfTheory({ idealEfficiency }: ScalingPoint): string {
  return idealEfficiency === null ? "–" : shareWords(idealEfficiency.value);
}

function hasInterval({ points }: Scaling): boolean {
  return points.some(({ speedUp }) => speedUp?.interval);
}

function basisWords(lines: readonly Scaling[]): string {
  const kinds = new Set(lines.map(({ reference }) => reference?.kind));
  if (!kinds.has("own")) return "Measured against the sequential run.";
  return kinds.has("sequential")
    ? "Measured against the sequential run, or the line's own single worker."
    : "Measured against the line's own single worker.";
}

/** Fitted law of the line at a point; "–" without one. */
function lawAt(
  { models, reference }: Scaling,
  { ideal }: ScalingPoint,
  { cells, measure }: ExperimentAnalysis,
): string {
  const fit = models.fits.find(({ model }) => model === models.chosen);
  const typical = cells.find(({ key }) => key === reference?.key)?.geometricMeanMs;
  const referenceMs = typical && asCost(typical, measure);
  return fit === undefined || !referenceMs ? "–" : multiple(throughputAt(fit, ideal) * referenceMs);
}

/** Prediction of theory for an experiment; none where theory has none. */
export function predictionOf(subject: Subject): Word[][] {
  const { title, analysed } = subject;
  const lines = analysed.scaling.filter(({ points }) => points.length > 1);
  const strong = lines.filter(({ kind, factors }) => kind === "strong" && factors.tasks !== undefined);
  const longest = strong.toSorted((a, b) => b.points.length - a.points.length)[0];
  const weak = lines.find(({ kind }) => kind === "weak");
  const words = analysed.varying.includes("tasks") && longest ? batchWords(strong, analysed) : null;
  const others = longest ? roundsWords(longest, analysed) : weak ? levelWords(weak, analysed) : sizeWords(analysed);
  const prediction = words ?? others;
  return prediction === null ? [] : [[`${title}: `, ...prediction, ...lockWords(subject)]];
}

/** What the lock of an interpreter leaves to its threads where they compute. */
function lockWords({ analysed: { cells }, entry: { run } }: Subject): Word[] {
  const computes = cells.some(
    ({ factors: { strategy, more }, ideal }) =>
      more?.runtime === "python" && strategy.startsWith("thread-") && ideal.cores !== null,
  );
  const isFree = run.software.interpreters?.some(({ freeThreaded }) => freeThreaded) ?? false;
  return computes && !isFree
    ? [" Threads of Python share a lock that lets one of them compute at a time: theirs should not gain."]
    : [];
}

function roundsWords({ points, factors }: Scaling, { cells }: ExperimentAnalysis): Word[] | null {
  const tasks = factors.tasks as number;
  const cell = cells.find(({ key }) => key === points.at(-1)?.key);
  if (cell === undefined || cell.ideal.rounds === null || cell.ideal.tasks !== tasks) return null;
  const workers = list(points.map((point) => whole(point.workers)));
  const rounds = list(points.map(({ idealByRounds }) => whole(tasks / idealByRounds)));
  const allowed = list(points.map(({ idealByRounds }) => multiple(idealByRounds)));
  const { cores } = cell.ideal;
  const most = largest(points.map(({ ideal }) => ideal));
  const capped = cores !== null && points.some(({ ideal, idealByRounds }) => ideal < idealByRounds);
  return [
    `${plural(tasks, "equal task")} on ${workers} workers take ${rounds} rounds, so that rounds allow a speed-up of ${allowed} `,
    { cite: "rounds" },
    capped ? `; with ${plural(cores, "usable core")} CPU-bound work reaches ${multiple(most)} at most.` : ".",
  ];
}

/** A batch that grows: after which tasks its time should rise. */
function batchWords(lines: readonly Scaling[], { cells }: ExperimentAnalysis): Word[] | null {
  const batches = [...new Set(lines.map(({ factors }) => factors.tasks as number))].toSorted((a, b) => a - b);
  const counts = [...new Set(lines.flatMap(({ points }) => points.map(({ workers }) => workers)))];
  const most = batches.at(-1) ?? 0;
  const workers = largest(counts.filter((count) => count > 1 && count < most));
  if (batches.length < 3 || !Number.isFinite(workers)) return null;
  const rounds = Math.ceil(most / workers);
  const cores = cells.find(({ ideal }) => ideal.cores !== null)?.ideal.cores ?? null;
  const bound =
    cores !== null && workers > cores
      ? `; but CPU-bound work on ${plural(cores, "usable core")} takes no less than the batch ÷ ${whole(cores)}, so that the steps of more than ${plural(cores, "worker")} should give way to a slope`
      : "";
  return [
    `a batch of t equal tasks on w workers takes t ÷ w rounds, rounded up `,
    { cite: "rounds" },
    `, so that its time should rise in steps, after every w-th task: with ${whole(workers)} workers up to ${plural(workers, "task")} take one round, and ${whole(most)} take ${whole(rounds)}${bound}.`,
  ];
}

/** Weak scaling: expected time in relation to one worker with one task. */
function levelWords({ points }: Scaling, { cells }: ExperimentAnalysis): Word[] | null {
  const expected = points.map((point) => {
    const tasks = cells.find(({ key }) => key === point.key)?.ideal.tasks ?? null;
    return tasks === null ? null : { workers: point.workers, units: tasks / point.ideal };
  });
  const known = expected.filter((point) => point !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < points.length) return null;
  const level = known.filter(({ units }) => units <= first.units).at(-1) ?? first;
  const grows =
    last.units > first.units
      ? `, and with ${whole(last.workers)} be ${multiple(last.units / first.units)} as long`
      : "";
  return [
    `where the work grows with the workers, the time should stay level up to ${plural(level.workers, "worker")}${grows} `,
    { cite: "gustafson" },
    ".",
  ];
}

function sizeWords({ varying, cells }: ExperimentAnalysis): Word[] | null {
  const hasSequential = cells.some(({ factors }) => factors.strategy === "sequential");
  if (!varying.includes("n") || !hasSequential) return null;
  return [
    "sequential work takes c·N, workers take o + k·N with a start o that does not grow: they win from N = o / (c − k) on, and never where k is not below c.",
  ];
}

/** Amdahl's law for the line of the most workers and a supposed serial share; none without such a line. */
export function amdahlWords(subjects: readonly Subject[]): Word[][] {
  const ideals = subjects
    .flatMap(({ analysed }) => linesOf(analysed).filter((line) => isBoundByCores(line, analysed)))
    .flatMap(({ kind, points }) => (kind === "strong" ? points.map(({ ideal }) => ideal) : []));
  const most = largest(ideals);
  if (ideals.length === 0 || most <= 1) return [];
  const [share, limit] = [whole(EXAMPLE_SHARE * 100), multiple(1 / EXAMPLE_SHARE)];
  return [
    [
      "Amdahl's law ",
      { cite: "amdahl" },
      `: where a share s of the work takes one worker at a time and the rest p at once, the speed-up is 1 / (s + (1 − s) / p), and never more than 1 / s. Were s ${share} %, that is ${multiple(amdahlAt(most))} in place of ${multiple(most)}, and ${limit} at most.`,
    ],
  ];
}
