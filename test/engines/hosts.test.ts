import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../src/record/schema/run-schema.js";
import { aliveWithEnvironment } from "../alive.js";
import { mainScript } from "../built.js";
import { workplace } from "../cli/harness.js";
import { freePort } from "../free-port.js";
import { has } from "../needs.js";
import { type Sshd, sshTo, startSshd } from "../remote/sshd.js";
import { said } from "./said.js";

interface Result {
  host: string;
  runs: string[];
  exitCode?: number;
  problem?: string;
}

describe.runIf(has("sshd"))("run --hosts by real ssh", () => {
  const { dir, env, scalebook } = workplace();
  let servers: Sshd[] = [];

  beforeAll(async () => {
    servers = [await startSshd(dir), await startSshd(dir), await startSshd(dir)];
    const [one, two, three] = servers.map(({ port }) => port) as [number, number, number];
    Object.assign(env, { SCALEBOOK_SSH: sshTo(dir, { one, two, three, down: await freePort() }) });
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  const study = ["workers", "--workers", "1,2", "--strategies", "sequential,thread-pool", "--tasks", "4"];
  const long = [...study, "--sizes", "3e7", "--blocks", "8", "--control", "0%", "--seed", "1"];
  const start = (hosts: string, ...more: string[]) =>
    execa(process.execPath, [mainScript, "run", ...long, "--hosts", hosts, "--json", ...more], {
      cwd: dir,
      env,
      reject: false,
      stdin: "ignore",
    });
  const resultsOf = (stdout: string) => (JSON.parse(stdout) as { hosts: Result[] }).hosts;
  const runOf = (folder: string, id: string) =>
    JSON.parse(readFileSync(join(dir, folder, `${id}.json`), "utf8")) as Run;
  const idle = () =>
    ["one", "two", "three"].flatMap((host) => aliveWithEnvironment(`SCALEBOOK_CACHE=${join(dir, host)}`));

  it("brings what a host recorded until it was lost, and goes on with it", async () => {
    const recording = start("one,two,down");
    await said(recording, /^two +repeat [23] of 8/m);
    for (const pid of aliveWithEnvironment(`SCALEBOOK_CACHE=${join(dir, "two")}`)) process.kill(pid, "SIGKILL");
    const { stdout, stderr, exitCode } = await recording;
    const [one, two, down] = resultsOf(stdout) as [Result, Result, Result];
    expect(exitCode).toBe(2);
    expect(one).toMatchObject({ exitCode: 0, runs: [expect.any(String)] });
    expect(two.problem).toMatch(/what it had recorded is here$/);
    expect(stderr).toContain(`fetching what it recorded ...`);
    expect(runOf("runs", two.runs[0] ?? "").status).toBe("interrupted");
    expect(down.problem).toMatch(/^no connection: ssh: connect to host 127.0.0.1 port \d+: Connection refused/);
    const { stdout: then, exitCode: end } = await start("one,two", "--resume");
    expect(end).toBe(0);
    const [, resumed] = resultsOf(then) as [Result, Result];
    expect(runOf("runs", resumed.runs.at(-1) ?? "")).toMatchObject({
      status: "complete",
      resumed: [{ id: two.runs[0] }],
    });
    expect(idle()).toEqual([]);
  });

  it.each([1, 2])("leaves nothing running at Ctrl-C, pressed %d times", async (times) => {
    const folder = `stopped-${times}`;
    const recording = start("one,three", "--runs-dir", folder);
    await said(recording, /^three +repeat [12] of 8/m);
    for (let press = 0; press < times; press++) {
      recording.kill("SIGINT");
      await pause(100);
    }
    const { exitCode } = await recording;
    expect(exitCode).toBe(130);
    if (times === 1) expect(readdirSync(join(dir, folder)).filter((name) => name.endsWith(".json"))).toHaveLength(2);
    for (let tries = 0; tries < 100 && idle().length > 0; tries++) await pause(200);
    expect(idle()).toEqual([]);
    for (const host of ["one", "three"]) {
      expect(readdirSync(join(dir, host, "remote")).filter((name) => name.startsWith("recording"))).toEqual([]);
    }
  });

  it("records on one machine once at a time, whatever it is called", async () => {
    const [port = 0] = servers.map((server) => server.port);
    const ssh = sshTo(dir, { one: port }).split(" ").at(-1) ?? "";
    writeFileSync(
      join(dir, "twin"),
      `Host alias\n  Port ${port}\n  SetEnv SCALEBOOK_CACHE=${join(dir, "one")}\n${readFileSync(ssh, "utf8")}`,
    );
    const twice = await execa(
      process.execPath,
      [mainScript, "run", ...study, "--blocks", "2", "--hosts", "one,alias", "--json"],
      {
        cwd: dir,
        env: { ...env, SCALEBOOK_SSH: `ssh -F ${join(dir, "twin")}` },
        reject: false,
      },
    );
    const problems = resultsOf(twice.stdout).flatMap(({ problem }) => problem ?? []);
    expect(problems).toEqual([expect.stringMatching(/^another study is being recorded there \(process \d+\): wait/)]);
  });

  it("refuses a program under test that is another one there, with both hashes", async () => {
    const there = join(dir, "there");
    mkdirSync(there);
    writeFileSync(join(dir, "work.mjs"), "console.log(1)");
    writeFileSync(join(there, "work.mjs"), "console.log(2)");
    const command = [
      "--command",
      "node work.mjs {workers}",
      "--workers",
      "1",
      "--blocks",
      "2",
      "--hosts-folder",
      there,
    ];
    const options = ["--hosts", "two", "--json"];
    const [port = 0] = servers.map((server) => server.port);
    Object.assign(env, { SCALEBOOK_SSH: sshTo(dir, { two: port }) });
    const refused = await scalebook("run", ...command, ...options);
    expect(resultsOf(refused.stdout)[0]?.problem).toMatch(
      /^its work\.mjs has the hash [0-9a-f]{12}, and here it is [0-9a-f]{12}: bring the same program there$/,
    );
    writeFileSync(join(there, "work.mjs"), "console.log(1)");
    expect((await scalebook("run", ...command, ...options)).exitCode).toBe(0);
  });
});
