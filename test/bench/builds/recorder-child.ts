/**
 * Records made-up runs into a folder without a pause, through the program's own journal and store:
 * `node recorder-child.js <folder> <index of the first run>`.
 */
import { setTimeout as pause } from "node:timers/promises";
import { writeRun } from "../../../.build/record/folder/run-store.js";
import { openJournal } from "../../../.build/record/journal/write-journal.js";
import { tidyRun } from "../../../.build/record/schema/finish-run.js";
import { smallRun } from "./small-runs.js";

const [dir = "", first = "0"] = process.argv.slice(2);
/** Shorter than most builds take: journals grow, end and begin while one is at work. */
const TRIAL_MS = 150;

for (let index = Number(first); ; index += 1) {
  const { id: _id, status, finishedAt, ...header } = smallRun(index);
  const experiments = header.experiments.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => ({ ...cell, trials: [] as typeof cell.trials })),
  }));
  const journal = await openJournal(dir, { ...header, experiments });
  for (const [experiment, { cells }] of header.experiments.entries())
    for (const [cell, { trials }] of cells.entries())
      for (const trial of trials) {
        await pause(TRIAL_MS);
        await journal.append({ kind: "trial", experiment, cell, trial });
      }
  await writeRun(dir, tidyRun({ ...header, status, finishedAt }));
  await journal.discard();
}
