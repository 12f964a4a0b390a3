/**
 * The same work as a process pool, written by hand: forks workers, hands out task after task, and prints the time from
 * the first fork to the last result. Arguments: workers, tasks, n.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("./fork-loop-child.js", import.meta.url));
const [workers = 1, tasks = 1, n = 1] = process.argv.slice(2).map(Number);

const start = process.hrtime.bigint();
let next = 0;
let done = 0;
const children = Array.from({ length: workers }, () => fork(child, { env: { TZ: "UTC" }, serialization: "advanced" }));
for (const worker of children) {
  hand(worker);
  worker.on("message", () => {
    done++;
    if (done === tasks) finish();
    else hand(worker);
  });
}

function hand(worker: ChildProcess): void {
  if (next < tasks) worker.send({ index: next++, n });
}

function finish(): void {
  process.stdout.write(`${Number(process.hrtime.bigint() - start) / 1e6}\n`);
  for (const worker of children) worker.disconnect();
}
