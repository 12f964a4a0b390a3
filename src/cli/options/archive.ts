import type { StoredRun } from "../../record/files/stored-run.js";
import { readRuns } from "../../record/folder/run-store.js";
import type { Io } from "../command.js";

/** The runs of a folder. What cannot be read there is told on the terminal and left out. */
export async function readArchive(dir: string, io: Io): Promise<StoredRun[]> {
  const { runs, problems } = await readRuns(dir);
  for (const { message } of problems) io.err(`scalebook: left out: ${message}\n`);
  return runs;
}
