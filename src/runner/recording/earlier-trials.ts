import { countTrials } from "../../record/folder/run-facts.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import { type Program, programsOf } from "../../record/schema/programs-of.js";
import { show } from "../../record/schema/quote-value.js";
import type { Cell, Experiment, Plan, Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import type { RecordRequest } from "../request/record-request.js";
import type { RunCell } from "../request/run-cells.js";
import { pairKey, sidesOf, type Turn } from "./side-by-side.js";

/** The interrupted run whose trials a recording takes over; undefined where it has none: then the study is begun anew. */
export function earlierRun({ interrupted }: Pick<RecordRequest, "interrupted">): Run | undefined {
  return interrupted && countTrials(interrupted.run) > 0 ? interrupted.run : undefined;
}

/** The interrupted runs that a recording goes on with, as its run file names them. */
export function resumedRuns({ interrupted }: Pick<RecordRequest, "interrupted">): Pick<Run, "resumed"> {
  if (interrupted === undefined) return {};
  const { run } = interrupted;
  const { id, startedAt, finishedAt, resumed = [] } = run;
  return { resumed: [...resumed, { id, startedAt, finishedAt, trials: countTrials(run) }] };
}

/** What a recording had spent when it was interrupted. */
export function spentBefore(earlier: Run | undefined): Pick<Plan, "wallMs" | "trialsMs" | "calibrationMs"> {
  const { wallMs = 0, trialsMs = 0, calibrationMs = 0 } = earlier?.plan ?? {};
  return { wallMs, trialsMs, calibrationMs };
}

/**
 * The experiments as they are laid out now, with the trials that the interrupted run has of their cells. Throws a UserError that
 * names what was then and is now where they differ: programs, combinations, processors.
 */
export function withEarlierTrials(experiments: readonly Experiment[], cells: readonly RunCell[], earlier: Run) {
  const why = whyOther(earlier.experiments, experiments);
  if (why !== null) {
    throw new UserError(
      `${earlier.id} cannot be resumed: ${why}; put it back as it was then, or record anew without --resume`,
    );
  }
  const halves = halfTurns(cells, earlier.experiments);
  return experiments.map((experiment, index) => ({
    ...experiment,
    cells: experiment.cells.map((cell, number): Cell => {
      const { trials = [], dropped } = earlier.experiments[index]?.cells[number] ?? {};
      const kept = trials.filter((trial) => !halves.has(trial));
      return { ...cell, ...(dropped !== undefined && { dropped }), trials: kept };
    }),
  }));
}

/** Trials beside which another ran that was not kept: the two are made again together. */
function halfTurns(cells: readonly RunCell[], experiments: readonly Experiment[]): ReadonlySet<Trial> {
  const trialsOf = ({ experiment, cell }: RunCell) => experiments[experiment]?.cells[cell]?.trials ?? [];
  const turns = new Map<string, Trial[]>();
  for (const cell of cells.filter((one) => sidesOf(one) === 2)) {
    for (const trial of trialsOf(cell)) {
      const key = `${trial.block} ${pairKey(cell)}`;
      turns.set(key, [...(turns.get(key) ?? []), trial]);
    }
  }
  return new Set([...turns.values()].filter(({ length }) => length === 1).flat());
}

/** What of the experiments is not as it was; `null` where nothing is. */
function whyOther(then: readonly Experiment[], now: readonly Experiment[]): string | null {
  for (const [index, experiment] of now.entries()) {
    const before = then[index];
    const why = before && otherPrograms(before, experiment);
    if (why) return why;
  }
  const same = canonicalJson(then.map(laidOut)) === canonicalJson(now.map(laidOut));
  return same ? null : "its combinations, or the processors that they are bound to, are others than they were";
}

/** What must be equal for trials to be of the same cells. */
function laidOut({ id, division, versions, figure, coreSets, program, programs, cells }: Experiment) {
  return { id, division, versions, figure, coreSets, program, programs, cells: cells.map(({ factors }) => factors) };
}

/** "sort.py was 1a2b3c4 then and is 5d6e7f8 now", of the first program that is another one. */
function otherPrograms(then: Experiment, now: Experiment): string | null {
  const before = new Map(programsOf(then).map(({ name, program }) => [name, factsOf(program)]));
  for (const { name, program } of programsOf(now)) {
    const [old = new Map<string, string>(), facts] = [before.get(name), factsOf(program)];
    const what = [...new Set([...old.keys(), ...facts.keys()])].find((one) => old.get(one) !== facts.get(one));
    if (what === undefined) continue;
    const of = name === "" ? "" : ` of ${name}`;
    return `${what}${of} was ${old.get(what) ?? "missing"} then and is ${facts.get(what) ?? "missing"} now`;
  }
  return null;
}

/** Digits of a hash that a person compares. */
const SHORT = 12;

/** What tells a program from another, by name. */
function factsOf({ files, command, path, interpreter, version, packages = [], commit }: Program): Map<string, string> {
  const told: [string, string | undefined][] = [
    ["the commit", commit?.hash.slice(0, SHORT)],
    ["the command", command],
    ["the program's path", path],
    ["the interpreter", interpreter],
    ["the compiler or tool", version],
    ...files.map((file): [string, string] => [file.path, file.sha256.slice(0, SHORT)]),
    ...packages.map((one): [string, string] => [`the package ${one.name}`, one.version]),
  ];
  return new Map(told.flatMap(([name, value]) => (value === undefined ? [] : [[name, show(value)]])));
}

/** The trials that a recording took over, by cell and block. */
export class EarlierTrials {
  readonly #cells: readonly RunCell[];
  readonly #blocks = new Map<RunCell, ReadonlySet<number>>();
  readonly #meanMs = new Map<RunCell, number>();

  /** @param experiments with the trials that were taken over, if any */
  constructor(cells: readonly RunCell[], experiments: readonly Experiment[]) {
    this.#cells = cells;
    for (const cell of cells) {
      const { trials = [] } = experiments[cell.experiment]?.cells[cell.cell] ?? {};
      if (trials.length === 0) continue;
      this.#blocks.set(cell, new Set(trials.map(({ block }) => block)));
      const times = trials.flatMap(({ wallMs }) => wallMs ?? []);
      if (times.length > 0) this.#meanMs.set(cell, times.reduce((sum, ms) => sum + ms, 0) / times.length);
    }
  }

  /** Whether the trials of a turn are there. */
  has(turn: Turn, block: number): boolean {
    return turn.every(({ cell }) => this.#isIn(cell, block));
  }

  /** How many of these blocks, from the first on, are there whole. */
  wholeBlocks(cells: readonly RunCell[], firstBlock: number): number {
    if (cells.length === 0) return 0;
    let blocks = 0;
    while (this.cellsIn(firstBlock + blocks, cells).every((cell) => this.#isIn(cell, firstBlock + blocks))) blocks++;
    return blocks;
  }

  /** Whether some trial of a block is there. */
  hasBegun(block: number): boolean {
    return this.#cells.some((cell) => this.#isIn(cell, block));
  }

  /** The cells of a block: those that are left now, and those that were left out only after it. */
  cellsIn(block: number, left: readonly RunCell[]): readonly RunCell[] {
    if (this.#blocks.size === 0) return left;
    const own = new Set(left);
    return this.#cells.filter((cell) => own.has(cell) || this.#isIn(cell, block));
  }

  /** Mean time of a cell's trials; undefined where there are none. */
  meanMs(cell: RunCell): number | undefined {
    return this.#meanMs.get(cell);
  }

  #isIn(cell: RunCell, block: number): boolean {
    return this.#blocks.get(cell)?.has(block) ?? false;
  }
}
