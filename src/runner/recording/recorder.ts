import { nodeFiles } from "../../record/files/file-system.js";
import { countTrials, wentOnWith } from "../../record/folder/run-facts.js";
import { listRunPaths, readStored, stampIn } from "../../record/folder/run-index.js";
import { writeRun } from "../../record/folder/run-store.js";
import type { FoundBound, JournalEntry, JournalHeader } from "../../record/journal/journal-format.js";
import { type Journal, openJournal, removeJournal } from "../../record/journal/write-journal.js";
import { detailsLeftOut } from "../../record/limits/fit-run.js";
import { tidyRun } from "../../record/schema/finish-run.js";
import { timeStamp } from "../../record/schema/run-id.js";
import type { Conditions, Control, Experiment, Plan, Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import type { DroppedCell } from "../request/events.js";
import type { InterruptedRun, RecordRequest } from "../request/record-request.js";
import { RunSize } from "./run-size.js";

/** Place of a cell in the run file. */
export interface CellPlace {
  experiment: number;
  cell: number;
}

/** Facts that only the end of a run tells. */
export interface End {
  status: Run["status"];
  plan: Plan;
  conditions: Conditions;
  finishedAt: string;
}

type Target = Pick<RecordRequest, "runsDir" | "compress" | "interrupted" | "mostBytes">;

/** Keeps a run that is being recorded: every trial is in the journal before the next one starts. */
export class Recorder {
  readonly #header: JournalHeader;
  readonly #journal: Journal;
  readonly #target: Target;
  readonly #size: RunSize;

  private constructor(target: Target, header: JournalHeader, journal: Journal) {
    this.#target = target;
    this.#header = header;
    this.#journal = journal;
    this.#size = new RunSize(header, target.mostBytes);
  }

  /**
   * Starts the journal. That of an interrupted run goes: by now its trials are in this one. Throws a UserError where another
   * recording went on with that run meanwhile.
   */
  static async open(target: Target, header: JournalHeader): Promise<Recorder> {
    const journal = await openJournal(target.runsDir, header);
    if (target.interrupted !== undefined) await takeOver(target.interrupted, target.runsDir, journal);
    return new Recorder(target, header, journal);
  }

  get experiments(): readonly Experiment[] {
    return this.#header.experiments;
  }

  async addTrial(place: CellPlace, trial: Trial): Promise<void> {
    const { experiment, cell } = place;
    await this.#append({ kind: "trial", experiment, cell, trial });
    this.#cell(place).trials.push(trial);
    this.#size.add(trial);
  }

  /** Whether the run file has room for another block like the `finished` ones. */
  hasRoom(finished: number): boolean {
    return this.#size.hasRoom(finished);
  }

  /** Adds a trial of the control cell. */
  async addControl(trial: Control["trials"][number]): Promise<void> {
    await this.#append({ kind: "control", trial });
    this.#header.control?.trials.push(trial);
  }

  /** Marks cells as left out or cut short. */
  async drop(cells: (CellPlace & DroppedCell)[]): Promise<void> {
    if (cells.length === 0) return;
    const dropped = cells.map(({ experiment, cell, reason }) => ({ experiment, cell, reason }));
    await this.#append({ kind: "note", dropped });
    for (const { reason, ...place } of dropped) this.#cell(place).dropped = reason;
  }

  /** Keeps what the machine was like so far: the end of the run, which tells it all, may never come. */
  async addConditions(conditions: Conditions): Promise<void> {
    await this.#append({ kind: "note", conditions });
  }

  /** Sets what was planned and spent so far: a run whose recording dies has it too. */
  async setPlan(plan: Plan): Promise<void> {
    await this.#append({ kind: "note", plan });
  }

  /** Sets what limits a workload, by measuring. */
  async setBound({
    experiment,
    workload,
    ...found
  }: FoundBound & { experiment: number; workload: string }): Promise<void> {
    await this.#append({ kind: "note", bounds: [{ experiment, workload, ...found }] });
    Object.assign(this.#header.experiments[experiment]?.workloads?.[workload] ?? {}, found);
  }

  /** Writes the run file and removes the journal. `leftOut`: details that the file has no room for. */
  async finish({ status, plan, conditions, finishedAt }: End): Promise<{
    run: Run;
    file: string;
    leftOut: ReturnType<typeof detailsLeftOut>;
  }> {
    const run = tidyRun({ ...this.#header, status, finishedAt, conditions, plan });
    const { file } = await this.#orSayKept(writeRun(this.#target.runsDir, run, this.#target));
    await this.#journal.discard();
    return { run, file, leftOut: detailsLeftOut(this.#header, run) };
  }

  /** Closes the journal. Where the run was not finished it stays: what was recorded can be read from it. */
  async close(): Promise<void> {
    await this.#journal.close();
  }

  async #append(entry: JournalEntry): Promise<void> {
    await this.#orSayKept(this.#journal.append(entry));
  }

  /** What cannot be written ends the recording, and costs nothing of what the journal has by then. */
  async #orSayKept<Written>(writing: Promise<Written>): Promise<Written> {
    try {
      return await writing;
    } catch (error) {
      const trials = countTrials(this.#header);
      if (!(error instanceof UserError) || trials === 0) throw error;
      const kept = trials === 1 ? "the measurement before it is kept" : `the ${trials} measurements before it are kept`;
      throw new UserError(`${error.message}; ${kept}, and scalebook run --resume goes on from there`, { cause: error });
    }
  }

  #cell({ experiment, cell }: CellPlace) {
    const found = this.#header.experiments[experiment]?.cells[cell];
    if (found === undefined) throw new Error(`no cell ${cell} in experiment ${experiment}`);
    return found;
  }
}

/** Looked for only now that others can see this journal: of two that begin at once, none goes on without the other's knowing. */
async function takeOver({ run, journal }: InterruptedRun, runsDir: string, own: Journal): Promise<void> {
  const { id, startedAt } = run;
  const { runFiles, journals } = await listRunPaths(runsDir, nodeFiles);
  for (const path of [...runFiles, ...journals]) {
    const stamp = stampIn(path);
    const isEarlier = stamp !== null && stamp < timeStamp(startedAt);
    if (isEarlier || path === own.path || path === journal) continue;
    // What cannot be read is told by other commands.
    const other = await readStored(path).catch(() => undefined);
    if (other === undefined || !wentOnWith(other.run, id)) continue;
    await own.discard();
    throw new UserError(`${id} cannot be resumed: another recording (${path}) went on with it meanwhile`);
  }
  if (journal !== undefined) await removeJournal(journal);
}
