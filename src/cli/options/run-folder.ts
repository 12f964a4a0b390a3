import { openRunFolder } from "../../app/run-folder.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import type { RunFacts, RunTotals } from "../../record/folder/run-facts.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { plural } from "../../words/number.js";
import { type Given, type Io, runsDirOf, type runsDirOption } from "../command.js";

/** The folder of runs that a command is about. */
export function openFolder(given: Given<[typeof runsDirOption]>, io: Io): RunFolder {
  return openRunFolder(runsDirOf(given), io.env);
}

/** The runs of a folder by start, without their trials. Files that cannot be read are named on the terminal and left out. */
export async function listedRuns(folder: RunFolder, io: Pick<Io, "err">): Promise<StoredRun<RunFacts & RunTotals>[]> {
  const { runs, problems } = await folder.contents();
  for (const { message } of problems) io.err(`scalebook: left out: ${message}\n`);
  for (const { path, lostLines = 0 } of runs) {
    if (lostLines > 0) io.err(`scalebook: ${path}: ${plural(lostLines, "damaged line")} left out\n`);
  }
  return runs;
}
