import { chmodSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { aliveWithEnvironment } from "../../alive.js";
import { mainScript } from "../../built.js";
import { has } from "../../needs.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook } = folderOfRuns();

const programs: Record<string, string> = {
  "defs.py": `
title = "sum up"
bound = "cpu"
def inputs(size): return [size] * 3
def task(n): return sum(range(n))
def check(outputs): return len(outputs) == 3
def double(n): return 2 * n
`,
  "plain.py": "def none(): return 1\ndef size(n): return sum(range(n))\ndef both(n, index): return n + index\n",
  "missing.py": "import no_such_package\ndef task(n): return n\n",
  "program.py": "while True: pass\n",
  "endless.py": "def task(n, index):\n    while index > 0: pass\n",
  "study.yaml": `
id: own
experiments:
  - id: sums
    title: Sums
    question: Which way is best?
    module: ./plain.py:size
    matrix:
      - strategy: [sequential, thread-pool]
        workers: [2]
        tasks: [2]
        n: [50]
`,
};
const place = mkdtempSync(join(tmpdir(), "scalebook-own-python-"));
const before = process.cwd();
beforeAll(() => {
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(place, name), text);
  process.chdir(place);
});
afterAll(() => process.chdir(before));

async function run(...args: string[]) {
  return scalebook("run", ...args, "--blocks", "1", "--control", "0%", "--runs-dir", dir);
}

async function recorded(...args: string[]) {
  const { out, err, mistake } = await run(...args, "--json");
  if (out === "") throw new Error(err + mistake);
  const { file } = JSON.parse(out);
  const whole = parseRun(JSON.parse(readFileSync(file, "utf8")), file);
  const cells = whole.experiments.flatMap((experiment) => experiment.cells);
  const bad = cells.flatMap(({ trials }) => trials.filter(({ status }) => status !== "ok"));
  return { run: whole, err, cells, bad, levels: cells.map(({ factors }) => factors) };
}

/** A program that says it is Python 3.13.1 without the lock. */
function freeThreaded(): string {
  const path = join(place, "python3.13t");
  writeFileSync(
    join(place, "sitecustomize.py"),
    `
import platform, sys, sysconfig
real = sysconfig.get_config_var
sysconfig.get_config_var = lambda name: 1 if name == "Py_GIL_DISABLED" else real(name)
sys._is_gil_enabled = lambda: False
sys.executable = ${JSON.stringify(path)}
platform.python_version = lambda: "3.13.1"
`,
  );
  writeFileSync(path, `#!/bin/sh\nPYTHONPATH=${place} exec python3 "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const few = ["--workers", "2", "--strategies", "sequential,thread-pool,process-pool"];

describe.skipIf(!has("python3"))("scalebook run --python", () => {
  it("records what a module defines, and goes on with it", async () => {
    const args = ["--python", "defs.py", "--sizes", "30", ...few];
    const { run: first, bad, levels } = await recorded(...args);
    expect(bad).toEqual([]);
    expect(first).toMatchObject({ study: "defs", software: { interpreters: [{ runtime: "python" }] } });
    expect(first.experiments[0]?.workloads).toEqual({ defs: { title: "sum up", bound: "cpu" } });
    expect(levels).toMatchObject([
      { strategy: "sequential", tasks: 3, n: 30, more: { runtime: "python" } },
      { strategy: "thread-pool", workers: 2 },
      { strategy: "process-pool", workers: 2 },
    ]);
    const { run: second } = await recorded(...args, "--extend", first.id);
    expect(second).toMatchObject({ parent: first.id, seed: first.seed });
    expect(second.experiments[0]?.cells.map(({ factors }) => factors)).toEqual(levels);
    expect(second.experiments[0]?.cells[0]?.trials[0]?.checksum).toBe(
      first.experiments[0]?.cells[0]?.trials[0]?.checksum,
    );
  });

  it.each(["plain.py:none", "plain.py:size", "plain.py:both", "defs.py:double"])("records %s", async (name) => {
    const { bad, levels } = await recorded("--python", name, "--sizes", "30", "--strategies", "sequential");
    expect([bad, levels.length]).toEqual([[], 1]);
  });

  it("has ways to start processes as a factor of processes alone", async () => {
    const { bad, levels } = await recorded(
      "--python",
      "plain.py:size",
      "--sizes",
      "30",
      ...few,
      "--start-method",
      "fork,spawn",
    );
    expect(bad).toEqual([]);
    expect(levels.map(({ strategy, more }) => [strategy, more?.["start-method"]])).toEqual([
      ["sequential", undefined],
      ["thread-pool", undefined],
      ["process-pool", "fork"],
      ["process-pool", "spawn"],
    ]);
  });

  it("records a function that a study file names", async () => {
    const { run: own, bad, levels } = await recorded("--study", "study.yaml");
    expect([own.study, bad]).toEqual(["own", []]);
    expect(levels).toMatchObject([
      { strategy: "sequential", n: 50, more: { runtime: "python" } },
      { strategy: "thread-pool" },
    ]);
  });

  it("names the Python that lacks a package", async () => {
    const { exitCode, mistake } = await run("--python", "missing.py");
    expect(exitCode).toBe(2);
    expect(mistake).toMatch(/No module named 'no_such_package'[\s\S]*Install it for .*python/);
  });

  it("says where the work of a program belongs that begins when it is imported", async () => {
    const { exitCode, mistake } = await run("--python", "program.py", "--timeout", "1s");
    expect(exitCode).toBe(2);
    expect(mistake).toContain(
      'it did not finish loading within 1 s (--timeout): what it does at once belongs below if __name__ == "__main__":',
    );
  });
});

describe.skipIf(!has("python3"))("built-in work in Python", () => {
  it("has equal results at equal sizes, and sizes of its own where they are found", async () => {
    const both = ["thread-vs-process", "--runtime", "node,python", "--workers", "1", "--tasks", "1"];
    const equal = await recorded(...both, "--sizes", "300", "--strategies", "sequential,thread-pool");
    expect(equal.bad).toEqual([]);
    const runtimes = equal.levels.map(({ strategy, more }) => `${strategy} ${more?.runtime}`);
    expect(runtimes.toSorted()).toEqual([
      "sequential node",
      "sequential python",
      "thread-pool node",
      "thread-pool python",
    ]);
    expect(new Set(equal.cells.map(({ trials }) => trials[0]?.checksum)).size).toBe(1);
    const found = await recorded(...both, "--task-time", "5ms", "--strategies", "sequential");
    const sizes = found.run.calibration?.map(({ runtime, n }) => [runtime, n]);
    expect(sizes?.map(([runtime]) => runtime).toSorted()).toEqual(["python", undefined]);
    expect(found.levels.map(({ n }) => n).toSorted()).toEqual(sizes?.map(([, n]) => n).toSorted());
  });

  it("runs on several interpreters, and says which has no lock", async () => {
    const programs = `python3,${freeThreaded()}`;
    const args = ["thread-vs-process", "--interpreter", programs, "--sizes", "300", "--workers", "1"];
    const { bad, levels, run: own } = await recorded(...args, "--strategies", "sequential,process-pool");
    expect(bad).toEqual([]);
    expect(new Set(levels.map(({ more }) => more?.interpreter))).toEqual(
      new Set([own.software.interpreters?.[0]?.version, "3.13.1t"]),
    );
    expect(own.software.interpreters?.map(({ freeThreaded }) => freeThreaded)).toEqual([false, true]);
    const { out } = await scalebook("show", own.id, "--runs-dir", dir);
    expect(out).toContain("Python 3.13.1t (free-threaded)");
  });

  it("says which experiments have nothing in Python", async () => {
    const { err, run: own } = await recorded(
      "workers",
      "pool-libraries",
      "real-work",
      "--runtime",
      "python",
      "--sizes",
      "10",
    );
    expect(own.experiments.map(({ id }) => id)).not.toContain("real-work");
    expect(err).toContain("Left out, as Python has nothing of it: real-work");
  });
});

describe("without Python on the machine", () => {
  it.each([
    ["--python", "defs.py"],
    ["thread-vs-process", "--runtime", "python"],
    ["--study", "study.yaml"],
  ])("%s %s says what to install", async (...args) => {
    const path = process.env.PATH;
    process.env.PATH = mkdtempSync(join(place, "empty-"));
    symlinkSync(process.execPath, join(process.env.PATH, "node"));
    try {
      const { exitCode, mistake } = await run(...args);
      expect(exitCode).toBe(2);
      expect(mistake).toMatch(/^there is no Python 3\.9 or later here \(python3, which is not there; .*\): install it/);
    } finally {
      process.env.PATH = path;
    }
  });
});

/** Work in the host's own thread, in others, and in processes by each way to start them. */
const endings = [
  ["sequential", null],
  ["thread-pool", null],
  ["process-per-task", "fork"],
  ["process-pool", "spawn"],
  ["process-pool", "forkserver"],
] as const;

describe.skipIf(!has("python3") || process.platform !== "linux")("kill -9 while workers in Python compute", () => {
  it.each(endings)("leaves no process after 2 s: %s %s", async (strategy, method) => {
    const marker = mkdtempSync(join(place, "tmp-"));
    const args = ["run", "--python", "endless.py", "--tasks", "3", "--strategies", strategy];
    const workers = strategy === "sequential" ? [] : ["--workers", "2"];
    const start = method === null ? [] : ["--start-method", method];
    const more = ["--sizes", "1", "--control", "0%", ...workers, ...start];
    const env = { TMPDIR: marker, SCALEBOOK_CACHE: join(marker, "cache") };
    const child = execa(process.execPath, [mainScript, ...args, ...more], { cwd: place, env, reject: false });
    const ours = () => aliveWithEnvironment(marker).filter((pid) => pid !== child.pid);
    const ticks = (pid: number) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, "latin1").split(" ")[13]);
      } catch {
        return 0;
      }
    };
    // Only a task without an end computes as long as that.
    while (Math.max(0, ...ours().map(ticks)) < 30) await pause(50);
    child.kill("SIGKILL");
    await child;
    const killedAt = Date.now();
    while (ours().length > 0 && Date.now() - killedAt < 2_000) await pause(50);
    expect(ours()).toEqual([]);
  });
});
