import type { Run } from "../record/schema.js";
import { readRuns } from "../record/store.js";
import { machineIdentity } from "../runner/identity.js";
import { recordStudy } from "../runner/record-study.js";
import type { RecordRequest } from "../runner/recording.js";
import type { Given, Io } from "./command.js";
import { showProgress } from "./progress.js";
import { commandLine } from "./reproduce.js";
import { recordingOptionsOf } from "./run-options.js";
import { toolVersion } from "./version.js";

/** Records a study while progress is shown. Ctrl-C once finishes with what is there, twice stops now. */
export async function recordWithProgress(given: Given, io: Io, runsDir: string) {
  const stop = new AbortController();
  const { machineName, ...options } = await recordingOptionsOf(given, stop.signal);
  const identity = await machineIdentity(machineName);
  const progress = await showProgress(io);
  const stopListening = io.onInterrupt(() => {
    if (stop.signal.aborted) process.exit(130);
    progress.note("Interrupted: finishing with what is there (again to stop now)");
    stop.abort();
  });
  try {
    return await recordStudy({
      ...options,
      identity,
      runsDir,
      command: commandLine(given, options.seed),
      toolVersion: toolVersion(),
      earlierSizes: sizesFoundBefore(runsDir, identity.id, options.study.id),
      stop: stop.signal,
      onEvent: progress.onEvent,
    });
  } finally {
    stopListening();
    progress.end();
  }
}

/** Looks sizes up in the newest run of this study on this machine that calibrated them; reads the runs when asked. */
export function sizesFoundBefore(runsDir: string, machineId: string, study: string): RecordRequest["earlierSizes"] {
  let own: Promise<Run[]> | undefined;
  return async (experiment, workload, targetMs) => {
    own ??= ownRuns(runsDir, machineId, study);
    for (const run of await own) {
      const found = run.calibration?.find(
        (entry) => entry.experiment === experiment && entry.workload === workload && entry.targetTaskMs === targetMs,
      );
      if (found !== undefined) return { n: found.n, run: run.id };
    }
    return undefined;
  };
}

/** Newest first. */
async function ownRuns(runsDir: string, machineId: string, study: string): Promise<Run[]> {
  const { runs } = await readRuns(runsDir);
  const own = runs.filter(({ run }) => run.machine.id === machineId && run.study === study);
  return own.map(({ run }) => run).reverse();
}
