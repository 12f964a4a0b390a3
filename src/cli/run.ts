import { type Command, type Given, type Io, jsonOption, runsDirOf, runsDirOption } from "./command.js";
import { recordingFlags } from "./recording-flags.js";

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
  ],
  async run(given, io) {
    if (given.has("plan")) return (await import("./plan.js")).printPlan(given, io);
    const recorded = await record(given, io);
    const findings = recorded.analysis.findings.slice(0, 3);
    if (given.has("json")) {
      const { id, status } = recorded.run;
      io.out(`${JSON.stringify({ id, file: recorded.file, status, findings })}\n`);
    } else {
      const { printBullets } = await import("./bullets.js");
      printBullets(findings, io);
      io.out(`Run: ${recorded.file}\n`);
    }
    return exitCodeOf(recorded.run.status);
  },
};

/** Records what the options ask for, showing progress, and analyses it. */
export async function record(given: Given, io: Io) {
  const [{ recordWithProgress }, { analyseRun }] = await Promise.all([
    import("./record.js"),
    import("../analysis/analyse.js"),
  ]);
  const recorded = await recordWithProgress(given, io, runsDirOf(given));
  return { ...recorded, analysis: analyseRun(recorded.run) };
}

/** An interrupted run is finished properly, and still says that it was interrupted. */
export function exitCodeOf(status: "complete" | "interrupted"): number {
  return status === "interrupted" ? 130 : 0;
}
