import { greatest, group } from "d3-array";
import type { Factors } from "../../record/schema/run-schema.js";
import { workerWords } from "../../words/number.js";
import { variantKey } from "../cells/cell-keys.js";
import { isOneThread, sizeWords, variantWords } from "../cells/cell-labels.js";
import type { Advice, ExperimentAnalysis, Ratio, RunAnalysis } from "../results/run-analysis.js";

/** A way of working that machines may share, whatever size of task each of them was given. */
export interface Way {
  /** Strategy, variants and workers. */
  key: string;
  /** "4 workers of the thread pool", "sequential". */
  words: string;
  isPlural: boolean;
  factors: Factors;
}

/** What one run advises for one question. */
export interface RunChoice {
  experiment: string;
  /** The experiment, and the size where it has several. */
  question: string;
  /** Equal ways that its advice names, cheapest first. */
  named: Way[];
  /** Keys of all ways that are not clearly worse than the best. */
  tied: string[];
  /** Speed-up of each named way with what it is over. */
  speedUps: { key: string; over: "sequential" | "its own single worker"; ratio: Ratio }[];
  /** One trial a cell: it only had the least time. */
  pointValues: boolean;
}

/** What a run advises, a choice for each question that it answers. */
export function choicesOf({ experiments }: Pick<RunAnalysis, "experiments">): RunChoice[] {
  return experiments.flatMap((experiment) => {
    const { advice, furtherAdvice } = experiment;
    return [...(advice === null ? [] : [advice]), ...furtherAdvice].map((one) => choiceOf(one, experiment));
  });
}

function choiceOf({ factors, namedKeys, tiedKeys, pointValues }: Advice, experiment: ExperimentAnalysis): RunChoice {
  const { id, title, cells, varying } = experiment;
  const size = sizeWords(factors, varying);
  const cellsOf = (keys: readonly string[]) => keys.flatMap((key) => cells.find((cell) => cell.key === key) ?? []);
  return {
    experiment: id,
    question: size === "" ? title : `${title}: ${size}`,
    named: cellsOf(namedKeys).map((cell) => wayOf(cell.factors, experiment)),
    tied: cellsOf(tiedKeys).map((cell) => wayKey(cell.factors)),
    speedUps: cellsOf(namedKeys).flatMap(({ factors: own, speedUp, ownSpeedUp }) => {
      const ratio = speedUp ?? ownSpeedUp;
      const over = speedUp === null ? ("its own single worker" as const) : ("sequential" as const);
      return ratio === null ? [] : [{ key: wayKey(own), over, ratio }];
    }),
    pointValues,
  };
}

/** Strategy, variants and workers. */
export function wayKey(factors: Factors): string {
  return `${variantKey(factors)}|${factors.workers}`;
}

function wayOf(factors: Factors, { varying }: ExperimentAnalysis): Way {
  const { strategy, workers, launch } = factors;
  const variant = variantWords(factors, varying);
  const isAlone = isOneThread(strategy) || launch === "all-at-once" || !varying.includes("workers");
  const isPool = strategy.endsWith("-pool");
  const counted = isPool ? `${workerWords(workers)} of the ${variant}` : `${variant} with ${workerWords(workers)}`;
  const words = isAlone ? variant : varying.includes("strategy") || isPool ? counted : workerWords(workers);
  return { key: wayKey(factors), words, isPlural: !isAlone && workers > 1 && /^\d/.test(words), factors };
}

/** What the machines choose for one question. */
export interface Question<R> {
  experiment: string;
  question: string;
  /** Runs that answer it, one of each machine. */
  runs: R[];
  /** The ways chosen, that of most machines first, each machine once. */
  chosen: Chosen<R>[];
  /** The way that is not clearly worse than the best on the most machines. */
  shared: { way: Way; count: number };
  /** Every machine measured once. */
  pointValues: boolean;
  /** Machines that are not among `runs`, as they measured once and others did more often. */
  once: number;
}

/** A way with the runs of the machines that it is best on. */
export interface Chosen<R> {
  way: Way;
  members: { run: R; speedUp: RunChoice["speedUps"][number] | null }[];
}

/**
 * What machines choose, question by question, in the order of the first run that has it. Where several ways are equal on a machine, it
 * counts for that which most machines share. Machines are counted and never averaged; one that measured once, such as one that was
 * interrupted, advises nothing beside those that did more often.
 */
export function questionsOf<R>(runs: readonly { run: R; choices: readonly RunChoice[] }[]): Question<R>[] {
  const answers = runs.flatMap(({ run, choices }) => choices.map((choice) => ({ run, choice })));
  return [...group(answers, ({ choice }) => `${choice.experiment}/${choice.question}`).values()].flatMap((all) => {
    const repeated = all.filter(({ choice }) => !choice.pointValues);
    const members = repeated.length === 0 ? all : repeated;
    const [first] = members;
    const chosen = chosenOf(members);
    if (first === undefined || chosen.length === 0) return [];
    const ways = new Map(members.flatMap(({ choice }) => choice.named.map((way) => [way.key, way] as const)));
    const counted = [...ways.values()].map((way) => ({
      way,
      count: members.filter(({ choice }) => choice.tied.includes(way.key)).length,
    }));
    const { experiment, question } = first.choice;
    return {
      experiment,
      question,
      runs: members.map(({ run }) => run),
      chosen,
      // Of equals the one that most machines chose, which comes first.
      shared: greatest(
        counted.sort((a, b) => placeOf(chosen, a.way) - placeOf(chosen, b.way)),
        ({ count }) => count,
      ) as Question<R>["shared"],
      pointValues: repeated.length === 0,
      once: all.length - members.length,
    };
  });
}

function placeOf<R>(chosen: readonly Chosen<R>[], { key }: Way): number {
  const place = chosen.findIndex(({ way }) => way.key === key);
  return place < 0 ? chosen.length : place;
}

/** The way that most machines name, with these machines; then the same of the others. */
function chosenOf<R>(members: readonly { run: R; choice: RunChoice }[]): Chosen<R>[] {
  const chosen: Chosen<R>[] = [];
  let left = members.filter(({ choice }) => choice.named.length > 0);
  while (left.length > 0) {
    const naming = group(
      left.flatMap(({ choice }) => choice.named),
      ({ key }) => key,
    );
    const [way] = (greatest(naming.values(), ({ length }) => length) ?? []) as [Way];
    const own = left.filter(({ choice }) => choice.named.some(({ key }) => key === way.key));
    chosen.push({
      way,
      members: own.map(({ run, choice }) => ({
        run,
        speedUp: choice.speedUps.find(({ key }) => key === way.key) ?? null,
      })),
    });
    left = left.filter((one) => !own.includes(one));
  }
  return chosen.sort((a, b) => b.members.length - a.members.length);
}
