import type { LineageAnalysis } from "../../analysis/analyse-pooled.js";
import { failedProgramWords } from "../../analysis/results/failed-program.js";
import { type AskedRecording, recordRequest } from "../../app/record-request.js";
import { hasFailed, hasTrials } from "../../record/folder/run-facts.js";
import { runtimeTitle } from "../../record/schema/interpreter-names.js";
import { failedPrograms } from "../../record/schema/programs-of.js";
import type { Run } from "../../record/schema/run-schema.js";
import { recordStudy } from "../../runner/recording/record-study.js";
import type { RecordRequest } from "../../runner/request/record-request.js";
import type { Study } from "../../study/study.js";
import { plural } from "../../words/number.js";
import { clock } from "../../words/time.js";
import type { Io } from "../command.js";
import { askedRecording } from "../options/asked-recording.js";
import type { RecordingGiven } from "../options/recording-flags.js";
import { printable } from "../print/printable.js";
import type { RecordingResult } from "../print/recorded-run.js";
import { QUIET_MS } from "../progress/plain-progress.js";
import { withProgress } from "../progress/progress.js";
import { inWorkTrees, type OpenedRecording } from "./run-work-trees.js";

/** Records a run by the options while progress is shown, and analyses it with the runs that it extends. */
export async function recordAndAnalyse(
  now: RecordingGiven,
  io: Io,
  commit: RecordRequest["commit"],
): Promise<RecordingResult> {
  const { given, notes, ...opening } = await askedRecording(now);
  const { asked } = opening;
  let analysis: Promise<typeof import("../../analysis/analyse-pooled.js")> | undefined;
  // Not before the last trial: a smaller process starts what it measures quicker.
  const onMeasured = () => {
    analysis = import("../../analysis/analyse-pooled.js");
  };
  let isFull = false;
  const onFull = () => {
    isFull = true;
  };
  const { run, file } = await inWorkTrees(opening, io, (opened) =>
    recordOpened({ ...opened, notes: [...notes, ...opened.notes] }, io, { commit, onMeasured, onFull }),
  );
  io.onRun?.(file);
  if (!hasFailed(run)) io.err(`${recordedLine(run)}\n`);
  const { analyseLineage } = await (analysis ?? import("../../analysis/analyse-pooled.js"));
  const { runs, broken } = asked.line ?? { runs: [], broken: null };
  const pooled = analyseLineage({ runs: [...runs, run], broken });
  io.err(await (hasFailed(run) ? failedText(pooled) : withoutResult(run)));
  return { run, file, given, pooled, precision: await precisionOfRun(run, runs), isFull };
}

/** Records while progress is shown. */
async function recordOpened(
  { asked, notes, handOver }: OpenedRecording,
  io: Io,
  { commit, onMeasured, onFull }: Pick<RecordRequest, "commit"> & Record<"onMeasured" | "onFull", () => void>,
): Promise<Awaited<ReturnType<typeof recordStudy>>> {
  const stop = new AbortController();
  // Work of one's own is loaded here, and may take its time.
  const loading = setTimeout(() => io.err("Loading the work to measure ...\n"), QUIET_MS);
  const request = await recordRequest(asked, { commit, stop: stop.signal }).finally(() => clearTimeout(loading));
  handOver();
  return withProgress(io, {
    stop,
    interrupted: "finishing with what is there",
    work(progress) {
      for (const note of [...notes, ...leftOut(asked, request.study)]) progress.note(note);
      const onEvent: RecordRequest["onEvent"] = (event) => {
        if (event.kind === "measured") onMeasured();
        if (event.kind === "full") onFull();
        progress.onEvent(event);
      };
      return recordStudy({ ...request, onEvent });
    },
  });
}

/** Experiments that were asked for and of which the runtimes have nothing. */
function leftOut({ loaded, overrides }: AskedRecording, study: Study): string[] {
  const ids = new Set(study.experiments.map(({ id }) => id));
  const missing = loaded.study.experiments.filter(({ id }) => !ids.has(id));
  if (missing.length === 0) return [];
  const runtimes = overrides.more?.runtime?.map((level) => runtimeTitle(String(level))).join(" and ");
  return [`Left out, as ${runtimes} has nothing of it: ${missing.map(({ id }) => id).join(", ")}`];
}

/** Said at once, and on the terminal whatever is printed of the run. */
async function failedText({ analysis }: LineageAnalysis): Promise<string> {
  const { failedLines } = await import("../print/failure-lines.js");
  const [first = "", ...others] = failedLines(analysis).map(printable);
  const lines = [
    `scalebook: ${first}`,
    ...others,
    "The recording ended after its first repeat and is kept as failed: no other run is compared with it",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The programs that failed in all of their trials, where others gave results: the exit code tells of them too. */
function withoutResult(run: Run): string {
  return failedPrograms(run)
    .map((one) => `scalebook: ${printable(failedProgramWords(one))}\n`)
    .join("");
}

/** Said before the trials are analysed, which takes a moment. */
function recordedLine(run: Run): string {
  const { plan, experiments } = run;
  const what = experiments.some(({ figure }) => figure !== undefined) ? "figures" : "times";
  if (!hasTrials(run)) return "No measurement was finished";
  const repeats = plan ? `${plural(plan.blocksFinished, "repeat")} in ${clock(plan.wallMs)}` : "Nothing";
  return `${repeats} recorded; working out what the ${what} say ...`;
}

/** The precision that the run was recorded for, with the blocks of all pooled runs; `null` where there was none. */
async function precisionOfRun(run: Run, earlier: readonly Run[]) {
  const target = run.plan?.precision?.targetPercent;
  if (target === undefined) return null;
  const [{ precisionOf }, { poolRuns }] = await Promise.all([
    import("../../analysis/comparing/precision.js"),
    import("../../record/folder/pool-runs.js"),
  ]);
  return precisionOf(poolRuns([...earlier, run]).experiments, target);
}
