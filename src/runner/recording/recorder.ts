import { writeRun } from "../../record/folder/run-store.js";
import type { JournalHeader } from "../../record/journal/journal-format.js";
import { type Journal, openJournal } from "../../record/journal/write-journal.js";
import { tidyRun } from "../../record/schema/finish-run.js";
import type { Conditions, Control, Experiment, Plan, Run, Trial } from "../../record/schema/run-schema.js";
import type { DroppedCell } from "../request/events.js";

/** Place of a cell in the run file. */
export interface CellPlace {
  experiment: number;
  cell: number;
}

/** Where the run file goes, and whether it is compressed. */
interface Place {
  runsDir: string;
  compress?: boolean;
}

/** Keeps a run that is being recorded: every trial goes to the journal before the next one starts. */
export class Recorder {
  readonly #header: JournalHeader;
  readonly #journal: Journal;
  readonly #place: Place;

  private constructor(place: Place, header: JournalHeader, journal: Journal) {
    this.#place = place;
    this.#header = header;
    this.#journal = journal;
  }

  static async open(place: Place, header: JournalHeader): Promise<Recorder> {
    return new Recorder(place, header, await openJournal(place.runsDir, header));
  }

  get experiments(): readonly Experiment[] {
    return this.#header.experiments;
  }

  async addTrial(place: CellPlace, trial: Trial): Promise<void> {
    const { experiment, cell } = place;
    await this.#journal.append({ kind: "trial", experiment, cell, trial });
    this.#cell(place).trials.push(trial);
  }

  /** Adds a trial of the control cell. */
  async addControl(trial: Control["trials"][number]): Promise<void> {
    await this.#journal.append({ kind: "control", trial });
    this.#header.control?.trials.push(trial);
  }

  /** Marks cells as left out or cut short. */
  async drop(cells: (CellPlace & DroppedCell)[]): Promise<void> {
    if (cells.length === 0) return;
    const dropped = cells.map(({ experiment, cell, reason }) => ({ experiment, cell, reason }));
    await this.#journal.append({ kind: "note", dropped });
    for (const { reason, ...place } of dropped) this.#cell(place).dropped = reason;
  }

  /**
   * Does the measuring, then writes the run file and removes the journal. When measuring throws, the journal is closed
   * and stays: what was recorded can be read from it.
   */
  async finishAfter(
    conditions: () => Conditions,
    measure: () => Promise<{ status: Run["status"]; plan: Plan }>,
  ): Promise<{ run: Run; file: string }> {
    try {
      const { status, plan } = await measure();
      const run = tidyRun({
        ...this.#header,
        status,
        finishedAt: new Date().toISOString(),
        conditions: conditions(),
        plan,
      });
      const { file } = await writeRun(this.#place.runsDir, run, this.#place);
      await this.#journal.discard();
      return { run, file };
    } finally {
      await this.#journal.close();
    }
  }

  #cell({ experiment, cell }: CellPlace) {
    const found = this.#header.experiments[experiment]?.cells[cell];
    if (found === undefined) throw new Error(`no cell ${cell} in experiment ${experiment}`);
    return found;
  }
}
