import { machineIdentity } from "../runner/identity.js";
import { recordStudy } from "../runner/record-study.js";
import type { RecordRequest } from "../runner/recording.js";
import type { Given, Io } from "./command.js";
import { sizesFoundBefore } from "./earlier-sizes.js";
import { showProgress } from "./progress.js";
import { commandLine } from "./reproduce.js";
import { recordingOptionsOf } from "./run-options.js";
import { toolVersion } from "./version.js";

/** Records a study while progress is shown. Ctrl-C once finishes with what is there, twice stops now. */
export async function recordWithProgress(
  given: Given,
  io: Io,
  { runsDir, commit }: Pick<RecordRequest, "runsDir" | "commit">,
) {
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
      commit,
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
