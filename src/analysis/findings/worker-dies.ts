import { greatest, group } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import type { Cell } from "../../record/schema/run-schema.js";
import { statement } from "../../words/headline.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { isOneThread, strategyWords } from "../cells/cell-labels.js";
import { inRuntime } from "../cells/fault-grid.js";
import { figureOf } from "../cells/trial-figures.js";
import type { Draft, FindingRule } from "./finding.js";

const FAULT_WORDS: Record<string, string> = {
  throw: "a throw",
  "late-throw": "a late throw",
  exit: "an exit",
  heap: "a full heap",
  kill: "a kill",
};

/** A strategy by its name, with what became of it. */
type Strategy = [name: string, faults: Outcome[]];

/** Outcome of one fault for a strategy, over all trials of the cell. */
interface Outcome {
  cell: Cell;
  key: string;
  fault: string;
  tasks: number;
  lost: [least: number, most: number];
  hung: number;
  /** In how many of the trials the caller ended with its task. */
  ended: number;
  trials: number;
  saw: string[];
}

/** Per strategy: which faults cost how many tasks, whether the others finished, and what the caller saw. */
export const workerDies: FindingRule = ({ cellOf, views }) => {
  const outcomes = views.flatMap((view) => outcomeOf(cellOf(view), view.key) ?? []);
  const usual = usualWorkers(outcomes);
  const byStrategy = [...group(outcomes, ({ cell }) => strategyName(cell, usual)).entries()];
  const same = group(byStrategy, ([, faults]) => [...costs(faults), summary(faults)].join("|"));
  const survival = survivalOf(byStrategy);
  return [...survivors(survival, usual), ...[...same.values()].map((those) => draftOf(those, survival))];
};

/** Strategies whose faults cost the same are told together. */
function draftOf(strategies: readonly Strategy[], { exceptions }: Survival): Draft {
  const [first] = strategies as [Strategy];
  const all = strategies.flatMap(([, faults]) => faults);
  const said = summary(first[1]);
  const names = sentenceCase(list(strategies.map(([name]) => name)));
  const whose = strategies.length > 1 ? `with ${list(strategies.map(([name]) => name))}, ` : "";
  const says = statement(
    [`${names}: ${said}`, `${plural(strategies.length, "strategy", "strategies")}: ${said}`],
    `${sentenceCase(`${whose}${detailOf(first[1])}`)}. ${sightsOf(strategies)}`.trimEnd(),
  );
  const figures = first[1].map(({ cell, lost }) => [`${cell.factors.more?.fault}Lost`, lost[1]]);
  // Right behind the statement that it limits.
  const isException = strategies.some((one) => exceptions.includes(one));
  return { ...says, weight: isException ? 93 : 91, cells: all, figures: Object.fromEntries(figures) };
}

/** The price of each fault; where all have one, the summary names it, and the faults are left to name. */
function detailOf(faults: readonly Outcome[]): string {
  const each = costs(faults);
  const isSaid = faults.length > 1 && each.length === 1 && faults.every(({ ended, hung }) => ended === 0 && hung === 0);
  if (!isSaid) return each.join("; ");
  const [{ lost, tasks }] = faults as [Outcome];
  const rest = lost[0] === lost[1] ? `, and the other ${plural(tasks - lost[0], "task")} finished` : "";
  return `the faults were ${list(faults.map(({ fault }) => fault))}${rest}`;
}

/** What a strategy's faults come to, in a few words that hold for every trial. */
function summary(faults: readonly Outcome[]): string {
  const some = (wanted: (fault: Outcome) => boolean) => {
    const count = faults.filter(wanted).length;
    if (count === 0) return null;
    return faults.length === 1 ? faults[0]?.fault : `${whole(count)} of ${plural(faults.length, "fault")}`;
  };
  const tasks = plural(largest(faults.map((fault) => fault.tasks)), "task");
  const ended = some(({ ended, trials }) => ended === trials);
  if (ended) return `${ended} ended the program and all ${tasks}`;
  const sometimes = some(({ ended }) => ended > 0);
  if (sometimes) return `${sometimes} could end the program`;
  const hung = some(({ hung }) => hung > 0);
  if (hung) return `after ${hung} no answer came`;
  const [least, most] = [smallest(faults.map(({ lost }) => lost[0])), largest(faults.map(({ lost }) => lost[1]))];
  return `${faults.length === 1 ? faults[0]?.fault : "every fault"} cost ${least === most ? "" : `${whole(least)} to `}${whole(most)} of ${tasks}`;
}

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
    lost: [smallest(lost), largest(lost)],
    hung: largest(trials.map((trial) => figureOf(trial, "hung") ?? 0)),
    ended: trials.filter((trial) => figureOf(trial, "caller-ended") === 1).length,
    trials: trials.length,
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
  return `${strategyWords(strategy)}${inRuntime(factors)}${other}${more?.guard === false ? " without its guard" : ""}`;
}

/** Whose caller came through. */
interface Survival {
  /** The strategies that were given the most faults, and how many these are. */
  full: Strategy[];
  most: number;
  /** Those of them whose caller came through all. */
  safe: Strategy[];
  /** These with another number of workers, or without their guard, which a fault ends or leaves without an answer. */
  exceptions: Strategy[];
}

function survivalOf(byStrategy: readonly Strategy[]): Survival {
  const isSafe = ([, faults]: Strategy) => faults.every(({ ended, hung }) => ended === 0 && hung === 0);
  const most = Math.max(0, largest(byStrategy.map(([, faults]) => faults.length)));
  const full = byStrategy.filter(([, faults]) => faults.length === most);
  const safe = full.filter(isSafe);
  const exceptions = byStrategy.filter(
    (one) => !isSafe(one) && safe.some(([survivor]) => one[0].startsWith(`${survivor} with`)),
  );
  return { full, most, safe, exceptions };
}

/** The strategies whose caller came through every fault that all of them were given. */
function survivors({ full, most, safe, exceptions }: Survival, usual: number | undefined): Draft[] {
  if (full.length < 2 || most < 2) return [];
  const namesOf = (some: typeof full) => list(some.map(([name]) => name));
  const unsafe = full.filter((entry) => !safe.includes(entry));
  const survive = (names: string) =>
    sentenceCase(`${names} survive${safe.length < 2 ? "s" : ""} all ${most} faults of a task`);
  const named = survive(namesOf(safe));
  const counted = survive(`${whole(safe.length)} of ${plural(full.length, "strategy", "strategies")}`);
  const { headline } = statement(safe.length === 0 ? survive("no strategy") : [named, counted]);
  const detail = [
    safe.length > 0 && headline !== named && `The program came through in every repeat with ${namesOf(safe)}.`,
    unsafe.length > 0 && `At least one fault ends the program with ${namesOf(unsafe)}.`,
    usual !== undefined && `Strategies that use workers were given ${whole(usual)}.`,
    exceptions.length > 0 && `It does not hold for ${namesOf(exceptions)}.`,
  ];
  const says = statement(headline, detail.filter(Boolean).join(" "));
  const figures = { faults: most, strategies: full.length, cameThrough: safe.length };
  return [{ ...says, weight: 96, cells: safe.flatMap(([, faults]) => faults), figures }];
}

/** Faults of one price together: "a throw and an exit cost 1 of 8 tasks each, and the other 7 finished". */
function costs(faults: readonly Outcome[]): string[] {
  const byPrice = group(faults, ({ lost, hung, ended, trials, tasks }) =>
    JSON.stringify([lost, hung, ended, trials, tasks]),
  );
  return [...byPrice.values()].map((some) => {
    const [{ lost, hung, ended, trials, tasks }] = some as [Outcome];
    const names = `${list(some.map(({ fault }) => fault))} ${some.length > 1 ? "each " : ""}`;
    const when = ended < trials ? ` in ${whole(ended)} of ${plural(trials, "repeat")}` : "";
    if (ended > 0) return `${names}ended the caller itself${when}, and with it all ${plural(tasks, "task")}`;
    const range = lost[0] === lost[1] ? whole(lost[0]) : `${whole(lost[0])} to ${whole(lost[1])}`;
    const price = `cost ${range} of ${plural(tasks, "task")}`;
    const rest = lost[0] === lost[1] ? ` and the other ${whole(tasks - lost[0])} finished` : "";
    return `${names}${price}${rest}${hung > 0 ? " (no answer came before the deadline)" : ""}`;
  });
}

/** Of which faults the caller saw an error, and of which nothing; that it ended is said before. The table has the words. */
function sightsOf(strategies: readonly Strategy[]): string {
  const byFault = group(
    strategies.flatMap(([, faults]) => faults),
    ({ fault }) => fault,
  );
  const faultsWhere = (isSeen: (words: string) => boolean) =>
    [...byFault].filter(([, same]) => same.every(({ saw }) => saw.every(isSeen))).map(([fault]) => fault);
  const [error, nothing] = [faultsWhere((words) => words.startsWith('"')), faultsWhere((words) => words === "nothing")];
  const seen = [
    ...(error.length > 0 ? [`an error after ${list(error)}`] : []),
    ...(nothing.length > 0 ? [`nothing after ${list(nothing)}`] : []),
  ];
  return seen.length === 0 ? "" : `The caller saw ${seen.join(", and ")}.`;
}

/** Words of a note without the numbers of its tasks: these are said elsewhere. */
function sightWords(note: string): string {
  const end = /^nothing: the caller itself was ended (.+)$/.exec(note)?.[1];
  if (end !== undefined) return `its own end ${end}`;
  return note === "" ? "nothing" : `"${note.replace(/^tasks? [\d, .]+: /, "")}"`;
}
