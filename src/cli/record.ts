import { readRuns } from "../record/store.js";
import { machineIdentity } from "../runner/identity.js";
import { recordStudy } from "../runner/record-study.js";
import type { RecordRequest } from "../runner/recording.js";
import { loadCatalogue } from "./catalogue.js";
import type { Given, Io } from "./command.js";
import { showProgress } from "./progress.js";
import { commandLine } from "./reproduce.js";
import { recordingOptionsOf } from "./run-options.js";
import { toolVersion } from "./version.js";

/** Records a study while progress is shown. Ctrl-C once finishes with what is there, twice stops now. */
export async function recordWithProgress(given: Given, io: Io, runsDir: string) {
  const catalogue = await loadCatalogue();
  const { machineName, ...options } = await recordingOptionsOf(given, catalogue);
  const identity = await machineIdentity(machineName);
  const stop = new AbortController();
  const progress = showProgress(io);
  const stopListening = io.onInterrupt(() => {
    if (stop.signal.aborted) process.exit(130);
    progress.note("Interrupted: finishing with what is there (again to stop now)");
    stop.abort();
  });
  try {
    return await recordStudy({
      ...options,
      catalogue,
      identity,
      runsDir,
      command: commandLine(given, options.seed),
      toolVersion: toolVersion(),
      earlierSizes: await sizesFoundBefore(runsDir, identity.id, options.study.id),
      stop: stop.signal,
      onEvent: progress.onEvent,
    });
  } finally {
    stopListening();
    progress.end();
  }
}

/** Looks sizes up in the newest run of this study on this machine that calibrated them. */
async function sizesFoundBefore(
  runsDir: string,
  machineId: string,
  study: string,
): Promise<RecordRequest["earlierSizes"]> {
  const { runs } = await readRuns(runsDir);
  const own = runs.filter(({ run }) => run.machine.id === machineId && run.study === study).reverse();
  return (experiment, workload, targetMs) => {
    for (const { run } of own) {
      const found = run.calibration?.find(
        (entry) => entry.experiment === experiment && entry.workload === workload && entry.targetTaskMs === targetMs,
      );
      if (found !== undefined) return { n: found.n, run: run.id };
    }
    return undefined;
  };
}
