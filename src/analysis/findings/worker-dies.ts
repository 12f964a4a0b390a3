import { greatest, group } from "d3-array";
import type { Cell } from "../../record/schema/run-schema.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { isOneThread, strategyWords } from "../cells/cell-labels.js";
import { figureOf } from "../cells/trial-figures.js";
import type { Draft, FindingRule } from "./finding.js";

const FAULT_WORDS: Record<string, string> = {
  throw: "a throw",
  "late-throw": "a late throw",
  exit: "an exit",
  heap: "a full heap",
  kill: "a kill",
};

/** Outcome of one fault for a strategy, over all trials of the cell. */
interface Outcome {
  cell: Cell;
  key: string;
  fault: string;
  tasks: number;
  lost: [least: number, most: number];
  hung: number;
  /** Whether the caller ended with its task, in at least one trial. */
  callerEnded: boolean;
  saw: string[];
}

/** Per strategy: which faults cost how many tasks, whether the others finished, and what the caller saw. */
export const workerDies: FindingRule = ({ cellOf, views }) => {
  const outcomes = views.flatMap((view) => outcomeOf(cellOf(view), view.key) ?? []);
  const usual = usualWorkers(outcomes);
  const byStrategy = [...group(outcomes, ({ cell }) => strategyName(cell, usual)).entries()];
  return [
    ...survivors(byStrategy, usual),
    ...byStrategy.map(([name, faults]) => ({
      text: `${sentenceCase(name)}: ${costs(faults).join("; ")}. The caller saw: ${sights(faults)}.`,
      weight: 91,
      cells: faults,
      figures: Object.fromEntries(faults.map(({ cell, lost }) => [`${cell.factors.more?.fault}Lost`, lost[1]])),
    })),
  ];
};

function outcomeOf(cell: Cell, key: string): Outcome | null {
  const { more, tasks } = cell.factors;
  const trials = cell.trials.filter((trial) => figureOf(trial, "lost") !== null);
  if (typeof more?.fault !== "string" || tasks === undefined || trials.length === 0) return null;
  const lost = trials.map((trial) => figureOf(trial, "lost") ?? 0);
  const saw = trials.map(({ notes }) => notes?.["caller-saw"] ?? "");
  return {
    cell,
    key,
    fault: FAULT_WORDS[more.fault] ?? more.fault,
    tasks,
    lost: [Math.min(...lost), Math.max(...lost)],
    hung: Math.max(...trials.map((trial) => figureOf(trial, "hung") ?? 0)),
    callerEnded: trials.some((trial) => figureOf(trial, "caller-ended") === 1),
    saw: [...new Set(saw.map(sightWords))],
  };
}

/** The number of workers that most cells with workers have; others are named with theirs. */
function usualWorkers(outcomes: readonly Outcome[]): number | undefined {
  const counts = outcomes.flatMap(({ cell: { factors } }) => (isOneThread(factors.strategy) ? [] : factors.workers));
  return greatest(group(counts, (count) => count).values(), ({ length }) => length)?.[0];
}

function strategyName({ factors }: Cell, usual: number | undefined): string {
  const { strategy, workers, more } = factors;
  const other = workers !== usual && !isOneThread(strategy) ? ` with ${workerWords(workers)}` : "";
  return `${strategyWords(strategy)}${other}${more?.guard === false ? " without its guard" : ""}`;
}

/** The strategies whose caller came through every fault that all of them were given. */
function survivors(byStrategy: readonly [string, Outcome[]][], usual: number | undefined): Draft[] {
  const most = Math.max(0, ...byStrategy.map(([, faults]) => faults.length));
  const full = byStrategy.filter(([, faults]) => faults.length === most);
  if (full.length < 2 || most < 2) return [];
  const safe = full.filter(([, faults]) => faults.every(({ callerEnded, hung }) => !callerEnded && hung === 0));
  const namesOf = (some: typeof full) => list(some.map(([name]) => name));
  const unsafe = full.filter((entry) => !safe.includes(entry));
  const others = unsafe.length === 0 ? "" : `; with ${namesOf(unsafe)} it did not`;
  const workers = usual === undefined ? "" : ` Strategies with workers had ${whole(usual)}.`;
  const text =
    safe.length === 0
      ? `With no strategy the caller came through all ${most} faults of one task.`
      : `The caller came through all ${most} faults of one task with ${namesOf(safe)}${others}.${workers}`;
  const figures = { faults: most, strategies: full.length, cameThrough: safe.length };
  return [{ text, weight: 96, cells: safe.flatMap(([, faults]) => faults), figures }];
}

/** Faults of one price together: "a throw and an exit cost 1 of 8 tasks each, and the other 7 finished". */
function costs(faults: readonly Outcome[]): string[] {
  const byPrice = group(faults, ({ lost, hung, callerEnded, tasks }) =>
    JSON.stringify([lost, hung, callerEnded, tasks]),
  );
  return [...byPrice.values()].map((some) => {
    const [{ lost, hung, callerEnded, tasks }] = some as [Outcome];
    const names = `${list(some.map(({ fault }) => fault))} ${some.length > 1 ? "each " : ""}`;
    if (callerEnded) return `${names}ended the caller itself, and with it all ${plural(tasks, "task")}`;
    const range = lost[0] === lost[1] ? whole(lost[0]) : `${whole(lost[0])} to ${whole(lost[1])}`;
    const price = `cost ${range} of ${plural(tasks, "task")}`;
    const rest = lost[0] === lost[1] ? ` and the other ${whole(tasks - lost[0])} finished` : "";
    return `${names}${price}${rest}${hung > 0 ? " (nothing more was heard, until the deadline)" : ""}`;
  });
}

/** Sights of the caller, equal ones once with the faults that they came of. */
function sights(faults: readonly Outcome[]): string {
  const seen = faults.flatMap(({ fault, saw }) => saw.map((words) => ({ fault, words })));
  return [...group(seen, ({ words }) => words).entries()]
    .map(([words, some]) => `${words} (${list(some.map(({ fault }) => fault))})`)
    .join("; ");
}

/** Words of a note without the numbers of its tasks: these are said elsewhere. */
function sightWords(note: string): string {
  const end = /^nothing: the caller itself was ended (.+)$/.exec(note)?.[1];
  if (end !== undefined) return `its own end ${end}`;
  return note === "" ? "nothing" : `"${note.replace(/^tasks? [\d, .]+: /, "")}"`;
}
