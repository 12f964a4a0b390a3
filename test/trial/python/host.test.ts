import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeTrial } from "../../../.build/trial/execute.js";
import { packagePaths } from "../../../src/package-paths.js";
import type { TrialReport, TrialSpec } from "../../../src/trial/messages.js";
import { has } from "../../needs.js";
import { type HostCommand, leftOf, reportOf, type Talk, talk } from "./host-client.js";

/**
 * What every host is held to, in whatever language it is written. SCALEBOOK_HOST has the command line of another one than
 * Python's: `SCALEBOOK_HOST='ruby host.rb' npx vitest run test/trial/python/host.test.ts`.
 */
const given = process.env.SCALEBOOK_HOST?.split(" ") as [string, ...string[]] | undefined;
const host: HostCommand = given ?? ["python3", "-B", packagePaths.pythonHost];
const there = given !== undefined || has("python3");

interface About {
  strategies: string[];
  workloads: string[];
  startMethods: string[];
  [other: string]: unknown;
}

const about = (there
  ? (await talk(host, { kind: "about", protocol: 1 })).replies[0]
  : { strategies: [], workloads: [], startMethods: [] }) as unknown as About;

const SIZES: Record<string, number> = {
  "random-loop": 3_000,
  "random-sum": 4_001,
  "list-append": 2_000,
  "file-write": 10_000,
  sleep: 15,
  matrix: 12,
  sort: 1_500,
  hello: 1,
  fault: 3_000,
  globals: 10,
};
/** Functions of their input alone: where one of them has Node's results in a thread and in a process, all have. */
const OF_INPUT_ALONE = ["random-sum", "list-append", "matrix", "sort", "hello"];
const WORKERS = 2;
const TASKS = 5;
const ONE_THREAD = ["sequential", "event-loop"];

let scratch = "";
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "scalebook-host-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function specOf(strategy: string, workload: string, more: Partial<TrialSpec> = {}): TrialSpec {
  return {
    strategy,
    workload,
    workers: ONE_THREAD.includes(strategy) ? 1 : WORKERS,
    tasks: TASKS,
    n: SIZES[workload] ?? 1,
    launch: "bounded",
    pool: "fresh",
    seed: 7,
    scratch,
    env: {},
    ...more,
  };
}

function trial(strategy: string, workload: string, more: Partial<TrialSpec> = {}): Promise<Talk> {
  return talk(host, { kind: "trial", protocol: 1, spec: specOf(strategy, workload, more) });
}

async function reported(strategy: string, workload: string, more: Partial<TrialSpec> = {}): Promise<TrialReport> {
  return reportOf(await trial(strategy, workload, more));
}

function mostAtOnce({ tasks }: TrialReport): number {
  return Math.max(
    ...tasks.map(({ startMs }) => tasks.filter((other) => other.startMs <= startMs && startMs < other.endMs).length),
  );
}

const sum = ({ tasks }: TrialReport) => tasks.reduce((total, { checksum }) => total + checksum, 0);

/** Checksums of Node, made once a workload. */
const ofNode = new Map<string, Promise<number>>();
function nodesChecksum(workload: string): Promise<number> {
  const made = ofNode.get(workload) ?? executeTrial(specOf("sequential", workload), async () => {}).then(sum);
  ofNode.set(workload, made);
  return made;
}

type Five = [Task, Task, Task, Task, Task];
type Task = TrialReport["tasks"][number];
const parallel = about.strategies.filter((strategy) => !ONE_THREAD.includes(strategy));
const pools = about.strategies.filter((strategy) => strategy.endsWith("-pool"));
const processes = about.strategies.filter((strategy) => strategy.startsWith("process-"));

describe.skipIf(!there)("a host", () => {
  it("says what it is and what it can do", () => {
    const text = expect.stringMatching(/./);
    const words = { language: text, version: text, implementation: text, executable: text, startMethod: text };
    expect(about).toMatchObject({ kind: "about", protocol: 1, freeThreaded: false, ...words });
    expect(about.startMethods).toContain(about.startMethod);
    expect(about.strategies).toContain("sequential");
    expect(about.workloads).toEqual(
      expect.arrayContaining(["random-loop", "random-sum", "file-write", "sleep", "hello"]),
    );
  });

  it("has no workload that is tried here at no size of its own", () => {
    expect(Object.keys(SIZES)).toEqual(expect.arrayContaining(about.workloads));
  });

  describe.each(about.strategies)("with %s", (strategy) => {
    const fewer = ["event-loop", "thread-per-task", "process-per-task"].includes(strategy);
    const workloads = about.workloads.filter((workload) => !fewer || !OF_INPUT_ALONE.includes(workload));
    it.concurrent.each(workloads)("gives Node's results on %s, and whole records", async (workload) => {
      const heard = await trial(strategy, workload);
      const report = reportOf(heard);
      expect(heard).toMatchObject({ stdout: "", stderr: "", exitCode: 0, worked: 1 });
      expect(report).toMatchObject({ failures: [], hung: [], figures: expect.any(Object), notes: expect.any(Object) });
      expect(sum(report)).toBe(await nodesChecksum(workload));
      const indexes = report.tasks.map(({ index }) => index);
      expect(indexes).toEqual([...indexes.keys()]);
      if (parallel.includes(strategy)) expect(mostAtOnce(report)).toBeLessThanOrEqual(WORKERS);
      for (const task of report.tasks) {
        expect(task.startMs).toBeGreaterThanOrEqual(report.originMs);
        expect(task.endMs).toBeGreaterThanOrEqual(task.startMs);
        expect(task.endMs).toBeLessThanOrEqual(report.originMs + report.wallMs);
        expect(Number.isSafeInteger(task.worker)).toBe(true);
        const measured = strategy === "event-loop" ? null : expect.any(Number);
        expect(task).toMatchObject({ cpuMs: measured, queueMs: measured, waitBeforeMs: measured });
      }
      expect(report.startUpMs + report.workMs).toBeCloseTo(report.wallMs, 3);
      expect(report.userMs).toBeGreaterThanOrEqual(0);
      expect(report.peakRssBytes).toBeGreaterThan(1e6);
    });

    it("tells which tasks failed, and why, and leaves no process behind", async () => {
      const heard = await trial(strategy, "file-write", { scratch: join(scratch, "is-not-there") });
      const { tasks, failures } = reportOf(heard);
      expect(tasks).toEqual([]);
      expect(failures.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
      for (const { message } of failures) expect(message).toContain("No such file");
      expect(await leftOf(heard.pid)).toEqual([]);
    });

    it("leaves when there is nobody to close it", async () => {
      const request = { kind: "trial", spec: specOf(strategy, "hello") };
      const heard = await talk(host, request, { hangUp: true });
      expect(heard).toMatchObject({ replies: [], worked: 1 });
    });
  });

  describe.each(parallel)("with %s", (strategy) => {
    it("uses its workers side by side where tasks wait", async () => {
      expect(mostAtOnce(await reported(strategy, "sleep", { n: 300, tasks: WORKERS }))).toBe(WORKERS);
    });

    it.concurrent.each(["rounds", "static-chunks"] as const)("gives the same results in %s", async (scheduling) => {
      const report = await reported(strategy, "random-loop", { scheduling });
      expect(report.tasks.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
      expect(sum(report)).toBe(await nodesChecksum("random-loop"));
      expect(mostAtOnce(report)).toBeLessThanOrEqual(WORKERS);
      expect((await reported(strategy, "hello", { scheduling, tasks: 1 })).tasks).toHaveLength(1);
    });

    it.concurrent("starts no round before the last one is over", async () => {
      const { tasks } = await reported(strategy, "sleep", { scheduling: "rounds" });
      const [a, b, c, d, e] = tasks as Five;
      expect(Math.min(c.startMs, d.startMs)).toBeGreaterThanOrEqual(Math.max(a.endMs, b.endMs));
      expect(e.startMs).toBeGreaterThanOrEqual(Math.max(c.endMs, d.endMs));
    });

    // On a machine under load a worker may begin its chunk when the other is through.
    it("does the tasks of a chunk one after the other", { retry: 2 }, async () => {
      const { tasks } = await reported(strategy, "sleep", { scheduling: "static-chunks", n: 120 });
      const [a, b, c, d, e] = tasks as Five;
      expect(b.startMs).toBeGreaterThanOrEqual(a.endMs);
      expect(c.startMs).toBeGreaterThanOrEqual(b.endMs);
      expect(e.startMs).toBeGreaterThanOrEqual(d.endMs);
      expect(d.startMs).toBeLessThan(c.endMs);
    });
  });

  describe.each(parallel.filter((strategy) => !pools.includes(strategy)))("with %s", (strategy) => {
    it("runs every task in a worker of its own", async () => {
      const { tasks } = await reported(strategy, "sleep");
      expect(new Set(tasks.map(({ worker }) => worker)).size).toBe(TASKS);
    });

    it("has all workers alive at once when asked to", async () => {
      const report = await reported(strategy, "sleep", { launch: "all-at-once", n: 300, tasks: WORKERS + 1 });
      expect(mostAtOnce(report)).toBeGreaterThan(WORKERS);
    });
  });

  describe.each(pools)("with %s", (strategy) => {
    it("keeps its workers, and has them ready where it is warm", async () => {
      const report = await reported(strategy, "sleep", { n: 100, pool: "warm" });
      expect(new Set(report.tasks.map(({ worker }) => worker)).size).toBe(WORKERS);
      expect(sum(report)).toBe(100 * TASKS);
    });
  });

  describe.each(processes)("with %s", (strategy) => {
    it.concurrent.each(about.startMethods)("starts its workers by %s, and leaves none", async (method) => {
      const heard = await trial(strategy, "random-loop", { tasks: 3, more: { "start-method": method } });
      const report = reportOf(heard);
      expect(heard).toMatchObject({ stderr: "", stdout: "", exitCode: 0 });
      expect(report.tasks).toHaveLength(3);
      expect(report.userMs).toBeGreaterThan(0);
      expect(await leftOf(heard.pid)).toEqual([]);
    });
  });

  it("finds the size that takes so long, and times one", async () => {
    const subject = { workload: "random-loop", seed: 7, scratch, prepared: scratch };
    const [found] = (await talk(host, { kind: "calibrate", targetMs: 4, ...subject })).replies;
    expect(found).toMatchObject({ kind: "calibrated", n: expect.any(Number), taskMs: 4 });
    expect(Number.isSafeInteger((found as { n: number }).n)).toBe(true);
    const [timed] = (await talk(host, { kind: "probe", n: 3_000, ...subject })).replies;
    expect(timed).toMatchObject({ kind: "calibrated", n: 3_000, taskMs: expect.any(Number) });
  });

  it.each([
    ["a strategy that it has not", { kind: "trial", spec: { strategy: "psychic", workload: "hello" } }, "psychic"],
    [
      "a workload that it has not",
      { kind: "trial", spec: { strategy: "sequential", workload: "golf", workers: 1 } },
      "golf",
    ],
    ["a request that it does not know", { kind: "dance" }, "dance"],
    ["another version of the protocol", { kind: "about", protocol: 2 }, "not 2"],
    ["a line that is no JSON", "{", ""],
  ])("refuses %s in words", async (_, request, word) => {
    const heard = await talk(host, request);
    expect(heard.replies).toEqual([{ kind: "failed", message: expect.stringContaining(word) }]);
    expect(heard).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("has lengths of tasks from the same seed as Node", async () => {
    for (const skew of ["one-long", "mixed"]) {
      const spec = specOf("sequential", "sleep", { n: 20, tasks: 6, more: { skew } });
      const nodes = await executeTrial(spec, async () => {});
      const own = reportOf(await talk(host, { kind: "trial", spec }));
      expect(own.tasks.map(({ checksum }) => checksum)).toEqual(nodes.tasks.map(({ checksum }) => checksum));
    }
  });
});

describe.skipIf(!there || given !== undefined)("faults in Python", () => {
  const lost = (words: string) => ({ tasks: 7, failed: [4], words });
  const dies = (end: object) => ({ end });
  const killed = dies({ exitCode: null, signal: "SIGKILL" });
  const exits = dies({ exitCode: 7, signal: null });
  const silent = lost("no answer within 1500 ms");
  const notPooled = "multiprocessing.Pool never answers for its task";
  type Fate = { tasks: number; failed: number[]; words: string } | { end: object };
  const everywhere = (fate: Fate) => Object.fromEntries(about.strategies.map((strategy) => [strategy, fate]));
  const table: Record<string, Record<string, Fate>> = {
    throw: everywhere(lost("RuntimeError: the task raised")),
    // A function that waits holds up the thread that it runs on, and with it all that would have come after it.
    "late-throw": { ...everywhere(silent), sequential: { tasks: 4, failed: [4, 5, 6, 7], words: silent.words } },
    exit: {
      sequential: exits,
      "event-loop": exits,
      "thread-per-task": lost("the thread ended without an answer"),
      "thread-pool": lost("SystemExit: 7"),
      "process-per-task": lost("the worker ended without an answer (exit code 7)"),
      "process-pool": lost(`a worker of the pool ended (exit code 7): ${notPooled}`),
    },
    heap: everywhere(lost("MemoryError")),
    kill: {
      ...everywhere(killed),
      "process-per-task": lost("the worker ended without an answer (SIGKILL)"),
      "process-pool": lost(`a worker of the pool ended (SIGKILL): ${notPooled}`),
    },
  };
  const cases = Object.entries(table).flatMap(([fault, fates]) =>
    Object.entries(fates).map(([strategy, fate]) => ({ fault, strategy, fate })),
  );

  // On a machine under load memory fills slowly, which looks like silence.
  it.concurrent.each(cases)("$fault with $strategy", { retry: 2 }, async ({ fault, strategy, fate }) => {
    const more = { fault, ...(fault === "heap" ? { heap: 96 } : {}) };
    const heard = await trial(strategy, "fault", { tasks: 8, more });
    expect(await leftOf(heard.pid)).toEqual([]);
    if ("end" in fate) {
      expect(heard).toMatchObject({ ...fate.end, replies: [] });
      return;
    }
    const { tasks, failures } = reportOf(heard);
    expect(heard.exitCode).toBe(0);
    expect(tasks).toHaveLength(fate.tasks);
    expect(failures.map(({ index }) => index)).toEqual(fate.failed);
    for (const { message } of failures) expect(message).toBe(fate.words);
  });
});

describe.skipIf(!has("python3"))("Python's host", () => {
  it("is written in the syntax of 3.9", async () => {
    const check = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 9))";
    const heard = await talk(["python3", "-c", check, packagePaths.pythonHost], {});
    expect(heard).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("says that a size which makes no task of a module longer is none", async () => {
    const path = join(scratch, "flat.py");
    writeFileSync(path, "def inputs(size):\n    return [1]\ndef task(x):\n    return x\n");
    const subject = { workload: pathToFileURL(path).href, seed: 7, scratch, prepared: scratch };
    const asked = { kind: "calibrate", targetMs: 60_000, ...subject };
    const { replies } = await talk(["python3", "-B", packagePaths.pythonHost], asked);
    expect(replies).toEqual([{ kind: "calibrated", n: null, taskMs: expect.any(Number) }]);
  });

  it("is all of one file, of the standard library", () => {
    const names = [...readFileSync(packagePaths.pythonHost, "utf8").matchAll(/^\s*(?:import|from) (\w+)/gm)];
    const standard = "asyncio concurrent importlib inspect json multiprocessing os platform queue resource signal sys";
    const known = new Set(`${standard} sysconfig threading time types urllib zlib`.split(" "));
    expect(names.map(([, name]) => name as string).filter((name) => !known.has(name))).toEqual([]);
  });
});
