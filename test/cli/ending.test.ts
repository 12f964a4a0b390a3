import { spawn } from "node:child_process";
import { openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRunText } from "../../src/record/schema/parse-run.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import { mainScript } from "../built.js";
import { has } from "../needs.js";
import { workplace } from "./harness.js";

const { dir, env } = workplace();
let folders = 0;

interface Ended {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  runs: Run[];
}

type Stdio = "pipe" | number;

/** Records a short command, in a session of its own without a terminal; `seen` is called with what it says, as it says it. */
async function record(
  { stdout = "pipe", stderr = "pipe", more = [] as string[] }: { stdout?: Stdio; stderr?: Stdio; more?: string[] },
  seen: (said: string, child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Ended> {
  const runsDir = join(dir, `runs-${folders++}`);
  const args = ["run", "--command", "sleep 0.02", "--blocks", "15", "--runs-dir", runsDir, ...more];
  const child = spawn(process.execPath, [mainScript, ...args], {
    cwd: dir,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", stdout, stderr],
    detached: true,
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      if (name === "stderr") seen(said.stderr, child);
    });
  }
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("exit", (...end) => resolve(end)),
  );
  return { exitCode, signal, ...said, runs: runsIn(runsDir) };
}

function runsIn(folder: string): Run[] {
  return readdirSync(folder).map((name) => parseRunText(readFileSync(join(folder, name), "utf8"), name));
}

describe.skipIf(process.platform === "win32")("a recording", () => {
  it("goes on when nobody reads any more, and when a terminal is closed that it has not; its exit code tells", async () => {
    const { exitCode, runs } = await record({}, (said, child) => {
      if (child.stderr?.destroyed) return;
      expect(said).toContain("repeats");
      // As nohup leaves it: without a terminal.
      child.kill("SIGHUP");
      child.stderr?.destroy();
      child.stdout?.destroy();
    });
    expect(exitCode).toBe(141);
    expect(runs.map(({ status, plan }) => [status, plan?.blocksFinished])).toEqual([["complete", 15]]);
  });

  it.skipIf(process.platform !== "linux")("is kept where what it says has no room, and says that", async () => {
    const { exitCode, stderr, runs } = await record({ stdout: openSync("/dev/full", "w") });
    expect(stderr).toMatch(/scalebook: cannot write the output: no space is left on the device.*\nRun: \S+\.json\n/);
    expect([exitCode, runs.map(({ status }) => status)]).toEqual([2, ["complete"]]);
    const silent = await record({ stderr: openSync("/dev/full", "w") });
    expect([silent.exitCode, silent.runs.map(({ status }) => status)]).toEqual([2, ["complete"]]);
  });

  it("says that nothing was measured where it is interrupted before", async () => {
    const { exitCode, stderr, runs } = await record({ more: ["--prepare", "sleep 30"] }, (said, child) => {
      if (said.includes("repeats") && !said.includes("Interrupted")) child.kill("SIGINT");
    });
    expect(stderr).toContain("No measurement was finished\n");
    expect([exitCode, runs.map(({ status }) => status)]).toEqual([130, ["interrupted"]]);
  });

  it.skipIf(!has("python3"))("is finished with what is there when its terminal is closed", async () => {
    // Python has a terminal without a package: it starts the program in one, reads until trials run, and closes it.
    const script = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
said = b""
while b"combination" not in said:
    said += os.read(terminal, 4096)
os.close(terminal)
print(os.waitpid(pid, 0)[1])
`;
    const runsDir = join(dir, "runs-terminal");
    const words = [process.execPath, mainScript, "run", "--command", "sleep 0.1", "--blocks", "500"];
    const child = spawn("python3", ["-c", script, ...words, "--runs-dir", runsDir], {
      cwd: dir,
      env: { PATH: process.env.PATH, TERM: "xterm", ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let status = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      status += text;
    });
    await new Promise((resolve) => child.once("close", resolve));
    // Exit code 130, by no signal.
    expect(Number(status)).toBe(130 << 8);
    expect(runsIn(runsDir).map((run) => run.status)).toEqual(["interrupted"]);
  });
});

describe.skipIf(process.platform === "win32")("a folder for temporary files", () => {
  it.each([
    ["is missing", "/is/not/there", "there is no such file or folder (ENOENT)"],
    ["cannot be written to", "/proc", ""],
  ])("that %s is told before anything is recorded", async (_, TMPDIR, words) => {
    const runsDir = join(dir, "runs-none");
    const child = spawn(process.execPath, [mainScript, "run", "workers", "--blocks", "1", "--runs-dir", runsDir], {
      cwd: dir,
      env: { PATH: process.env.PATH, ...env, TMPDIR },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const exitCode = await new Promise((resolve) => child.once("close", resolve));
    expect(stderr).toContain(`cannot make a temporary folder in ${TMPDIR} (TMPDIR): ${words}`);
    expect(exitCode).toBe(2);
  });
});
