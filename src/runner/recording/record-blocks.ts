import { performance } from "node:perf_hooks";
import { blockRange } from "../../record/folder/run-facts.js";
import type { JournalHeader } from "../../record/journal/journal-format.js";
import { largest } from "../../record/limits/extremes.js";
import { failedPrograms } from "../../record/schema/programs-of.js";
import type { Conditions, Disturbance, Run, Trial } from "../../record/schema/run-schema.js";
import { type CostedCell, FEWEST_BLOCKS, leastBudgetMs, leftOutWords, planBlocks } from "../../study/budget.js";
import { usableCores } from "../machine/cgroup.js";
import type { DisturbanceWatch } from "../machine/disturbances.js";
import { boundTrials } from "../processors/processors.js";
import type { Progress } from "../request/events.js";
import { ownWorkFailed } from "../request/own-work.js";
import { GoalWatch } from "../request/precision-goal.js";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, Place, RunCell } from "../request/run-cells.js";
import { withoutRoots } from "../request/version-sources.js";
import { LEFT_BEHIND } from "../trials/end-notes.js";
import { ControlCell } from "./control-cell.js";
import { EarlierTrials, earlierRun, spentBefore, withEarlierTrials } from "./earlier-trials.js";
import { BETWEEN_TRIALS_MS, guessedTrialMs, isOfCommand, refuseShortBudget } from "./expected-times.js";
import { BoundFinder, withKnownBounds } from "./found-bounds.js";
import { type End, Recorder } from "./recorder.js";
import { ownFigures, pairKey, type Side, turnsOf } from "./side-by-side.js";
import type { SizedRun } from "./size-cells.js";

/** The machine during the run. */
export interface WatchedMachine {
  conditions(): Conditions;
  disturbances: DisturbanceWatch;
}

/** The fields of a run that are known before its cells are. */
export type Described = Omit<JournalHeader, "control" | "experiments">;

/**
 * Records the cells block by block, every trial into the journal, and writes the run file. Throws a UserError where the budget
 * is too short for the fewest blocks.
 *
 * @param machine describes the machine during the run, and what happened to it
 */
export async function recordBlocks(
  recording: Recording,
  described: Described,
  { cells, experiments, calibrationMs }: SizedRun,
  machine: WatchedMachine,
): Promise<{ run: Run; file: string }> {
  const { request } = recording;
  const control = new ControlCell(recording);
  refuseShortBudget(recording, cells, control);
  const earlier = earlierRun(request);
  const known = withKnownBounds(experiments, earlier ?? request.parent);
  const begun = earlier === undefined ? known : withEarlierTrials(known, cells, earlier);
  const recorder = await Recorder.open(request, { ...described, ...control.header(), experiments: begun });
  try {
    const bounds = new BoundFinder(recording, cells, recorder);
    const execute = bounds.watch(await cellExecutor(recording, cells));
    const blocks = new BlockRunner(recording, { cells, calibrationMs, execute, control, recorder, bounds, machine });
    await blocks.runAll();
    request.onEvent({ kind: "measured" });
    const finishedAt = new Date(machine.disturbances.nowMs()).toISOString();
    const end = { ...blocks.summary(), conditions: machine.conditions(), finishedAt };
    const { leftOut, ...recorded } = await recorder.finish(end);
    if (leftOut.timelines + leftOut.taskTimes > 0) request.onEvent({ kind: "details-left-out", ...leftOut });
    return recorded;
  } finally {
    await recorder.close();
  }
}

interface BlockWork {
  cells: RunCell[];
  calibrationMs: number;
  execute: ExecuteCell;
  control: ControlCell;
  recorder: Recorder;
  bounds: BoundFinder;
  machine: WatchedMachine;
}

/**
 * Executes the cells block by block, each block in its own shuffled order, until the blocks or the budget are done, or
 * the goal is reached. Ends after the first block where the user's own work failed in all of it.
 */
class BlockRunner {
  readonly #recording: Recording;
  readonly #recorder: Recorder;
  readonly #calibrationMs: number;
  /** Number of the first block: a run that continues another one counts on from there. */
  readonly #firstBlock: number;
  readonly #execute: ExecuteCell;
  readonly #control: ControlCell;
  readonly #costs: Map<RunCell, { trials: number; totalMs: number }>;
  readonly #goal: GoalWatch | null;
  readonly #bounds: BoundFinder;
  readonly #machine: WatchedMachine;
  readonly #earlier: EarlierTrials;
  readonly #before: ReturnType<typeof spentBefore>;
  readonly #cores = usableCores();
  #cells: RunCell[];
  #blocks = 0;
  /** Blocks to be expected: fewer than planned where a goal may be reached before. */
  #expected = 0;
  #finished = 0;
  #trialsMs: number;
  #hasFailed = false;
  /** Blocks that were planned when the file had no room for another. */
  #fullOf: number | null = null;
  #toldFailure = false;
  #toldLeftBehind = false;
  readonly #planned: number;

  constructor(recording: Recording, { cells, calibrationMs, execute, control, recorder, bounds, machine }: BlockWork) {
    const { experiments } = recorder;
    this.#recording = recording;
    this.#earlier = new EarlierTrials(cells, experiments);
    this.#before = spentBefore(earlierRun(recording.request));
    this.#trialsMs = this.#before.trialsMs;
    this.#cells = cells.filter(({ experiment, cell }) => experiments[experiment]?.cells[cell]?.dropped === undefined);
    this.#planned = cells.length;
    this.#recorder = recorder;
    this.#calibrationMs = calibrationMs;
    this.#execute = execute;
    this.#control = control;
    this.#bounds = bounds;
    this.#machine = machine;
    this.#costs = new Map(cells.map((cell) => [cell, { trials: 0, totalMs: 0 }]));
    const { extent, parent } = recording.request;
    this.#firstBlock = parent === undefined ? 0 : (blockRange(parent).last ?? -1) + 1;
    this.#goal = "goal" in extent && extent.goal !== undefined ? new GoalWatch(extent.goal) : null;
    this.#finished = this.#earlier.wholeBlocks(this.#cells, this.#firstBlock);
  }

  /** Plans, then runs block after block; after each, plans again with the times measured so far. */
  async runAll(): Promise<void> {
    if (this.#finished > 0) await this.#goal?.look(this.#recorder.experiments);
    await this.#plan();
    const { onEvent, stop, extent } = this.#recording.request;
    onEvent({
      kind: "planned",
      cells: this.#cells.length,
      blocks: this.#blocks,
      expectedMs: this.#cells.some(isOfCommand) ? null : (this.#blocks - this.#finished) * this.#blockMs(),
      ...("budgetMs" in extent ? { budgetMs: extent.budgetMs } : {}),
      ...(this.#goal === null ? {} : { targetPercent: this.#goal.summary().targetPercent }),
    });
    while (this.#finished < this.#blocks && !stop.aborted) {
      await this.#runBlock(this.#finished);
      if (stop.aborted) break;
      this.#finished++;
      await this.#bounds.look(this.#finished);
      const { experiments } = this.#recorder;
      this.#hasFailed = this.#finished === 1 && ownWorkFailed(this.#cells, experiments);
      if (this.#hasFailed) return;
      if (this.#finished === 1) {
        for (const failed of failedPrograms({ experiments })) onEvent({ kind: "program-failed", ...failed });
      }
      await this.#goal?.look(experiments);
      await this.#plan();
      this.#endIfFull();
      onEvent({ kind: "block-finished", experiments, at: this.#progress(this.#finished - 1, this.#cells.length) });
    }
    this.#sayIfShort();
  }

  /** Ends the run where its file has no room for another block: it is gone on with in a file of its own. */
  #endIfFull(): void {
    if (this.#finished >= this.#blocks || this.#recorder.hasRoom(this.#finished)) return;
    this.#fullOf = this.#blocks;
    this.#blocks = this.#finished;
    this.#expected = this.#finished;
    this.#recording.request.onEvent({ kind: "full", blocks: this.#finished });
  }

  /** Says what budget would do where that of the run held too few blocks. */
  #sayIfShort(): void {
    const { extent, onEvent, stop, parent } = this.#recording.request;
    if ("blocks" in extent || parent !== undefined || stop.aborted || this.#fullOf !== null) return;
    if (this.#finished >= FEWEST_BLOCKS) return;
    const block = [{ expectedMs: this.#blockMs(), isKept: true }];
    const leastMs = leastBudgetMs(block, extent.budgetMs, this.#calibrationMs);
    if (leastMs !== null) onEvent({ kind: "budget-short", blocks: this.#finished, leastMs });
  }

  summary(): Omit<End, "conditions" | "finishedAt"> {
    const { request } = this.#recording;
    return {
      status: this.#hasFailed ? "failed" : request.stop.aborted ? "interrupted" : "complete",
      plan: {
        blocksPlanned: this.#fullOf ?? this.#blocks,
        blocksFinished: this.#finished,
        budgetMs: "budgetMs" in request.extent ? request.extent.budgetMs : null,
        wallMs: this.#elapsedMs(),
        trialsMs: this.#trialsMs,
        calibrationMs: this.#before.calibrationMs + this.#calibrationMs,
        controlMs: this.#control.spentMs,
        ...(this.#goal === null ? {} : { precision: this.#goal.summary() }),
      },
    };
  }

  async #runBlock(done: number): Promise<void> {
    const { seed, stop, onEvent } = this.#recording.request;
    const block = this.#firstBlock + done;
    const turns = turnsOf(
      this.#earlier.cellsIn(block, this.#cells),
      { seed, block },
      this.#recording.processors?.halves,
    );
    for (const turn of turns) {
      if (this.#earlier.has(turn, block)) continue;
      const { position } = (turn[0] as Side).place;
      if (this.#control.isDue(this.#trialsMs)) await this.#runControl({ block, position });
      if (stop.aborted) return;
      for (const { cell } of turn)
        onEvent({ kind: "trial-started", ...nameOf(cell), at: this.#progress(done, position) });
      const executed = await Promise.all(turn.map(({ cell, place }) => this.#execute(cell, place)));
      const tookMs = largest(executed.map((one) => one.tookMs)) / turn.length;
      for (const { cell } of turn) this.#addCost(cell, tookMs);
      // A trial that was given up has no result.
      if (stop.aborted) return;
      const disturbed = await this.#lookAtMachine({ block, position });
      for (const [index, { cell, place }] of turn.entries()) {
        const own = ownFigures(cell, (executed[index] as (typeof executed)[number]).trial);
        const trial = { ...own, ...disturbed };
        await this.#recorder.addTrial(cell, trial);
        this.#tellFailure(cell, trial);
        this.#tellLeftBehind(cell, trial);
        onEvent({ kind: "trial-finished", ...nameOf(cell), trial, at: this.#progress(done, place.position + 1) });
      }
    }
  }

  /** What happened to the machine since the trial before is told, and kept at once. */
  async #lookAtMachine(place: Pick<Disturbance, "block" | "position">): Promise<Pick<Trial, "disturbed">> {
    const { disturbances, conditions } = this.#machine;
    const found = disturbances.look(place);
    if (found.length === 0) return {};
    for (const disturbance of found) this.#recording.request.onEvent({ kind: "disturbed", disturbance });
    await this.#recorder.addConditions(conditions());
    return { disturbed: found.map(({ kind }) => kind) };
  }

  #tellLeftBehind(cell: RunCell, { notes }: Trial): void {
    const names = notes?.[LEFT_BEHIND];
    if (names === undefined || this.#toldLeftBehind) return;
    this.#toldLeftBehind = true;
    this.#recording.request.onEvent({ kind: "left-behind", ...nameOf(cell), names });
  }

  /** A block may go on for long: the first failure of the user's own work is told when it happens. */
  #tellFailure(cell: RunCell, trial: Trial): void {
    if (this.#toldFailure || this.#cells.length === 1 || !ownWorkFailed([cell], this.#recorder.experiments)) return;
    this.#toldFailure = true;
    this.#recording.request.onEvent({ kind: "first-failure", ...nameOf(cell), trial });
  }

  async #runControl(place: Place): Promise<void> {
    const trial = await this.#control.run(place);
    if (!this.#recording.request.stop.aborted) await this.#recorder.addControl(trial);
  }

  #addCost(cell: RunCell, tookMs: number): void {
    this.#trialsMs += tookMs;
    const cost = this.#costs.get(cell);
    if (cost === undefined) return;
    cost.trials++;
    cost.totalMs += tookMs;
  }

  /** Sets the number of blocks, and keeps what was spent; with a budget, drops cells where fewer than three blocks would fit. */
  async #plan(): Promise<void> {
    await this.#fit();
    await this.#recorder.setPlan(this.summary().plan);
  }

  async #fit(): Promise<void> {
    const { extent, onEvent } = this.#recording.request;
    if ("blocks" in extent) {
      this.#blocks = extent.blocks;
      this.#expected = extent.blocks;
      return;
    }
    const cells = this.#cells.map((cell) => ({ ...keepingOf(cell), expectedMs: this.#expectedMs(cell) }));
    // The control cell takes its part of the budget, and is never left out.
    const costed = [...cells, { expectedMs: this.#controlMs(), isKept: true }];
    const available = extent.budgetMs - this.#elapsedMs();
    const { mostBlocks } = extent;
    const most = mostBlocks === undefined ? {} : { most: mostBlocks };
    const plan = planBlocks(costed, available, { done: this.#finished, ...most });
    // A block that was begun before the run was interrupted is finished, with all of its cells.
    const hasBegun = this.#earlier.hasBegun(this.#firstBlock + this.#finished);
    // After three blocks no cell is dropped: there are enough.
    const isEnough = hasBegun || this.#finished >= FEWEST_BLOCKS;
    const dropped = isEnough ? [] : plan.dropped.flatMap((index) => this.#cells[index] ?? []);
    this.#blocks = this.#goal?.reached ? this.#finished : Math.max(plan.blocks, this.#finished + Number(hasBegun));
    this.#expected = this.#goal?.expectedBlocks(this.#finished, this.#blocks) ?? this.#blocks;
    if (dropped.length === 0) return;
    const named = dropped.map((cell) => ({ ...cell, reason: leftOutWords(this.#finished) }));
    this.#cells = this.#cells.filter((cell) => !dropped.includes(cell));
    await this.#recorder.drop(named);
    const [of, left] = [this.#planned, this.#planned - this.#cells.length];
    onEvent({ kind: "dropped", cells: named, left, of, budgetMs: extent.budgetMs });
  }

  #expectedMs(cell: RunCell): number {
    const cost = this.#costs.get(cell);
    if (cost !== undefined && cost.trials > 0) return cost.totalMs / cost.trials + BETWEEN_TRIALS_MS;
    const guessedMs = guessedTrialMs(cell, this.#recording.request.catalogue, this.#cores);
    return guessedMs ?? (this.#earlier.meanMs(cell) ?? 0) + BETWEEN_TRIALS_MS;
  }

  #blockMs(): number {
    return this.#cellsMs() + this.#controlMs();
  }

  #controlMs(): number {
    return this.#control.expectedMs(this.#cells.length, this.#cellsMs());
  }

  #cellsMs(): number {
    return this.#cells.reduce((total, cell) => total + this.#expectedMs(cell), 0);
  }

  #elapsedMs(): number {
    return this.#before.wallMs + performance.now() - this.#recording.startMs;
  }

  #progress(block: number, trial: number): Progress {
    const trials = this.#cells.length;
    const { extent } = this.#recording.request;
    const blocksLeft = this.#expected - block - trial / Math.max(1, trials);
    return {
      block,
      blocks: this.#expected,
      trial,
      trials,
      elapsedMs: this.#elapsedMs(),
      remainingMs: Math.max(0, blocksLeft * this.#blockMs()),
      ...("budgetMs" in extent ? { budgetMs: extent.budgetMs } : {}),
      ...(this.#goal === null ? {} : { precision: this.#goal.summary() }),
    };
  }
}

/** The way in which each of these cells is executed. Loads only what they need: commands need no host. */
async function cellExecutor(recording: Recording, cells: readonly RunCell[]): Promise<ExecuteCell> {
  const hasPrepare = cells.some(({ definition }) => definition.hooks?.prepare !== undefined);
  const own = hasPrepare || cells.some(isOfCommand) ? await import("../trials/commands.js") : null;
  const commands = own?.commandTrials(recording);
  const hosts = cells.every(isOfCommand) ? undefined : (await import("../trials/host-trial.js")).hostTrials(recording);
  const run: ExecuteCell = (cell, ...how) => {
    const execute = isOfCommand(cell) ? commands : hosts;
    if (execute === undefined) throw new Error(`nothing executes ${cell.label}`);
    return execute(cell, ...how);
  };
  const prepared = own !== null && hasPrepare ? own.preparedTrials(recording, run) : run;
  return boundTrials(recording.processors, withoutRoots(prepared, recording.request));
}

function nameOf({ experimentId, label }: RunCell) {
  return { experimentId, label };
}

/** What stands against leaving the cell out. */
export function keepingOf(cell: RunCell): Pick<CostedCell, "isKept" | "isFirst" | "group"> {
  const { isKept, experiment, definition } = cell;
  return { isKept, isFirst: experiment === 0, ...(definition.versions && { group: pairKey(cell) }) };
}
