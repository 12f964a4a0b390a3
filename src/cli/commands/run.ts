import { hasFailed } from "../../record/folder/run-facts.js";
import { failedPrograms } from "../../record/schema/programs-of.js";
import { command, experimentIds, type Io, jsonOption, runsDirOption } from "../command.js";
import { type RecordingGiven, recordingFlags } from "../options/recording-flags.js";
import type { RecordingResult } from "../print/recorded-run.js";

export const run = command({
  name: "run",
  args: "[experiment ...]",
  summary: "Record experiments on this machine into a run file",
  words: experimentIds,
  options: [...recordingFlags, runsDirOption, jsonOption],
  examples: [
    "run",
    "run workers --workers 1..8 --blocks 20",
    "run small-vs-large-n --sizes 1e3..1e7 --budget 3m",
    "run workers --strategies sequential,thread-pool --plan",
    "run --all --label 'the whole lab'",
    "run --module ./resize.mjs --workers 1..4",
    "run --command 'python3 sum.py {n} --workers {workers}' --workers 1,2,4 --sizes 1e6",
    "run --variant quick='./sort --quick {n}' --variant merge='./sort --merge {n}' --sizes 1e3..1e6",
    "run --command './serve.sh {workers}' --figure throughput='([0-9.]+) req/s' --better higher",
    "run --module before=./old.mjs,after=./new.mjs --twin --blocks 20",
    "run --git main..HEAD --module ./bench.mjs --build 'npm ci' --twin --blocks 20",
    "run --study study.yaml --blocks 20",
    "run workers --precision 2%",
    "run workers --cores 1,2 --workers 1..4",
    "run workers --hosts lab1,lab2,ann@lab3",
    "run workers --slurm --nodes 4 --partition short",
    "run workers --strategies process-pool,queue --redis redis://head:6379",
    "run --command 'srun -n {workers} ./prog {n}' --workers 1,2,4 --sizes 1e6",
    "run --extend latest --blocks 20",
    "run --resume",
  ],
  async run(given, io) {
    if (given.options.hosts !== undefined || given.options.slurm)
      return (await import("./run-hosts.js")).recordOnMachines(given, io);
    if (given.options.plan) return (await import("./run-plan.js")).planRecording(given, io);
    const recorded = await record(given, io);
    if (hasFailed(recorded.run)) return failedResult(recorded);
    const { recordedJson, recordedText } = await import("../print/recorded-run.js");
    return {
      json: recordedJson(recorded),
      text: async (columns) => `${await recordedText(recorded, columns)}Run: ${recorded.file}\n`,
      exitCode: exitCodeOf(recorded),
    };
  },
});

/** Records a run by the options, shows progress, and analyses it. */
export async function record(given: RecordingGiven, io: Io): Promise<RecordingResult> {
  const { currentCommit } = await import("../../runner/processes/git-commit.js");
  // Git answers while everything else is loaded.
  const commit = currentCommit(process.cwd());
  return (await import("./run-recording.js")).recordAndAnalyse(given, io, commit);
}

/** What is left to say of a run that failed, once its error was told: where it is kept. A user's mistake, by its exit code. */
export async function failedResult(recorded: RecordingResult) {
  const { recordedJson } = await import("../print/recorded-run.js");
  return { json: recordedJson(recorded), text: () => `Run: ${recorded.file}\n`, exitCode: 2 };
}

/** Exit code of a recorded run: 130 where it was interrupted, though its file is complete; 2 where a program gave no result. */
export function exitCodeOf({ run }: RecordingResult): number {
  if (run.status === "interrupted") return 130;
  return failedPrograms(run).length > 0 ? 2 : 0;
}
