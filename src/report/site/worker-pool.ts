import { setImmediate as breathe } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { packagePaths } from "../../package-paths.js";
import { UserError } from "../../user-error.js";
import { Shared } from "../archive/interned-values.js";
import { type ReadMany, type ReadOutcome, readDigests } from "../archive/read-runs.js";
import type { Job, Unit } from "./page-jobs.js";
import type { Made, Workshop, WorkshopPlan } from "./page-maker.js";

/** What a helping thread is asked for, and what it answers. */
export type Task = { kind: "read"; items: readonly string[] } | { kind: "make"; items: readonly Job[] };
export type Reply = { results: readonly unknown[] } | { failed: Failed };

interface Failed {
  message: string;
  isUser: boolean;
  stack: string;
}

/** A thread costs a fifth of a second to start: it helps where there is more to do than that. */
const FEWEST = { read: 200, make: 16 };
const PORTION = { read: 20, make: 3 };
/** What the own thread takes at a time: until it is through, no other thread gets its next portion. */
const OWN_PORTION = { read: 10, make: 1 };
/** Portions that a helping thread has: one under way, and one so that it need not wait for the next. */
const IN_HAND = 2;
/** A thread's young objects live shortly; room for more of them is memory that is never used again. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Makes pages on several cores: the own thread and others beside it take portions of one list until it is done. */
export class Crew {
  readonly #plan: WorkshopPlan;
  readonly #helpers: number;
  /** What the digests have in common that this thread made. */
  readonly #shared = new Shared();
  #threads: Helper[] = [];

  /** @param jobs threads to work on, the own one included */
  constructor(plan: WorkshopPlan, jobs: number) {
    this.#plan = plan;
    this.#helpers = Math.max(0, jobs - 1);
  }

  /** Reads run files; each outcome is taken as it comes. */
  readonly readMany: ReadMany = (paths, take: (read: ReadOutcome) => void) =>
    this.#share("read", paths, {
      plain: (path) => path,
      own: (some) => readDigests(some, this.#shared),
      take: (_path, read) => take(read as ReadOutcome),
    });

  /** Makes the pages of all orders. */
  makeAll(units: readonly Unit[], workshop: Workshop, take: (unit: Unit, made: Made) => void): Promise<void> {
    return this.#share("make", units, {
      plain: ({ key, order }): Job => ({ key, order: order() }),
      own: async (some) => {
        const made: Made[] = [];
        for (const unit of some) made.push(await workshop.make({ key: unit.key, order: unit.order() }));
        return made;
      },
      take: (unit, made) => take(unit, made as Made),
    });
  }

  async #share<T>(kind: Task["kind"], items: readonly T[], { plain, own, take }: Sharing<T>): Promise<void> {
    let next = 0;
    const portion = (most = PORTION[kind]) => {
      const some = items.slice(next, next + most);
      next += some.length;
      return some;
    };
    const help = async (helper: Helper) => {
      for (let some = portion(); some.length > 0; some = portion()) {
        const results = await helper.do({ kind, items: some.map(plain) } as Task);
        for (const [index, item] of some.entries()) take(item, results[index]);
      }
    };
    const work = async () => {
      for (let some = portion(OWN_PORTION[kind]); some.length > 0; some = portion(OWN_PORTION[kind])) {
        const results = await own(some);
        for (const [index, item] of some.entries()) take(item, results[index]);
        await breathe();
      }
    };
    const helpers = items.length < FEWEST[kind] ? [] : this.#hire();
    const hands = helpers.flatMap((helper) => Array<Helper>(IN_HAND).fill(helper));
    const ends = await Promise.allSettled([work(), ...hands.map(help)]);
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
  }

  #hire(): Helper[] {
    while (this.#threads.length < this.#helpers) this.#threads.push(new Helper(this.#plan));
    return this.#threads;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((helper) => helper.end()));
    this.#threads = [];
  }
}

interface Sharing<T> {
  /** An item as it is sent to another thread. */
  plain: (item: T) => unknown;
  own: (items: readonly T[]) => Promise<readonly unknown[]>;
  take: (item: T, result: unknown) => void;
}

function errorOf({ message, isUser, stack }: Failed): Error {
  return isUser ? new UserError(message) : Object.assign(new Error(message), { stack });
}

interface Asked {
  resolve: (results: readonly unknown[]) => void;
  reject: (error: unknown) => void;
}

/** One thread; it answers in the order in which it is asked. */
class Helper {
  readonly #worker: Worker;
  #asked: Asked[] = [];
  /** Why it is no longer there. */
  #failure: unknown;

  constructor(plan: WorkshopPlan) {
    this.#worker = new Worker(packagePaths.workerThread, { workerData: plan, resourceLimits: LIMITS });
    this.#worker.unref();
    this.#worker.on("message", (reply: Reply) => this.#answer(reply));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", (code) => this.#fail(new Error(`a helping thread ended with ${code}`)));
  }

  do(task: Task): Promise<readonly unknown[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(task);
    });
  }

  #answer(reply: Reply): void {
    const asked = this.#asked.shift();
    if (this.#asked.length === 0) this.#worker.unref();
    if ("results" in reply) asked?.resolve(reply.results);
    else asked?.reject(errorOf(reply.failed));
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#asked.splice(0)) reject(error);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
