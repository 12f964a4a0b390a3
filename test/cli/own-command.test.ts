import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../src/record/schema/parse-run.js";
import { sha256 } from "../../src/record/schema/run-id.js";
import { aliveWithEnvironment } from "../alive.js";
import { mainScript } from "../built.js";
import { workplaceInside } from "./harness.js";

const { dir, env, scalebook } = workplaceInside();

writeFileSync(
  join(dir, "note.mjs"),
  'import { appendFileSync } from "node:fs"; appendFileSync("notes", process.argv.slice(2).join(" ") + "\\n");',
);
const node = (line: string) => `${process.execPath} ${line}`;

async function record(...args: string[]) {
  const { stdout, stderr, exitCode } = await scalebook("run", ...args, "--json");
  // A run that failed is kept, and printed as well.
  if (stdout === "") throw new Error(stderr);
  const { file, status } = JSON.parse(stdout);
  expect(exitCode).toBe(status === "failed" ? 2 : 0);
  return { run: parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file), stderr };
}

/** What the program note.mjs took down since the last time. */
function notes(): string[] {
  const lines = readFileSync(join(dir, "notes"), "utf8").trim().split("\n");
  writeFileSync(join(dir, "notes"), "");
  return lines;
}

describe.skipIf(process.platform === "win32")("scalebook run --command", () => {
  it("has no CPU time and memory of work that a launcher starts, and says so", async () => {
    writeFileSync(join(dir, "srun"), '#!/bin/sh\nshift 2\nexec "$@"\n', { mode: 0o755 });
    const { run } = await record(
      "--command",
      `./srun -n {workers} ${node("note.mjs")}`,
      "--workers",
      "1",
      "--blocks",
      "2",
    );
    for (const trial of run.experiments[0]?.cells[0]?.trials ?? []) {
      expect(trial).toMatchObject({ status: "ok", userMs: null, sysMs: null, peakPssBytes: null });
      expect(trial.notes).toEqual({ "launched-by": "srun" });
    }
    const { stdout } = await scalebook("show", run.id);
    expect(stdout.replaceAll("\n", " ")).toContain("CPU time and memory are not available: srun starts the program");
    notes();
  });

  it("records each combination of factors, filled in where they stand", async () => {
    const command = node("note.mjs {workers} {n} '{tasks} x'");
    const { run, stderr } = await record(
      ...["--command", command, "--workers", "1,2", "--sizes", "10", "--tasks", "3", "--blocks", "2"],
    );
    expect(stderr).toContain("2 combinations, 2 repeats\n");
    expect(notes().sort()).toEqual(["1 10 3 x", "1 10 3 x", "2 10 3 x", "2 10 3 x"]);
    expect(run).toMatchObject({ study: "note", status: "complete" });
    expect(run.command).toContain(`--command '${command.replaceAll(homedir(), "~").replaceAll("'", "'\\''")}'`);
    const [experiment] = run.experiments;
    expect(experiment).toMatchObject({ id: "command", title: command.replaceAll(homedir(), "~") });
    expect(experiment?.workloads).toMatchObject({ command: { title: command.replaceAll(homedir(), "~") } });
    expect(experiment?.cells.map(({ factors }) => factors)).toEqual([
      { strategy: "command", workers: 1, tasks: 3, n: 10 },
      { strategy: "command", workers: 2, tasks: 3, n: 10 },
    ]);
    for (const { trials } of experiment?.cells ?? []) {
      expect(trials.map(({ block }) => block)).toEqual([0, 1]);
      for (const trial of trials) {
        expect(trial).toMatchObject({ status: "ok", wallMs: expect.any(Number), hostMs: trial.wallMs });
        expect(trial.timeline).toBeUndefined();
      }
    }
  });

  it("records variants side by side, each filled in with its own line", async () => {
    const lines = { one: node("note.mjs one {n}"), two: node("note.mjs {strategy} {n}") };
    const study = [
      ...Object.entries(lines).flatMap(([name, line]) => ["--variant", `${name}=${line}`]),
      ...["--sizes", "5,6", "--setup", node("note.mjs made {strategy}")],
    ];
    const { run } = await record(...study, "--blocks", "2");
    const noted = notes();
    expect(noted.slice(0, 2).sort()).toEqual(["made one", "made two"]);
    expect(noted.slice(2).sort()).toEqual(["one 5", "one 5", "one 6", "one 6", "two 5", "two 5", "two 6", "two 6"]);
    expect(run.study).toBe("one-or-two");
    const cells = run.experiments[0]?.cells.map(({ factors, trials }) => [factors.strategy, factors.n, trials.length]);
    expect(cells?.join(" ")).toBe("one,5,2 two,5,2 one,6,2 two,6,2");
    expect((await record(...study, "--extend", run.id, "--blocks", "1")).run.studyHash).toBe(run.studyHash);
    notes();
  });

  it("keeps what was expected, and which program it was, from before the first trial on", async () => {
    const peek = `import { readdirSync, readFileSync, writeFileSync } from "node:fs";
      const journal = readdirSync("expecting").find((name) => name.endsWith(".journal"));
      writeFileSync("seen", readFileSync("expecting/" + journal, "utf8").split("\\n")[0]);`;
    writeFileSync(join(dir, "peek.mjs"), peek);
    const hypothesis = "It reads *this* — before it is measured.";
    const { run } = await record(
      ...["--command", node("peek.mjs {workers}"), "--workers", "1", "--blocks", "1"],
      ...["--hypothesis", hypothesis, "--runs-dir", "expecting"],
    );
    const files = [{ path: "peek.mjs", sha256: sha256(peek), bytes: Buffer.byteLength(peek) }];
    for (const known of [JSON.parse(readFileSync(join(dir, "seen"), "utf8")).run, run]) {
      expect(known.hypothesis).toBe(hypothesis);
      expect(known.experiments[0].program.files.at(-1)).toEqual(files[0]);
      expect(known.experiments[0].program.interpreter).toBe(`v${process.versions.node}`);
    }
    // An expectation is no part of the study.
    expect(run.command).not.toContain("--hypothesis");
    const { stdout } = await scalebook(
      "report",
      run.id,
      "--runs-dir",
      "expecting",
      "--format",
      "md",
      "--listing",
      "--json",
    );
    expect(JSON.parse(stdout).files[0]).toBe("report.md");
    const report = readFileSync(join(dir, "report.md"), "utf8");
    expect(report).toContain("Expected, written before the first trial");
    expect(report).toContain(`\`\`\`js\n${peek}\n\`\`\``);
  });

  it("leaves out factors that the command does not name, and knows the environment that it gave", async () => {
    const { run } = await record("--command", "sleep 0.01", "--blocks", "1");
    const bound = (await record("--command", "sleep 0.01", "--bound", "wait", "--blocks", "1")).run.experiments[0];
    expect(bound?.workloads).toEqual({ command: { title: "sleep 0.01", bound: "wait" } });
    expect(bound?.cells[0]?.factors.workload).toBe("command");
    expect(run.study).toBe("sleep");
    expect(run.experiments[0]?.cells.map(({ factors }) => factors)).toEqual([{ strategy: "command", workers: 1 }]);
    expect(Object.keys(run.software.environment ?? {})).toContain("PATH");
    if (process.env.HOME === homedir()) expect(run.software.environment?.HOME).toBe("~");
    expect(run.calibration).toEqual([]);
  });

  it("runs hooks around the trials, once for each way of filling them in", async () => {
    const hook = (name: string) => node(`note.mjs ${name}`);
    const { run } = await record(
      ...["--command", hook("run {workers}"), "--workers", "1,2", "--blocks", "2", "--setup", hook("setup {workers}")],
      ...["--prepare", hook("prepare"), "--cleanup", hook("cleanup")],
    );
    const lines = notes();
    expect(lines.slice(0, 2)).toEqual(["setup 1", "setup 2"]);
    expect(lines.slice(2, -1).filter((_, index) => index % 2 === 0)).toEqual(new Array(4).fill("prepare"));
    expect(
      lines
        .slice(2, -1)
        .filter((_, index) => index % 2 === 1)
        .sort(),
    ).toEqual(["run 1", "run 1", "run 2", "run 2"]);
    expect(lines.at(-1)).toBe("cleanup");
    expect(run.experiments[0]?.cells).toHaveLength(2);
  });

  it("hands lines to a shell when asked to", async () => {
    await record("--shell", "--command", "echo {workers} >> notes && sleep 0.01", "--workers", "2", "--blocks", "1");
    expect(notes()).toEqual(["2"]);
  });

  it.each([
    ["exits with a code", ["sh -c 'echo too bad >&2; exit 3'"], { reason: "exit", detail: "exit code 3: too bad" }],
    ["is killed", ["sh -c 'kill -9 $$'"], { reason: "killed", detail: "ended by SIGKILL" }],
    ["takes too long", ["sleep 30", "--timeout", "200ms"], { status: "timeout", reason: "timeout" }],
    ["cannot be prepared", ["sleep 0", "--prepare", "sh -c 'exit 9'"], { reason: "prepare-failed" }],
  ])("records a command that %s as data", async (_, [command = "", ...args], failure) => {
    const { run } = await record("--command", command, ...args, "--blocks", "1", "--runs-dir", "failing");
    const [trial] = run.experiments[0]?.cells[0]?.trials ?? [];
    expect(trial).toMatchObject({ status: "failed", wallMs: null, ...failure });
  });

  it.each([
    [["--command", "no-such-program-here"], "there is no program no-such-program-here in the folders of PATH"],
    [["--command", "./none {n}", "--sizes", "1"], "there is no program ./none at that path"],
    [["--command", "./note.mjs"], "./note.mjs may not be executed (chmod +x makes it a program): check the command"],
    [["--command", "/etc/"], "/etc/ is a folder, not a program: check the command"],
    [["--command", "ls | wc"], "--command has | outside of quotes"],
    [["--command", "ls 'x"], "not closed"],
    [["--command", "ls {n}"], "give them with --sizes"],
    [["--command", "ls {worker}"], "did you mean {workers}?"],
    [["--command", "ls", "--strategies", "sequential"], "--strategies means nothing to a command"],
    [["--command", "ls", "--module", "x.mjs"], "--module and --command were both given"],
    [["--shell"], "--shell is for"],
    [["--command", "ls", "--bound", "disk"], '--bound is "disk": give cpu, io or wait'],
    [["--bound", "cpu"], "--bound is for --module, --python, --command or --variant"],
    [
      ["--command", "ls", "--setup", "sh -c 'echo no >&2; exit 1'"],
      "setup failed: sh -c 'echo no >&2; exit 1': exit code 1: no",
    ],
  ])("%j is the user's mistake", async (args, message) => {
    const { exitCode, stderr } = await scalebook("run", ...args, "--blocks", "1", "--runs-dir", "mistakes");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(dir, "mistakes")) ? readdirSync(join(dir, "mistakes")) : []).toEqual([]);
  });

  it("leaves nothing running at kill -9, and the journal can be read", async () => {
    const args = [mainScript, "run", "--command", "sh -c 'sleep {n}'", "--sizes", "1,30", "--seed", "1"];
    const child = execa(process.execPath, [...args, "--blocks", "9", "--runs-dir", "killed"], {
      cwd: dir,
      env,
      reject: false,
    });
    const folder = join(dir, "killed");
    const journalled = () => {
      const name = existsSync(folder) && readdirSync(folder).find((file) => file.endsWith(".journal"));
      return name ? readFileSync(join(folder, name), "utf8").split("\n").length > 1 : false;
    };
    while (!journalled()) await pause(20);
    await pause(300);
    const ours = () => aliveWithEnvironment(`TMPDIR=${dir}`);
    child.kill("SIGKILL");
    await child;
    const killedAt = Date.now();
    while (ours().length > 0 && Date.now() - killedAt < 2_000) await pause(50);
    expect(ours()).toEqual([]);
    expect((await scalebook("list", "--runs-dir", "killed", "--json")).exitCode).toBe(0);
  });

  it("cleans up after Ctrl-C", async () => {
    const line = ["run", "--command", "sleep 30", "--cleanup", node("note.mjs cleaned")];
    const child = execa(process.execPath, [mainScript, ...line, "--blocks", "1"], { cwd: dir, env, reject: false });
    await pause(1_500);
    child.kill("SIGINT");
    expect((await child).exitCode).toBe(130);
    expect(notes()).toEqual(["cleaned"]);
  });
});
