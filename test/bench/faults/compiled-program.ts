import { runProgram } from "../../../.build/cli/program.js";
import { finishJournals } from "../../../.build/record/folder/recover-journals.js";
import { readRuns } from "../../../.build/record/folder/run-index.js";
import { tidyRun } from "../../../.build/record/schema/finish-run.js";
import { Recorder } from "../../../.build/runner/recording/recorder.js";
import { UserError } from "../../../.build/user-error.js";
import type { Program } from "./world.js";

/** The program as it was compiled last. */
export const compiledProgram: Program = {
  runProgram,
  finishJournals: (dir, kept) => finishJournals(dir, undefined, kept),
  readRuns,
  tidyRun,
  isMistake: (error): error is Error => error instanceof UserError,
  openRecorder: (target, header) => Recorder.open(target, header),
};
