import { group } from "d3-array";
import { type Question, questionsOf, wayKey } from "../../analysis/machines/choices.js";
import { type LikeMachines, likeKey, likeMachines } from "../../analysis/machines/like-machines.js";
import { ownNames } from "../../record/folder/machine-names.js";
import { nodeMajor } from "../../record/schema/interpreter-names.js";
import type { Factors } from "../../record/schema/run-schema.js";
import { plural, whole } from "../../words/number.js";
import { type ArchivedRun, type ListedRun, newestOfMachines, speakingRuns } from "../archive/run-entry.js";
import type { HighlightsOf } from "../pages/run-highlights.js";

/** Fewest machines that have a page together. */
const FEWEST_MACHINES = 3;
/** Most machines on a page; those with the newest runs are taken. */
export const MOST_MACHINES = 100;

function withOwnNames<L extends Pick<ArchivedRun, "run">>(runs: readonly L[]): L[] {
  const nameOf = ownNames(runs);
  return runs.map((one) => ({ ...one, run: { ...one.run, machine: { ...one.run.machine, name: nameOf(one) } } }));
}

/** Machines with what each of them chooses. */
export interface MachineQuestions<L> {
  runs: readonly L[];
  /** Machines beyond those shown. */
  left: number;
  /** What is said of runs that are passed over, and of machines that did not measure what is best on most; or "". */
  note: string;
  questions: Question<L>[];
  /** The question that the page opens with. */
  lead: Question<L> | null;
}

/** What a machines page says, in data. */
export interface MachinesInFigures extends MachineQuestions<ArchivedRun> {
  like: LikeMachines[];
  kinds: { name: string; short: string; words: string; runs: ArchivedRun[] }[];
}

function identifiedMachines<L extends Pick<ArchivedRun, "run">>(newestFirst: readonly [L, ...L[]]) {
  return newestOfMachines(speakingRuns(newestFirst).filter(({ run }) => !run.machine.unidentified));
}

/** Whether enough machines recorded the study for a page of them all. */
export function hasMachinesPage(newestFirst: readonly [ListedRun, ...ListedRun[]]): boolean {
  return identifiedMachines(newestFirst).newest.length >= FEWEST_MACHINES;
}

/** `null` where fewer than three machines recorded the study. */
export function machineQuestions<L extends Pick<ArchivedRun, "run">>(
  newestFirst: readonly [L, ...L[]],
  highlightsOf: HighlightsOf,
): MachineQuestions<L> | null {
  const { newest: all, note } = identifiedMachines(newestFirst);
  const runs = withOwnNames(all.slice(0, MOST_MACHINES));
  const [newest] = runs;
  if (newest === undefined || all.length < FEWEST_MACHINES) return null;
  const questions = questionsOf(runs.map((run) => ({ run, choices: highlightsOf(run).choices })));
  const opening = highlightsOf(newest).answers[0]?.id;
  const several = questions.filter((one) => one.runs.length >= FEWEST_MACHINES);
  const lead = several.find(({ experiment }) => experiment === opening) ?? several[0] ?? null;
  return { runs, left: all.length - runs.length, note, questions, lead };
}

export function machinesInFigures(
  newestFirst: readonly [ArchivedRun, ...ArchivedRun[]],
  highlightsOf: HighlightsOf,
): MachinesInFigures | null {
  const asked = machineQuestions(newestFirst, highlightsOf);
  return asked && { ...asked, note: asked.note + unmeasuredWords(asked), ...kindsAndLike(asked.runs) };
}

/** " On 1 of them sequential was not measured.": that machine could not choose what is best on most. */
function unmeasuredWords({ lead, runs }: MachineQuestions<ArchivedRun>): string {
  const way = lead?.chosen[0]?.way;
  if (lead === null || way === undefined) return "";
  const isIt = ({ factors }: { factors: Factors }) => wayKey(factors) === way.key;
  const without = runs.filter(
    ({ experiments }) => !experiments.some(({ id, cells }) => id === lead.experiment && cells.some(isIt)),
  );
  if (without.length === 0) return "";
  return ` On ${whole(without.length)} of them ${way.words} ${way.isPlural ? "were" : "was"} not measured.`;
}

function kindsAndLike(runs: readonly ArchivedRun[]): Pick<MachinesInFigures, "like" | "kinds"> {
  const kinds = kindsOf(runs);
  const place = (one: LikeMachines) => kinds.findIndex((kind) => kind.runs.includes(one.runs[0] as ArchivedRun));
  return { kinds, like: likeMachines(runs).toSorted((a, b) => place(a) - place(b)) };
}

/** So many kinds have a row each; of more, so many of those with several machines. */
const FEW_KINDS = 6;
const MOST_KINDS = 11;

/** Kinds of machines, that of most machines first, with a letter each. */
function kindsOf(runs: readonly ArchivedRun[]): MachinesInFigures["kinds"] {
  const definitions = new Set(runs.map(({ run }) => run.studyHash)).size;
  const kinds = [...group(runs, likeKey).values()].toSorted((a, b) => b.length - a.length);
  return kinds.map((members, index) => {
    const { machine, software, studyHash } = (members[0] as ArchivedRun).run;
    const cores = machine.availableParallelism ?? machine.logicalCores;
    const short = typeof cores === "number" ? plural(cores, "core") : "cores unknown";
    const facts = [
      processorWords(machine.cpuModel),
      short,
      typeof machine.memoryBytes === "number" ? `${whole(Math.round(machine.memoryBytes / 2 ** 30))} GiB` : "",
      [machine.platform, machine.arch].filter(Boolean).join(" "),
      software.node === null ? "" : `Node ${nodeMajor(software.node)}`,
      definitions > 1 && studyHash !== null ? `definition ${studyHash.slice(0, 6)}` : "",
    ];
    return { name: letters(index), short, words: facts.filter(Boolean).join(", "), runs: members };
  });
}

/** "Intel Core i5-8350U" of "Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz". */
function processorWords(model: string | null | undefined): string {
  const words = model?.replace(/\((?:R|TM)\)|\bCPU\b|@.*/gi, " ").trim() ?? "";
  return words === "" ? "unknown processor" : words.replace(/\s+/g, " ");
}

/** The kinds as rows: of many those of several machines, the others together, which are counted and not averaged either. */
export function shownKinds({ kinds }: Pick<MachinesInFigures, "kinds">): MachinesInFigures["kinds"] {
  if (kinds.length <= FEW_KINDS) return kinds;
  const shown = kinds.slice(0, MOST_KINDS).filter(({ runs }) => runs.length > 1);
  const rest = kinds.slice(shown.length);
  const words = `${whole(rest.length)} ${shown.length === 0 ? "kinds" : "further kinds"}`;
  const runs = rest.flatMap((one) => one.runs);
  return rest.length === 0 ? shown : [...shown, { name: "", short: words, words, runs }];
}

/** "A: 4 cores". */
export function kindName({ name }: { name: string }, words: string): string {
  return name === "" ? words : `${name}: ${words}`;
}

/** 0 -> "A", 25 -> "Z", 26 -> "AA". */
function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest === 0 ? "" : letters(rest - 1)}${String.fromCharCode(65 + (index % 26))}`;
}
