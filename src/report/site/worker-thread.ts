/** Entry point of a thread of the pool: reads run files and makes pages. */
import { workerData } from "node:worker_threads";
import { InternedValues } from "../../record/files/interned-values.js";
import { refusedCall } from "../../record/files/regular-files.js";
import { readForIndex } from "../../record/folder/run-index.js";
import { UserError } from "../../user-error.js";
import { packedDigestOf } from "../archive/digest-store.js";
import { type MakerSettings, PageMaker } from "./page-maker.js";
import type { Reply, Task } from "./worker-pool.js";

const values = new InternedValues();
// The pool's own data comes first.
const maker = new PageMaker(workerData[1] as MakerSettings);
let last: Promise<unknown> = Promise.resolve();

/** Does a portion of work, once the one before is done. */
export function work(task: Task): Promise<Reply> {
  const reply = last.then(() => replyTo(task));
  last = reply.catch(() => undefined);
  return reply;
}

async function replyTo(task: Task): Promise<Reply> {
  try {
    const results: unknown[] = [];
    if (task.kind === "read") {
      for (const path of task.items) results.push(await readForIndex(path, { values, digest: packedDigestOf }));
    } else for (const job of task.items) results.push(await maker.makeJob(job));
    return { results };
  } catch (thrown) {
    // An error loses its code on its way out of the thread.
    const error = refusedCall(thrown, []);
    if (error instanceof UserError) return { mistake: error.message };
    throw error;
  }
}
