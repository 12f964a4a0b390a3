/** What a simulated program finds: a disk with an archive, another archive, a cache and a site; and its clock. */
import { dirname } from "node:path";
import type { Io } from "../../../.build/cli/command.js";
import type { Problem } from "../../../.build/record/folder/run-index.js";
import type { JournalHeader } from "../../../.build/record/journal/journal-format.js";
import type { Run, Trial } from "../../../.build/record/schema/run-schema.js";
import type { End } from "../../../.build/runner/recording/recorder.js";
import { randomOf } from "../fuzz/mutations.js";
import { Calls, type Fault, type Planted } from "./calls.js";
import { Disk, type Random } from "./disk.js";
import { mount, ROOT } from "./patched-fs.js";

export interface Recorder {
  addTrial(place: { experiment: number; cell: number }, trial: Trial): Promise<void>;
  finish(end: End): Promise<{ run: Run; file: string }>;
  close(): Promise<void>;
}

/** The program under test, compiled or not. */
export interface Program {
  runProgram(argv: string[], io: Io): Promise<number>;
  isMistake(error: unknown): error is Error;
  openRecorder(
    target: { runsDir: string; interrupted?: { run: Run; journal?: string } },
    header: JournalHeader,
  ): Promise<Recorder>;
  /** @param kept a journal that is left alone */
  finishJournals(dir: string, kept?: string): Promise<{ written: { id: string }[]; problems: Problem[] }>;
  readRuns(dir: string): Promise<{ runs: { run: Run; path: string }[]; problems: Problem[] }>;
  tidyRun(run: Omit<Run, "id">): Run;
}

export const RUNS = `${ROOT}/runs`;
export const OTHER = `${ROOT}/other`;
export const SITE = `${ROOT}/site`;
/** A table to be imported, and the file that rows are exported to. */
export const TABLE = `${ROOT}/times.csv`;
/** The study that the table becomes. */
export const IMPORTED = "table";
export const EXPORTED = `${ROOT}/out/rows.csv`;
const CACHE = `${ROOT}/cache`;
const OF_PAGES = /^[^/]+\/(?:site|cache\/build)\//;
const FIRST_DAY = Date.UTC(2026, 10, 1, 6);
const HOUR_MS = 3_600_000;
/** Runs that there are in all, and those that the archive has at first. */
const POOL = 6;
export const HERE = 3;

export interface Recording {
  startedAt: string;
  /** Trials that were handed to the journal, and how many of them it took. */
  trials: Trial[];
  taken: number;
  /** Whether the journal was told to be open. */
  isOpen: boolean;
}

export interface Outcome {
  /** Exit code; `null`: the process is dead, and has said nothing. */
  code: number | null;
  out: string;
  /** Messages, or the stack of a bug. */
  err: string;
}

/** A machine with its disk; processes come and go on it. */
export class World {
  readonly disk: Disk;
  calls: Calls;
  readonly random: Random;
  readonly program: Program;
  trace: string[] | null = null;
  #ms: number;
  /** When the process that runs now began: after a crash there is another. */
  #start = 1;
  /** How often the machine was started. */
  boots = 1;
  /** Whether calls take turns with those of others. */
  isShared = false;

  constructor(program: Program, seed: number) {
    this.program = program;
    this.random = randomOf(seed);
    this.#ms = FIRST_DAY + 100 * HOUR_MS;
    // Some file systems keep times to two seconds.
    const tickMs = this.random() < 0.1 ? 2_000 : 1;
    this.disk = new Disk(() => tickMs * Math.floor(this.now() / tickMs));
    this.calls = this.#callsWith({ kind: "none" });
  }

  readonly now = (): number => {
    this.#ms += 1;
    return this.#ms;
  };

  #callsWith(fault: Fault): Calls {
    const calls = new Calls(this.disk, fault, this.random, (byMs) => {
      this.#ms += byMs;
    });
    calls.trace = this.trace;
    return calls;
  }

  /** Cuts the power, and starts the machine anew. */
  cutPower(): void {
    this.disk.cutPower(this.random);
    this.boots += 1;
  }

  /** Starts a process that a fault will meet. What went on before is over. */
  start(fault: Fault = { kind: "none" }, planted: Planted | null = null): void {
    this.#start += 1;
    this.#ms += HOUR_MS;
    this.calls = this.#callsWith(fault);
    this.calls.planted = planted;
    mount({
      calls: this.calls,
      proc: (path) => this.#proc(path),
      turn: () => this.#turn(),
    });
  }

  #proc(path: string): string | null {
    if (path === "/proc/sys/kernel/random/boot_id") return `${this.boots}\n`;
    return path === `/proc/${process.pid}/stat` ? `${process.pid} (node) S ${"0 ".repeat(18)}${this.#start} 0` : null;
  }

  async #turn(): Promise<void> {
    for (let left = this.isShared ? Math.floor(this.random() * 4) : 0; left > 0; left -= 1) await null;
  }

  /** Runs a command as `main.ts` does. */
  async command(...argv: string[]): Promise<Outcome> {
    const [out, err]: [string[], string[]] = [[], []];
    const io: Io = {
      out: (text) => void out.push(text),
      drained: async (text) => void out.push(text),
      err: (text) => void err.push(text),
      isTerminal: false,
      columns: Number.POSITIVE_INFINITY,
      env: { SCALEBOOK_CACHE: CACHE },
      onInterrupt: () => () => {},
    };
    const ended = await this.attempt(() => this.program.runProgram(argv, io));
    return { code: ended.code, out: out.join(""), err: err.join("") + ended.err };
  }

  /** Does what a process does; tells how it ends. */
  async attempt(work: () => Promise<number>): Promise<Outcome> {
    const { calls } = this;
    const end = await work().then(
      (code) => ({ code, err: "" }),
      (error: unknown) => ({
        code: this.program.isMistake(error) ? 2 : 1,
        err: this.program.isMistake(error) ? error.message : ((error as Error).stack ?? String(error)),
      }),
    );
    return { out: "", ...(calls.isDead ? { code: null, err: "" } : end) };
  }
}

/** Runs work while the disk is mounted and the clock is the world's. */
export async function within<T>(world: World, work: (world: World) => Promise<T>): Promise<T> {
  const outerDate = Date;
  const outerDisk = mount(null);
  class WorldDate extends outerDate {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [world.now()] : given) as [number]));
    }
    static override now = world.now;
  }
  globalThis.Date = WorldDate as DateConstructor;
  try {
    return await work(world);
  } finally {
    globalThis.Date = outerDate;
    mount(outerDisk);
  }
}

/** The run of that number, as its file has it: always the same. */
export function poolRun(program: Program, number: number): Run {
  const startedAt = new Date(FIRST_DAY + number * HOUR_MS).toISOString();
  return program.tidyRun({
    ...header(startedAt, number),
    status: "complete",
    finishedAt: new Date(FIRST_DAY + number * HOUR_MS + 60_000).toISOString(),
    experiments: header(startedAt, number).experiments.map((experiment) => ({
      ...experiment,
      cells: experiment.cells.map((cell, place) => ({
        ...cell,
        trials: [0, 1, 2].map((block) => trial(block, (100 + 3 * block + number) / (place + 1))),
      })),
    })),
  });
}

export function header(startedAt: string, seed: number): JournalHeader {
  const levels = { tasks: 8, n: 1_000, workload: "random-loop" };
  return {
    schemaVersion: 1,
    study: "lab",
    studyHash: null,
    startedAt,
    seed,
    machine: { id: "m-1", name: "simulated machine" },
    software: { tool: { name: "scalebook", version: "0.1.0" }, node: "20.20.2" },
    experiments: [
      {
        id: "workers",
        title: "Workers",
        division: "tasks",
        charts: ["time-vs-workers"],
        workloads: { "random-loop": { title: "Random numbers", bound: "cpu" } },
        cells: [
          { factors: { strategy: "sequential", workers: 1, ...levels }, trials: [] },
          { factors: { strategy: "thread-pool", workers: 2, ...levels }, trials: [] },
        ],
      },
    ],
  };
}

export function trial(block: number, wallMs: number): Trial {
  return { block, status: "ok", wallMs };
}

export function textOf(run: Run): Buffer {
  return Buffer.from(`${JSON.stringify(run)}\n`);
}

/** What lies on the disk before anything goes wrong, made once: the first runs of a pool, their site, and a warm cache. */
export class Template {
  readonly runs: readonly Run[];
  /** What a recording left that was killed. */
  interrupted: { name: string; journal: Buffer; recording: Recording } | null = null;
  /** Every row of the archive. */
  rows = "";
  #files: ReadonlyMap<string, Buffer> = new Map();
  readonly #program: Program;
  readonly #sites = new Map<string, ReadonlyMap<string, Buffer>>();

  private constructor(program: Program) {
    this.#program = program;
    this.runs = Array.from({ length: POOL }, (_, number) => poolRun(program, number));
  }

  static async make(program: Program): Promise<Template> {
    const template = new Template(program);
    // The later site first: pages of both are in the cache then.
    for (const count of [HERE + 1, HERE]) await template.siteOf(template.#filesOf(count));
    await within(template.#world(template.#filesOf(HERE)), (world) => template.#prepare(world));
    return template;
  }

  /** Does once what commands do where nothing goes wrong. */
  async #prepare(world: World): Promise<void> {
    world.start();
    await doneOrThrow(world.command("export", "--all", "--out", EXPORTED, "--runs-dir", RUNS));
    this.rows = world.disk.files(`${ROOT}/out`).get("rows.csv")?.toString() ?? "";
    world.disk.forget(RUNS);
    const startedAt = new Date(FIRST_DAY + POOL * HOUR_MS).toISOString();
    const trials = [trial(0, 101), trial(0, 52), trial(1, 103)];
    const recorder = await this.#program.openRecorder({ runsDir: RUNS }, header(startedAt, POOL));
    for (const [number, one] of trials.entries()) await recorder.addTrial({ experiment: 0, cell: number % 2 }, one);
    await recorder.close();
    const [[name, journal] = ["", Buffer.alloc(0)]] = world.disk.files(RUNS);
    this.interrupted = { name, journal, recording: { startedAt, trials, taken: trials.length, isOpen: true } };
  }

  #filesOf(count: number): Map<string, Buffer> {
    return new Map(this.runs.slice(0, count).map((run) => [`${run.id}.json`, textOf(run)]));
  }

  /** A world of its own for a seed, still empty. */
  world(seed: number): World {
    return new World(this.#program, seed);
  }

  /** Puts the archive on a disk, and where pages are made the site and the cache of pages. */
  furnish({ disk }: World, isBuilt: boolean): void {
    for (const [path, bytes] of this.#files) if (isBuilt || !OF_PAGES.test(path)) disk.put(path, bytes);
    disk.put(TABLE, Buffer.from("strategy,workers,n,wall_ms\npool,1,1e3,81.5\npool,2,1e3,44\n"));
    disk.put(`${dirname(EXPORTED)}/other.csv`, Buffer.from("a\n"));
  }

  #world(runs: ReadonlyMap<string, Buffer>): World {
    const world = this.world(0);
    this.furnish(world, true);
    for (const folder of [RUNS, SITE]) world.disk.forget(folder);
    for (const [name, bytes] of runs) world.disk.put(`${RUNS}/${name}`, bytes);
    return world;
  }

  /** The site of these run files, by a build that nothing disturbs, on a disk that holds none. */
  async siteOf(runs: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Buffer>> {
    const key = [...runs]
      .map(([name, bytes]) => `${name} ${bytes.toString("latin1")}`)
      .sort()
      .join("\n");
    const known = this.#sites.get(key);
    if (known !== undefined) return known;
    const world = this.#world(runs);
    await within(world, async () => {
      world.start();
      await doneOrThrow(build(world));
    });
    const site = world.disk.files(SITE);
    this.#sites.set(key, site);
    // Pages that are made once need not be made for each seed; the cache is checked like everything else.
    if (this.#sites.size <= 2) this.#files = world.disk.files("");
    return site;
  }
}

/** Damages up to three files of the cache: a bit is another, a block is zeros, the end is gone. */
export function damageCache({ disk, random }: World): void {
  const files = [...disk.files(CACHE)];
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
    const [path, bytes] = files[Math.floor(random() * files.length)] ?? ["", Buffer.alloc(0)];
    const [at, kind] = [Math.floor(random() * bytes.length), random()];
    const damaged = Buffer.from(bytes);
    if (kind < 0.4 && at < bytes.length) damaged[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (kind < 0.7) damaged.fill(0, at, Math.min(at + 512, bytes.length));
    disk.put(`${CACHE}/${path}`, kind < 0.7 ? damaged : damaged.subarray(0, at));
  }
}

async function doneOrThrow(command: Promise<Outcome>): Promise<void> {
  const { code, err } = await command;
  if (code !== 0) throw new Error(`a command fails where nothing is wrong: ${err}`);
}

export function build(world: World): Promise<Outcome> {
  return world.command("build", "--runs-dir", RUNS, "--out", SITE, "--jobs", "1");
}
