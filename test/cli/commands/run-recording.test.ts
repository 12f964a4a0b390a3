import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { aliveWithEnvironment } from "../../alive.js";
import { mainScript } from "../../built.js";
import { workplaceInside } from "../harness.js";

const { dir, env, scalebook } = workplaceInside();
const small = ["run", "workers", "--workers", "1,2", "--tasks", "2", "--sizes", "200000"];

function readRun(file: string) {
  return parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file);
}

describe("scalebook run", () => {
  it("records a run file that says all of it", async () => {
    const args = [...small, "--blocks", "3", "--seed", "7", "--label", "007", "--machine", "test box", "--json"];
    const { stdout, stderr, exitCode } = await scalebook(...args);
    expect(exitCode).toBe(0);
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({ status: "complete", file: join("runs", `${printed.id}.json`) });
    expect(stderr).toContain("repeat 3 of 3 done");

    const run = readRun(printed.file);
    expect(run).toMatchObject({
      study: "lab",
      seed: 7,
      label: "007",
      status: "complete",
      machine: { name: "test box" },
    });
    expect(run.id).toMatch(/^\d{8}t\d{6}z-lab-[0-9a-f]{6}$/);
    expect(run.command).toBe("scalebook run workers --workers 1,2 --sizes 200000 --tasks 2 --blocks 3 --seed 7");
    const [experiment] = run.experiments;
    expect(experiment?.cells.map(({ factors }) => [factors.strategy, factors.workers])).toEqual([
      ["sequential", 1],
      ["thread-pool", 1],
      ["thread-pool", 2],
      ["process-pool", 1],
      ["process-pool", 2],
    ]);
    const trials = experiment?.cells.flatMap((cell) => cell.trials) ?? [];
    expect(trials).toHaveLength(15);
    expect(new Set(trials.map(({ checksum }) => checksum)).size).toBe(1);
    for (const trial of trials) {
      expect(trial.status).toBe("ok");
      expect(trial.taskMs).toHaveLength(2);
    }
    for (const cell of experiment?.cells ?? []) {
      expect(cell.trials.filter(({ timeline }) => timeline !== undefined)).toHaveLength(1);
    }
    const positions = [0, 1, 2].map((block) => trials.filter((t) => t.block === block).map(({ position }) => position));
    for (const block of positions) expect([...block].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(positions.map(String)).size).toBeGreaterThan(1);
    expect(readdirSync(join(dir, "runs")).filter((name) => !name.endsWith(".json"))).toEqual([]);
  });

  it("refuses a budget of fewer than three repeats, and keeps nothing", async () => {
    const args = [
      "run",
      "workers",
      "--workers",
      "1,2",
      "--sizes",
      "200000",
      "--budget",
      "500ms",
      "--runs-dir",
      "short",
    ];
    const { stderr, exitCode } = await scalebook(...args);
    expect(stderr).toMatch(/a budget of 0\.5s holds fewer than 3 repeats: give at least --budget \d+s, or fewer/);
    expect([exitCode, existsSync(join(dir, "short"))]).toEqual([2, false]);
  });

  it("names neither host, user nor home", async () => {
    const [name] = readdirSync(join(dir, "runs"));
    const text = readFileSync(join(dir, "runs", name ?? ""), "utf8");
    const { username, homedir } = userInfo();
    expect(text).not.toContain(homedir);
    if (hostname().length > 3) expect(text).not.toContain(hostname());
    if (username.length > 4) expect(text).not.toContain(username);
  });

  it("can be listed, shown and analysed", async () => {
    expect((await scalebook("list")).stdout).toContain("test box");
    expect((await scalebook("show", "latest")).stdout).toContain("thread pool, 2 workers");
    expect(JSON.parse((await scalebook("show", "007", "--json")).stdout).label).toBe("007");
    const analysis = JSON.parse((await scalebook("analyse", "latest", "--json")).stdout);
    expect(analysis.experiments[0].changes.againstBaseline).toHaveLength(4);
    expect(analysis.experiments[0].changes.steps).toHaveLength(2);
    expect((await scalebook("analyse", "latest")).stdout).toContain("Step by step");
    expect((await scalebook("compare", "latest", "latest")).exitCode).toBe(0);
  });

  it("records failures of the measured work as data, with exit code 0", async () => {
    const args = ["run", "workers", "--strategies", "sequential", "--sizes", "1e12", "--tasks", "1", "--blocks", "1"];
    const { stdout, exitCode } = await scalebook(...args, "--timeout", "400ms", "--runs-dir", "failed", "--json");
    expect(exitCode).toBe(0);
    const run = readRun(JSON.parse(stdout).file);
    expect(run.experiments[0]?.cells[0]?.trials[0]).toMatchObject({
      status: "timeout",
      reason: "timeout",
      wallMs: null,
    });
  });

  it("runs a study file, and says where it is wrong", async () => {
    const study = {
      id: "own",
      experiments: [
        {
          id: "waiting",
          title: "Waiting",
          question: "Do threads wait side by side?",
          matrix: [{ workload: "sleep", strategy: ["sequential", "thread-per-task"], workers: 2, tasks: 2, n: 5 }],
        },
      ],
    };
    writeFileSync(join(dir, "own.json"), JSON.stringify(study));
    const { stdout } = await scalebook("run", "--study", "own.json", "--blocks", "1", "--runs-dir", "own", "--json");
    expect(readRun(JSON.parse(stdout).file)).toMatchObject({ study: "own", experiments: [{ id: "waiting" }] });
  });
});

describe.skipIf(process.platform === "win32")("a run that is cut off", () => {
  const endless = ["run", "workers", "--strategies", "sequential,process-pool", "--workers", "2", "--tasks", "2"];

  /** Starts a run whose first block is quick and whose later trials are going on, and waits for the journal. */
  async function startRun(runsDir: string, sizes: string, blocks = "500") {
    const args = [mainScript, ...endless, "--sizes", sizes, "--blocks", blocks, "--runs-dir", runsDir];
    const child = execa(process.execPath, args, { cwd: dir, env, reject: false, stdin: "ignore" });
    const folder = join(dir, runsDir);
    for (let waited = 0; waited < 15_000; waited += 50) {
      await pause(50);
      const journal = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith(".journal"));
      if (journal && readFileSync(join(folder, journal), "utf8").includes('\n{"kind":"trial"')) return { child };
    }
    throw new Error("no trial was journalled");
  }

  /** All that a run starts gets the TMPDIR of the workplace. */
  const ours = () => aliveWithEnvironment(`TMPDIR=${dir}`);

  it("finishes with what is there at Ctrl-C, and exits with 130", async () => {
    const { child } = await startRun("interrupted", "3e6");
    child.kill("SIGINT");
    const { exitCode } = await child;
    expect(exitCode).toBe(130);
    const [name, ...others] = readdirSync(join(dir, "interrupted"));
    expect(others).toEqual([]);
    const run = readRun(join("interrupted", name ?? ""));
    expect(run.status).toBe("interrupted");
    expect(run.experiments[0]?.cells.flatMap(({ trials }) => trials).length).toBeGreaterThan(0);
    expect(ours()).toEqual([]);
  });

  it("ends with --resume after kill -9 as if nobody had killed it", async () => {
    const { child } = await startRun("resumed", "3e7", "3");
    child.kill("SIGKILL");
    await child;
    const { stdout } = await scalebook("run", "--resume", "--runs-dir", "resumed", "--json");
    const run = readRun(JSON.parse(stdout).file);
    expect(run).toMatchObject({ status: "complete", plan: { blocksPlanned: 3, blocksFinished: 3 } });
    expect(run.resumed?.[0]?.trials).toBeGreaterThan(0);
    const cells = run.experiments.flatMap((experiment) => experiment.cells);
    expect(cells.map(({ trials }) => trials.map(({ block }) => block))).toEqual(cells.map(() => [0, 1, 2]));
    expect(readdirSync(join(dir, "resumed"))).toEqual([`${run.id}.json`]);
  });

  it("keeps what was journalled at kill -9, leaves no process, and is recovered by the next run", async () => {
    const { child } = await startRun("killed", "3e7");
    child.kill("SIGKILL");
    await child;
    const killedAt = Date.now();
    while (ours().length > 0 && Date.now() - killedAt < 2_000) await pause(50);
    expect(ours()).toEqual([]);

    const [listed] = JSON.parse((await scalebook("list", "--runs-dir", "killed", "--json")).stdout);
    expect(listed.status).toBe("interrupted");
    expect(listed.trials).toBeGreaterThan(0);
    expect((await scalebook("analyse", "latest", "--runs-dir", "killed")).exitCode).toBe(0);

    const next = await scalebook(...small, "--blocks", "1", "--runs-dir", "killed");
    expect(next.stderr).toContain(`Recovered ${listed.id}`);
    expect(readRun(join("killed", `${listed.id}.json`)).status).toBe("interrupted");
  });
});
