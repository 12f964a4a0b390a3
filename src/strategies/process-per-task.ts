import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { noAnswer, type OneShot, perTaskSession } from "./per-task.js";
import { failedOutcome, isOutcome, type Strategy, type TaskOutcome } from "./strategy.js";

const entry = fileURLToPath(new URL("./workers/process-entry.js", import.meta.url));

/** A new process for every task. */
export const strategy: Strategy = {
  title: "a new process for every task",
  usesWorkers: true,
  startsProcesses: true,
  factors: ["launch", "scheduling"],
  open: (options) =>
    perTaskSession(options, (input): OneShot => {
      const child = fork(entry, [], {
        env: options.env,
        execArgv: process.execArgv,
        serialization: "advanced",
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      child.send({ workload: options.workload, input });
      const gone = new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        // A process that could not be started has no exit.
        child.once("error", () => child.pid === undefined && resolve());
      });
      const result = new Promise<TaskOutcome>((resolve) => {
        child.on("message", (message) => isOutcome(message) && resolve(message));
        child.once("error", (error) => resolve(failedOutcome(input.index, error)));
        child.once("exit", (code, signal) => {
          const ended = () => resolve(noAnswer(input.index, signal ?? `exit code ${code}`));
          // The end of a process may be heard of before its last message, which is then still in the channel.
          if (child.connected) child.once("disconnect", ended);
          else ended();
        });
      });
      return { result, gone };
    }),
};
