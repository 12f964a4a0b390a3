/** A trial of the queue that is disturbed by plan, and what became of it: see {@link faultedTrial}. */
import { setMaxListeners } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Run, Trial } from "../../../.build/record/schema/run-schema.js";
import type { Cluster, QueueMachine } from "./cluster.js";

/** Something that goes wrong, some time after the first job began. */
export interface Fault {
  /** What happens to a host (its worker is killed or told to end, its network is cut, all of it stops), to Redis or to the caller. */
  kind: "kill" | "end" | "cut" | "pause" | "kill-redis" | "pause-redis" | "pause-caller";
  atMs: number;
  /** After so long it is set right, or when the trial ends. */
  forMs: number;
  /** Index of the host; absent where it is none. */
  host?: number;
}

/** A fault that was, with what it cost. */
export interface Suffered extends Fault {
  /** Jobs that the host had in work. */
  jobs: number;
  /** Time from the fault to when the last of them was in work again; `null` where none was. */
  recoveredMs: number | null;
}

export interface Faulted {
  code: number | null;
  out: string;
  err: string;
  tookMs: number;
  /** Undefined where nothing was recorded. */
  trial: Trial | undefined;
  suffered: Suffered[];
}

export interface Work {
  workload: "sleep" | "random-loop";
  tasks: number;
  n: number;
  workers: number;
  /** Slots of each host. */
  slots: number;
  timeoutS?: number;
}

type Event = { atMs: number; event: string; job: string };

/** Records one trial of the queue while the faults happen. The workers are running. */
export async function faultedTrial(cluster: Cluster, work: Work, faults: readonly Fault[]): Promise<Faulted> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-faulted-"));
  try {
    writeFileSync(join(dir, "study.json"), JSON.stringify(studyOf(work)));
    const limits = ["--blocks", "1", "--control", "0%", "--timeout", `${work.timeoutS ?? 60}s`];
    const startMs = performance.now();
    const program = cluster.program(["run", "--study", "study.json", ...limits], dir);
    const watch = new Watch(cluster.url);
    const over = new AbortController();
    setMaxListeners(0, over.signal);
    const suffering = watch.begun.then(
      () => Promise.all(faults.map((fault) => suffer({ cluster, slots: work.slots, watch, over: over.signal }, fault))),
      () => [],
    );
    const { code, out, err } = await program.ended.finally(() => {
      watch.stop();
      over.abort();
    });
    const tookMs = performance.now() - startMs;
    const suffered = (await suffering).flatMap((one) => (one === null ? [] : watch.recovery(one)));
    return { code, out, err, tookMs, trial: recorded(join(dir, "runs")), suffered };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function studyOf({ workload, tasks, n, workers }: Work) {
  const matrix = [{ workload: [workload], strategy: ["queue"], workers: [workers], tasks: [tasks], n: [n] }];
  const words = { title: "Faults", question: "Is a task lost?", charts: ["time-vs-workers"] };
  return { id: "faults", experiments: [{ id: "faults", ...words, matrix }] };
}

function recorded(folder: string): Trial | undefined {
  const name = existsSync(folder) ? readdirSync(folder).find((one) => one.endsWith(".json")) : undefined;
  if (name === undefined) return undefined;
  const run = JSON.parse(readFileSync(join(folder, name), "utf8")) as Run;
  return run.experiments[0]?.cells[0]?.trials[0];
}

type Held = Fault & { atTime: number; held: string[] };

interface Scene {
  cluster: Cluster;
  slots: number;
  watch: Watch;
  /** The trial is over. */
  over: AbortSignal;
}

/** Lets one fault happen at its time and sets it right; `null` where the trial was over before. */
async function suffer({ cluster, slots, watch, over }: Scene, fault: Fault): Promise<Held | null> {
  const wait = (ms: number) => pause(ms, true, { signal: over }).catch(() => false);
  if (!(await wait(fault.atMs))) return null;
  const { redis, hosts } = cluster;
  const host = hosts[fault.host ?? 0] as QueueMachine;
  const held = fault.host === undefined ? [] : await watch.heldBy(host.name);
  const atTime = Date.now();
  const worker = () => startAgain(host, slots);
  const [harm, mend] = {
    kill: [() => host.kill(), worker],
    end: [() => host.stop(), worker],
    cut: [() => host.setLink("down"), () => host.setLink("up")],
    pause: [() => host.signal("SIGSTOP"), () => host.signal("SIGCONT")],
    "kill-redis": [() => redis.kill(), () => redis.start()],
    "pause-redis": [() => redis.signal("SIGSTOP"), () => redis.signal("SIGCONT")],
    "pause-caller": [() => cluster.signalPrograms("SIGSTOP"), () => cluster.signalPrograms("SIGCONT")],
  }[fault.kind] as [() => unknown, () => unknown];
  await harm();
  await wait(fault.forMs);
  await mend();
  return { ...fault, atTime, held };
}

/** A worker that finds no Redis ends, as where the network of its host is cut. */
async function startAgain(host: QueueMachine, slots: number): Promise<void> {
  for (let left = 10; left > 0; left -= 1) {
    try {
      return await host.start(slots);
    } catch {
      await pause(1_000);
    }
  }
}

/** Reads what BullMQ tells of the jobs of a trial, beside the trial. */
class Watch {
  /** The first job is in work. */
  readonly begun: Promise<void>;
  readonly #redis: Redis;
  readonly #events: Event[] = [];
  #prefix = "";
  #isOver = false;

  constructor(url: string) {
    this.#redis = new Redis(url, { maxRetriesPerRequest: null });
    this.#redis.on("error", () => undefined);
    this.begun = this.#begin();
  }

  stop(): void {
    this.#isOver = true;
    this.#redis.disconnect();
  }

  /** Ids of the jobs that a host has in work. */
  async heldBy(host: string): Promise<string[]> {
    const ids = await this.#redis.lrange(`${this.#prefix}:active`, 0, -1);
    const hosts = await Promise.all(ids.map((id) => this.#redis.hget(`${this.#prefix}:${id}`, "pb")));
    return ids.filter((_, index) => hosts[index] === host);
  }

  /** What a fault cost. */
  recovery({ atTime, held, ...fault }: Held): Suffered {
    const times = held.flatMap((id) => {
      const again = this.#events.find(({ job, event, atMs }) => job === id && event === "active" && atMs > atTime);
      return again === undefined ? [] : [again.atMs - atTime];
    });
    return { ...fault, jobs: times.length, recoveredMs: times.length === 0 ? null : Math.max(...times) };
  }

  async #begin(): Promise<void> {
    while (this.#prefix === "") {
      if (this.#isOver) throw new Error("no job began");
      const [, keys] = await this.#redis.scan("0", "MATCH", "scalebook:*:active", "COUNT", 10_000);
      this.#prefix = keys[0]?.replace(/:active$/, "") ?? "";
      await pause(20);
    }
    void this.#read().catch(() => undefined);
  }

  async #read(): Promise<void> {
    const reader = this.#redis.duplicate();
    reader.on("error", () => undefined);
    for (let last = "0"; !this.#isOver; ) {
      const found = await reader.xread("COUNT", 1_000, "STREAMS", `${this.#prefix}:events`, last);
      for (const [id, fields] of found?.[0]?.[1] ?? []) {
        last = id;
        const of = (name: string) => fields[fields.indexOf(name) + 1] ?? "";
        this.#events.push({ atMs: Number.parseInt(id, 10), event: of("event"), job: of("jobId") });
      }
      if (found === null) await pause(50);
    }
    reader.disconnect();
  }
}
