import { type Command, type Given, type Io, jsonOption, runsDirOf, runsDirOption } from "../command.js";
import { recordingFlags } from "../options/recording-flags.js";
import { type Recorded, recordedJson, recordedLines } from "../print/recorded-run.js";

export const run: Command = {
  name: "run",
  args: "[experiment ...]",
  summary: "Record experiments on this machine into a run file",
  options: [...recordingFlags, runsDirOption, jsonOption],
  examples: [
    "run",
    "run workers --workers 1..8 --blocks 20",
    "run small-vs-large-n --sizes 1e3..1e7 --budget 3m",
    "run workers --strategies sequential,thread-pool --plan",
    "run --all --label 'the whole lab'",
    "run --module ./resize.mjs --workers 1..4",
    "run --command 'python3 sum.py {n} --workers {workers}' --workers 1,2,4 --sizes 1e6",
    "run --study study.yaml --blocks 20",
    "run workers --precision 2%",
    "run --extend latest --blocks 20",
  ],
  async run(given, io) {
    if (given.has("plan")) return (await import("./run-plan.js")).printPlan(given, io);
    const recorded = await record(given, io);
    const findings = recorded.pooled.analysis.findings.slice(0, 3);
    if (given.has("json")) {
      io.out(`${JSON.stringify({ ...(await recordedJson(recorded)), findings })}\n`);
    } else {
      const [{ printBullets }, { headlineOf }] = await Promise.all([
        import("../print/bullets.js"),
        import("../print/headline.js"),
      ]);
      await printBullets(headlineOf(recorded.pooled.analysis), io);
      for (const text of await recordedLines(recorded)) io.out(`${text}\n`);
      io.out(`Run: ${recorded.file}\n`);
    }
    return exitCodeOf(recorded.run.status);
  },
};

/** Records what the options ask for, showing progress, and analyses it. */
export async function record(given: Given, io: Io): Promise<Recorded> {
  const { currentCommit } = await import("../../runner/processes/git-commit.js");
  // Git answers while everything else is loaded.
  const commit = currentCommit(process.cwd());
  const { recordWithProgress } = await import("../options/record-with-progress.js");
  // Not before the last trial: a smaller process starts what it measures quicker.
  let analysis: Promise<typeof import("../../analysis/analyse-pooled.js")> | undefined;
  const onMeasured = () => {
    analysis = import("../../analysis/analyse-pooled.js");
  };
  const recorded = await recordWithProgress(given, io, { runsDir: runsDirOf(given), commit, onMeasured });
  const { analyseLineage } = await (analysis ?? import("../../analysis/analyse-pooled.js"));
  const { run, file, line, asked } = recorded;
  return { run, file, asked, pooled: analyseLineage(line) };
}

/** An interrupted run is finished properly, and still says that it was interrupted. */
export function exitCodeOf(status: "complete" | "interrupted"): number {
  return status === "interrupted" ? 130 : 0;
}
