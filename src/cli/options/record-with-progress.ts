import { sizesFoundBefore, sizesOf } from "../../app/earlier-sizes.js";
import { withGoal } from "../../app/run-until-precise.js";
import { toolVersion } from "../../app/tool-version.js";
import { machineIdentity } from "../../runner/machine/machine-identity.js";
import { recordStudy } from "../../runner/recording/record-study.js";
import type { RecordRequest } from "../../runner/request/record-request.js";
import type { Given, Io } from "../command.js";
import { showProgress } from "../progress/progress.js";
import { commandLine } from "./recorded-command.js";
import { recordingOptionsOf } from "./recording-options.js";

/** Records a study while progress is shown. Ctrl-C once finishes with what is there, twice stops now. */
export async function recordWithProgress(
  given: Given,
  io: Io,
  { runsDir, commit, onMeasured }: Pick<RecordRequest, "runsDir" | "commit"> & { onMeasured(): void },
) {
  const stop = new AbortController();
  const extension = given.has("extend") ? await (await import("./extended-run.js")).extensionOf(given, runsDir) : null;
  const asked = extension?.given ?? given;
  const { machineName, extent, seed: newSeed, ...options } = await recordingOptionsOf(asked, stop.signal);
  const parent = extension?.parent;
  const seed = parent?.seed ?? newSeed;
  const identity = await machineIdentity(machineName);
  const progress = await showProgress(io);
  for (const note of extension?.notes ?? []) progress.note(note);
  const stopListening = io.onInterrupt(() => {
    if (stop.signal.aborted) process.exit(130);
    progress.note("Interrupted: finishing with what is there (again to stop now)");
    stop.abort();
  });
  try {
    const recorded = await recordStudy({
      ...options,
      seed,
      ...(parent === undefined ? {} : { parent }),
      extent: withGoal(extent, extension?.line.runs),
      identity,
      runsDir,
      compress: given.has("compress"),
      commit,
      command: commandLine(asked, seed, parent?.id),
      toolVersion: toolVersion(),
      earlierSizes: parent === undefined ? sizesFoundBefore(runsDir, identity.id, options.study.id) : sizesOf(parent),
      stop: stop.signal,
      onEvent(event) {
        if (event.kind === "measured") onMeasured();
        progress.onEvent(event);
      },
    });
    const { runs, broken } = extension?.line ?? { runs: [], broken: null };
    return { ...recorded, line: { runs: [...runs, recorded.run], broken }, asked };
  } finally {
    stopListening();
    progress.end();
  }
}
