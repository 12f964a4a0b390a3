import { isMainThread } from "node:worker_threads";

// In a pool thread, exit would end the thread and leave its caller waiting for ever.
if (!isMainThread) {
  process.exit = (code) => {
    throw new Error(`the task called process.exit(${code ?? ""})`);
  };
}

/** What a worker of tinypool or piscina is loaded with: they call its exports by name. */
export { chunk, one, ping } from "./pool-tasks.js";
