import { isMainThread } from "node:worker_threads";
import * as tasks from "./pool-tasks.js";

const exitThread = process.exit;

/** What a worker of tinypool or piscina is loaded with: they call its exports by name. */
export { ping } from "./pool-tasks.js";

export function one(message: Parameters<typeof tasks.one>[0]): ReturnType<typeof tasks.one> {
  guardExit(message.input.more);
  return tasks.one(message);
}

export function chunk(message: Parameters<typeof tasks.chunk>[0]): ReturnType<typeof tasks.chunk> {
  guardExit(message.inputs[0]?.more ?? {});
  return tasks.chunk(message);
}

/**
 * In a pool thread, exit would end the thread and leave its caller waiting for ever. Without the guard a pool shows what
 * its caller would go through.
 */
function guardExit(more: Record<string, unknown>): void {
  if (!isMainThread) process.exit = more.guard === false ? exitThread : refuseToExit;
}

function refuseToExit(code?: number | string | null): never {
  throw new Error(`the task called process.exit(${code ?? ""})`);
}
