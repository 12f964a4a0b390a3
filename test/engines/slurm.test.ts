import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../src/record/schema/run-schema.js";
import { aliveWithEnvironment } from "../alive.js";
import { mainScript } from "../built.js";
import { workplace } from "../cli/harness.js";
import { has } from "../needs.js";
import { said } from "./said.js";
import { type Slurm, startSlurm } from "./slurm.js";

describe.runIf(has("slurm"))("run --slurm on a real cluster of two nodes", () => {
  const { dir, env } = workplace();
  let slurm: Slurm;

  beforeAll(async () => {
    slurm = await startSlurm(dir, ["n1", "n2"]);
    Object.assign(env, slurm.env);
  });
  afterAll(() => slurm?.stop());

  const study = ["workers", "--workers", "1,2", "--strategies", "sequential,thread-pool", "--tasks", "4"];
  const long = [...study, "--sizes", "3e7", "--blocks", "6", "--control", "0%", "--seed", "1", "--json"];
  const start = (nodes: number, ...more: string[]) =>
    execa(process.execPath, [mainScript, "run", ...long, "--slurm", "--nodes", String(nodes), ...more], {
      cwd: dir,
      env,
      reject: false,
      stdin: "ignore",
    });
  const resultsOf = (stdout: string) =>
    (JSON.parse(stdout) as { hosts: { host: string; runs: string[]; problem?: string }[] }).hosts;
  const runsIn = (folder: string) =>
    readdirSync(join(dir, folder)).map((name) => JSON.parse(readFileSync(join(dir, folder, name), "utf8")) as Run);
  const waiting = async () => (await execa("squeue", ["-h"], { env })).stdout;

  it("records on each node by itself, and says what there is no node for", async () => {
    const { stdout, stderr, exitCode } = await start(3);
    const results = resultsOf(stdout);
    expect(exitCode).toBe(2);
    for (const node of ["n1", "n2"]) expect(stderr).toMatch(new RegExp(`^${node} +finished there$`, "m"));
    expect(results.slice(0, 2).map(({ host, runs }) => [host, runs.length])).toEqual([
      ["n1", 1],
      ["n2", 1],
    ]);
    expect(results[2]?.problem).toBe("there is no other node for it: every element has a node of its own");
    expect(runsIn("runs").map(({ status }) => status)).toEqual(["complete", "complete"]);
    expect(await waiting()).toBe("");
  });

  it("brings what a node recorded until it died, and goes on with it", async () => {
    const recording = start(2, "--runs-dir", "died");
    await said(recording, /^n2 +repeat [23] of 6/m);
    process.kill(slurm.pidOf("n2"), "SIGKILL");
    for (const pid of aliveWithEnvironment("SLURMD_NODENAME=n2")) process.kill(pid, "SIGKILL");
    const { stdout, exitCode } = await recording;
    const [one, two] = resultsOf(stdout);
    expect(exitCode).toBe(2);
    expect(one?.problem).toBeUndefined();
    expect(two?.problem).toMatch(/^Slurm (?:ended it|knows nothing of it)/);
    expect(
      runsIn("died")
        .map(({ status }) => status)
        .sort(),
    ).toEqual(["complete", "interrupted"]);
    await slurm.startNode("n2");
    await slurm.allIdle();
    const { exitCode: end, stdout: then } = await start(2, "--runs-dir", "died", "--resume");
    expect(end).toBe(0);
    expect(
      resultsOf(then)
        .map(({ host }) => host)
        .sort(),
    ).toEqual(["n1", "n2"]);
    const last = resultsOf(then)
      .find(({ host }) => host === "n2")
      ?.runs.at(-1);
    expect(runsIn("died").find(({ id }) => id === last)).toMatchObject({
      status: "complete",
      resumed: [{ id: two?.runs[0] }],
    });
  });

  it("records what srun starts on both nodes, without the CPU time and memory of srun", async () => {
    const ranks = fileURLToPath(new URL("../examples/sum_ranks.py", import.meta.url));
    const command = `srun -N {workers} -n {workers} python3 ${ranks} {n}`;
    const options = ["--workers", "1,2", "--sizes", "1e6", "--blocks", "2", "--runs-dir", "ranks", "--json"];
    await execa(process.execPath, [mainScript, "run", "--command", command, ...options], { cwd: dir, env });
    const [run] = runsIn("ranks");
    const trials = run?.experiments[0]?.cells.flatMap((cell) => cell.trials) ?? [];
    expect(trials).toHaveLength(4);
    for (const trial of trials) {
      expect(trial).toMatchObject({ status: "ok", userMs: null, peakPssBytes: null, notes: { "launched-by": "srun" } });
    }
  });

  it("ends the job at Ctrl-C, and brings what there is", async () => {
    const recording = start(2, "--runs-dir", "stopped");
    await said(recording, /^n2 +repeat [12] of 6/m);
    recording.kill("SIGINT");
    const { exitCode } = await recording;
    expect(exitCode).toBe(130);
    expect(runsIn("stopped").map(({ status }) => status)).toEqual(["interrupted", "interrupted"]);
    expect(await waiting()).toBe("");
  });

  it("leaves no job behind where Ctrl-C comes twice", async () => {
    const recording = start(2, "--runs-dir", "twice");
    await said(recording, /^n2 +repeat [12] of 6/m);
    recording.kill("SIGINT");
    await said(recording, /^Interrupted/m);
    recording.kill("SIGINT");
    expect((await recording).exitCode).toBe(130);
    while ((await waiting()) !== "") await pause(200);
  });
});
