import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Plan, Run, Trial } from "../record/schema.js";
import { FEWEST_BLOCKS, planBlocks } from "../study/budget.js";
import { expectedTrialMs } from "../study/cost.js";
import { blockOrder } from "../study/schedule.js";
import type { Level } from "../study/study.js";
import type { RunCell } from "./cells.js";
import { usableCores } from "./cgroup.js";
import type { Progress } from "./events.js";
import { type LaunchOptions, launchHost } from "./launch.js";
import { withLoss } from "./loss.js";
import type { Recorder } from "./recorder.js";
import type { Recording } from "./recording.js";
import { trialRecord } from "./trial-record.js";

/** What a trial costs besides its host: the journal, the scratch folder, the look at the result. */
const BETWEEN_TRIALS_MS = 4;

/** Executes the cells block by block, each block in its own shuffled order, until the blocks or the budget are done. */
export class BlockRunner {
  readonly #recording: Recording;
  readonly #recorder: Recorder;
  readonly #calibrationMs: number;
  readonly #checksums = new Map<string, number>();
  readonly #costs: Map<RunCell, { trials: number; totalMs: number }>;
  #cells: RunCell[];
  #blocks = 0;
  #finished = 0;
  #trialsMs = 0;

  constructor(recording: Recording, cells: RunCell[], recorder: Recorder, calibrationMs: number) {
    this.#recording = recording;
    this.#cells = cells;
    this.#recorder = recorder;
    this.#calibrationMs = calibrationMs;
    this.#costs = new Map(cells.map((cell) => [cell, { trials: 0, totalMs: 0 }]));
  }

  /** Plans, then runs block after block; after each, plans again with the times measured so far. */
  async runAll(): Promise<void> {
    await this.#plan();
    const { onEvent, stop } = this.#recording.request;
    onEvent({
      kind: "planned",
      cells: this.#cells.length,
      blocks: this.#blocks,
      expectedMs: this.#blocks * this.#blockMs(),
    });
    while (this.#finished < this.#blocks && !stop.aborted) {
      await this.#runBlock(this.#finished);
      if (stop.aborted) break;
      this.#finished++;
      await this.#plan();
      const { experiments } = this.#recorder;
      onEvent({ kind: "block-finished", experiments, at: this.#progress(this.#finished - 1, this.#cells.length) });
    }
  }

  /** How the run ended, for the run file. */
  summary(): { status: Run["status"]; plan: Plan } {
    const { request, startMs } = this.#recording;
    return {
      status: request.stop.aborted ? "interrupted" : "complete",
      plan: {
        blocksPlanned: this.#blocks,
        blocksFinished: this.#finished,
        budgetMs: "budgetMs" in request.extent ? request.extent.budgetMs : null,
        wallMs: performance.now() - startMs,
        trialsMs: this.#trialsMs,
        calibrationMs: this.#calibrationMs,
      },
    };
  }

  async #runBlock(block: number): Promise<void> {
    const { seed, stop, onEvent } = this.#recording.request;
    for (const [position, cell] of blockOrder(this.#cells, seed, block).entries()) {
      onEvent({ kind: "trial-started", ...nameOf(cell), at: this.#progress(block, position) });
      const trial = await this.#runTrial(cell, { block, position });
      // A trial that was given up tells nothing.
      if (stop.aborted) return;
      await this.#recorder.addTrial(cell, trial);
      onEvent({ kind: "trial-finished", ...nameOf(cell), trial, at: this.#progress(block, position + 1) });
    }
  }

  async #runTrial(cell: RunCell, place: { block: number; position: number }): Promise<Trial> {
    const { request, environment, prepared, watchdog } = this.#recording;
    const scratch = join(this.#recording.scratch, `${place.block}-${place.position}`);
    await mkdir(scratch);
    const { taskMs: _, launch = "bounded", pool = "fresh", more = {}, ...levels } = cell.sized;
    const spec = { ...levels, launch, pool, more, seed: request.seed, scratch, prepared, env: environment };
    const launched = await launchHost(
      { kind: "trial", spec },
      { environment, timeoutMs: request.timeoutMs, watchdog, stop: request.stop, ...conditionsOf(more) },
    );
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    this.#addCost(cell, launched.hostMs);
    const { workload, tasks, n } = levels;
    const size = JSON.stringify([workload, tasks, n, more]);
    const trial = withLoss(trialRecord(launched, place, this.#checksums.get(size)), launched, this.#taskCount(cell));
    if (trial.checksum !== undefined && trial.status === "ok") this.#checksums.set(size, trial.checksum);
    return trial;
  }

  /** How many tasks a trial of the cell has: those asked for, or the shares of one job. */
  #taskCount({ sized }: RunCell): number {
    const division = this.#recording.request.catalogue.workloads[sized.workload]?.division;
    return division === "shares" ? sized.workers : sized.tasks;
  }

  #addCost(cell: RunCell, hostMs: number): void {
    this.#trialsMs += hostMs;
    const cost = this.#costs.get(cell);
    if (cost === undefined) return;
    cost.trials++;
    cost.totalMs += hostMs;
  }

  /** Sets the number of blocks; with a budget, drops cells where fewer than five blocks would fit. */
  async #plan(): Promise<void> {
    const { extent, onEvent } = this.#recording.request;
    if ("blocks" in extent) {
      this.#blocks = extent.blocks;
      return;
    }
    const costed = this.#cells.map((cell) => ({ expectedMs: this.#expectedMs(cell), isBaseline: cell.isBaseline }));
    const available = extent.budgetMs - this.#elapsedMs();
    const plan = planBlocks(costed, available, this.#finished);
    // After five blocks there is nothing to save: what is there is enough.
    const dropped = this.#finished >= FEWEST_BLOCKS ? [] : plan.dropped.flatMap((index) => this.#cells[index] ?? []);
    this.#blocks = plan.blocks;
    if (dropped.length === 0) return;
    const reason = `left out after ${this.#finished} blocks to fit ${FEWEST_BLOCKS} blocks into the budget`;
    const named = dropped.map((cell) => ({ ...cell, reason }));
    this.#cells = this.#cells.filter((cell) => !dropped.includes(cell));
    await this.#recorder.drop(named);
    onEvent({ kind: "dropped", cells: named });
  }

  #expectedMs(cell: RunCell): number {
    const cost = this.#costs.get(cell);
    if (cost !== undefined && cost.trials > 0) return cost.totalMs / cost.trials + BETWEEN_TRIALS_MS;
    const { catalogue } = this.#recording.request;
    return expectedTrialMs(cell.sized, cell.sized.taskMs, usableCores(), catalogue) + BETWEEN_TRIALS_MS;
  }

  #blockMs(): number {
    return this.#cells.reduce((total, cell) => total + this.#expectedMs(cell), 0);
  }

  #elapsedMs(): number {
    return performance.now() - this.#recording.startMs;
  }

  #progress(block: number, trial: number): Progress {
    const trials = this.#cells.length;
    const blocksLeft = this.#blocks - block - trial / Math.max(1, trials);
    return {
      block,
      blocks: this.#blocks,
      trial,
      trials,
      elapsedMs: this.#elapsedMs(),
      remainingMs: Math.max(0, blocksLeft * this.#blockMs()),
    };
  }
}

/** Levels that say how a host is launched and watched. */
function conditionsOf({ heap, watch }: Record<string, Level>): Pick<LaunchOptions, "heapMb" | "watchUsage"> {
  return { ...(typeof heap === "number" ? { heapMb: heap } : {}), ...(watch === "usage" ? { watchUsage: true } : {}) };
}

function nameOf({ experimentId, label }: RunCell) {
  return { experimentId, label };
}
