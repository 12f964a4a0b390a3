import { recordRequest } from "../../app/record-request.js";
import { recordStudy } from "../../runner/recording/record-study.js";
import type { RecordRequest } from "../../runner/request/record-request.js";
import type { Io } from "../command.js";
import { askedRecording } from "../options/asked-recording.js";
import type { RecordingGiven } from "../options/recording-flags.js";
import type { RecordingResult } from "../print/recorded-run.js";
import { withProgress } from "../progress/progress.js";

/** Records a run by the options while progress is shown, and analyses it with the runs that it extends. */
export async function recordAndAnalyse(
  now: RecordingGiven,
  io: Io,
  commit: RecordRequest["commit"],
): Promise<RecordingResult> {
  const { asked, given, notes } = await askedRecording(now);
  const stop = new AbortController();
  const request = await recordRequest(asked, { commit, stop: stop.signal });
  let analysis: Promise<typeof import("../../analysis/analyse-pooled.js")> | undefined;
  const { run, file } = await withProgress(io, {
    stop,
    interrupted: "finishing with what is there",
    work(progress) {
      for (const note of notes) progress.note(note);
      const onEvent: RecordRequest["onEvent"] = (event) => {
        // Not before the last trial: a smaller process starts what it measures quicker.
        if (event.kind === "measured") analysis = import("../../analysis/analyse-pooled.js");
        progress.onEvent(event);
      };
      return recordStudy({ ...request, onEvent });
    },
  });
  const { analyseLineage } = await (analysis ?? import("../../analysis/analyse-pooled.js"));
  const { runs, broken } = asked.line ?? { runs: [], broken: null };
  const pooled = analyseLineage({ runs: [...runs, run], broken });
  const target = run.plan?.precision?.targetPercent;
  const { precisionOf } = await import("../../analysis/comparing/precision.js");
  const precision = target === undefined ? null : precisionOf(pooled.run.experiments, target);
  return { run, file, given, pooled, precision };
}
