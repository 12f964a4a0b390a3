import { setImmediate as nextTurn } from "node:timers/promises";
import type { Tinypool } from "tinypool";
import { packagePaths } from "../../package-paths.js";
import { InternedValues } from "../../record/files/interned-values.js";
import { type ReadOutcome, readForIndex } from "../../record/folder/run-index.js";
import { UserError } from "../../user-error.js";
import { packedDigestOf } from "../archive/digest-store.js";
import type { PageJob } from "./page-jobs.js";
import type { MadePages, MakerSettings, PageMaker } from "./page-maker.js";

/** A portion of work for a thread, and the thread's reply: plain data. A mistake of the user's comes as its message. */
export type Task = { kind: "read"; items: readonly string[] } | { kind: "make"; items: readonly PageJob[] };
export type Reply = { results: readonly unknown[] } | { mistake: string };

/** A thread takes a fifth of a second to start: the main thread does fewer items alone. */
const FEWEST = { read: 200, make: 16 };
const PORTION = { read: 20, make: 3 };
/** Portion of the main thread: other threads wait for their next one until it is done. */
const MAIN_PORTION = { read: 10, make: 1 };
/** Portions that a thread has: one under way, and one so that it need not wait. */
const PER_THREAD = 2;
/** Most objects of a thread live shortly: room for more of them is never used again. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

export interface Progress {
  /** Run files are read, or pages of runs made. */
  what: Task["kind"];
  done: number;
  of: number;
}

/** Threads that read run files and make pages beside the main thread. They start with the first work that is worth it. */
export class WorkerPool {
  readonly #settings: MakerSettings;
  readonly #threads: number;
  readonly #onProgress: (progress: Progress) => void;
  #pool: Tinypool | undefined;

  /** @param jobs number of threads, with the main thread */
  constructor(settings: MakerSettings, jobs: number, onProgress: (progress: Progress) => void = () => {}) {
    this.#settings = settings;
    this.#threads = jobs - 1;
    this.#onProgress = onProgress;
  }

  /** Reads run files. The outcomes of one thread come in its order, since later digests name values of earlier ones. */
  async *read(paths: readonly string[]): AsyncGenerator<ReadOutcome> {
    const options = { values: new InternedValues(), digest: packedDigestOf };
    const main = async (some: readonly string[]) => {
      const outcomes: ReadOutcome[] = [];
      for (const path of some) outcomes.push(await readForIndex(path, options));
      return outcomes;
    };
    for await (const [, outcome] of this.#run("read", paths, main)) yield outcome;
  }

  /** Makes the pages of all jobs, those of the main thread with `maker`. */
  make(jobs: readonly PageJob[], maker: PageMaker): AsyncGenerator<[PageJob, MadePages]> {
    return this.#run("make", jobs, async ([job]) => (job === undefined ? [] : [await maker.makeJob(job)]));
  }

  /** @param main does the portions of the main thread */
  async *#run<T, R>(kind: Task["kind"], items: readonly T[], main: Worker<T, R>["work"]): AsyncGenerator<[T, R]> {
    const workers: Worker<T, R>[] = [
      { portion: MAIN_PORTION[kind], work: (some) => nextTurn().then(() => main(some)) },
    ];
    if (this.#threads > 0 && items.length >= FEWEST[kind]) {
      const pool = await this.#start();
      const work = async (some: readonly T[]) => {
        const reply: Reply = await pool.run({ kind, items: some });
        if ("mistake" in reply) throw new UserError(reply.mistake);
        return reply.results as readonly R[];
      };
      for (let n = 0; n < this.#threads * PER_THREAD; n += 1) workers.push({ portion: PORTION[kind], work });
    }
    let done = 0;
    for await (const finished of inPortions(items, workers)) {
      done += 1;
      this.#onProgress({ what: kind, done, of: items.length });
      yield finished;
    }
  }

  async #start(): Promise<Tinypool> {
    if (this.#pool !== undefined) return this.#pool;
    const { Tinypool } = await import("tinypool");
    this.#pool = new Tinypool({
      filename: packagePaths.workerThread,
      name: "work",
      minThreads: this.#threads,
      maxThreads: this.#threads,
      concurrentTasksPerWorker: PER_THREAD,
      workerData: this.#settings,
      resourceLimits: LIMITS,
    });
    return this.#pool;
  }

  /** Ends the threads, whatever they are at. */
  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = undefined;
  }
}

interface Worker<T, R> {
  /** Items that it takes at a time. */
  portion: number;
  work: (some: readonly T[]) => Promise<readonly R[]>;
}

interface Finished<T, R> {
  worker: Worker<T, R>;
  some: readonly T[];
  results: readonly R[];
}

/** Gives every worker portions of the items until all are done; yields each item with its result, as portions are done. */
async function* inPortions<T, R>(items: readonly T[], workers: readonly Worker<T, R>[]): AsyncGenerator<[T, R]> {
  const running = new Map<Worker<T, R>, Promise<Finished<T, R>>>();
  for (let next = 0; ; ) {
    for (const worker of workers.filter((one) => !running.has(one))) {
      const some = items.slice(next, next + worker.portion);
      next += some.length;
      if (some.length > 0)
        running.set(
          worker,
          worker.work(some).then((results) => ({ worker, some, results })),
        );
    }
    if (running.size === 0) return;
    const { worker, some, results } = await Promise.race(running.values());
    running.delete(worker);
    for (const [index, result] of results.entries()) yield [some[index] as T, result];
  }
}
