import { spawnSync } from "node:child_process";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Io } from "../../src/cli/command.js";
import { runProgram } from "../../src/cli/program.js";
import { mainScript } from "../built.js";
import { workplace } from "./harness.js";

const { dir, scalebook } = workplace();

writeFileSync(join(dir, "slip.mjs"), "const a = 1;\n\nconst b = = 2;\n");
writeFileSync(join(dir, "never.mjs"), "await new Promise(() => {});\nexport default {};\n");
writeFileSync(join(dir, "pending.mjs"), "export default { then() {} };\n");
writeFileSync(join(dir, "quits.mjs"), "process.exit(0);\n");

describe("the command line", () => {
  it("prints help for itself and for each command, with examples", async () => {
    const help = await scalebook("--help");
    expect(help.exitCode).toBe(0);
    const commands = [
      "start",
      "run",
      "build",
      "preview",
      "list",
      "show",
      "analyse",
      "compare",
      "import",
      "report",
      "worker",
    ];
    for (const command of commands) {
      expect(help.stdout).toContain(command);
      const own = await scalebook(command, "--help");
      expect(own.exitCode).toBe(0);
      expect(own.stdout).toContain(`$ scalebook ${command}`);
    }
  });

  it("prints its version", async () => {
    expect((await scalebook("--version")).stdout).toMatch(/scalebook\/\d+\.\d+\.\d+/);
  });

  it.each([
    [["lst"], "did you mean list?"],
    [["frobnicate"], "there are start, run"],
    [["run", "--wokers", "2"], "did you mean --workers?"],
    [["run", "workerz"], "did you mean workers?"],
    [["run", "--workers"], "--workers needs a value"],
    [["run", "--workers", "0"], "--workers has 0"],
    [["run", "--strategies", "thread-pol"], "did you mean thread-pool?"],
    [["run", "--blocks", "0"], '--blocks is "0"'],
    [["run", "--blocks", "3", "--budget", "5s"], "--blocks and --budget"],
    [["run", "--budget", "90"], "90s"],
    [["run", "--seed", "-1"], "--seed"],
    [["run", "--study", "none.yaml"], "none.yaml cannot be read"],
    [["run", "--study", "slip.mjs"], "slip.mjs:3 cannot be loaded: SyntaxError"],
    [
      ["run", "--study", "never.mjs"],
      "never.mjs cannot be loaded: it waits, in an await at its top level or for its default export, for something",
    ],
    [["run", "--study", "pending.mjs"], "pending.mjs cannot be loaded: it waits"],
    [["run", "--study", "quits.mjs"], "quits.mjs cannot be loaded: it ends the program that loads it"],
    [["show"], "show needs <run>"],
    [["show", "nothing"], "record one with"],
    [["compare", "a"], "compare needs <run>"],
    [["list", "extra"], 'list takes options alone, and "extra" is one too many: scalebook list --help explains'],
    [["show", "a", "b"], 'show takes <run>, and "b" is one too many'],
    [["list", "--json=yes"], "--json takes no value"],
    [["import", "xml", "f"], 'no format "xml"'],
    [["import", "csv", "none.csv"], "cannot read none.csv"],
    [["preview", "--out", "nowhere"], "scalebook build first"],
    [["preview", "--port", "x"], '--port is "x"'],
    [["--json", "list"], "give a command first"],
  ])("%j is the user's mistake: %s", async (args, message) => {
    const { exitCode, stderr, stdout } = await scalebook(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  it.runIf(process.platform === "linux")("says that the disk behind its output is full", () => {
    const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
    const { status, stderr } = spawnSync(process.execPath, [mainScript, "experiments"], { stdio: [...stdio] });
    expect(status).toBe(2);
    expect(String(stderr)).toMatch(/^scalebook: cannot write the output: .* \(ENOSPC\)\n$/);
  });

  it("lists an empty archive kindly", async () => {
    const { exitCode, stdout } = await scalebook("list");
    expect([exitCode, stdout]).toEqual([0, "No runs in runs: record one with scalebook run"]);
    expect((await scalebook("list", "--json")).stdout).toBe("[]");
  });

  it("plans no time for commands, which it does not run, and no number of blocks that depends on it", async () => {
    const args = ["run", "--command", "node -e 0", "--plan"];
    const plan = async (...more: string[]) => JSON.parse((await scalebook(...args, ...more, "--json")).stdout);
    expect(await plan()).toMatchObject({ blocks: null, expectedMs: null, cells: [{ expectedMs: null }] });
    expect(await plan("--blocks", "3")).toMatchObject({ blocks: 3, expectedMs: null });
    expect((await scalebook(...args)).stdout).toContain("is known after the first repeat; nothing was recorded");
  });

  it("plans by trying cells, and records nothing", async () => {
    const { stdout, exitCode } = await scalebook(
      "run",
      "workers",
      "--workers",
      "1..3",
      "--sizes",
      "1e6",
      "--blocks",
      "4",
      "--plan",
      "--json",
    );
    expect(exitCode).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan.blocks).toBe(4);
    expect(plan.cells).toHaveLength(7);
    expect(plan.expectedMs).toBeGreaterThan(500);
    expect((await scalebook("list", "--json")).stdout).toBe("[]");
  });
});

const printed: string[] = [];
const io: Io = {
  out: (text) => void printed.push(text),
  drained: async (text) => void printed.push(text),
  err: () => {},
  isTerminal: false,
  columns: Number.POSITIVE_INFINITY,
  env: {},
  onInterrupt: () => () => {},
};
afterEach(() => printed.splice(0));

describe("help", () => {
  it("is wrapped to the terminal behind its column of names, and keeps examples whole", async () => {
    const info = vi.spyOn(console, "info").mockImplementation(() => {});
    for (const args of [["--help"], ["check", "--help"], ["import", "--help"]]) {
      await runProgram(args, { ...io, columns: 60 });
      const lines = String(info.mock.calls.at(-1)).split("\n");
      expect(lines.filter((line) => line.length > 60 && !line.startsWith("  $ "))).toEqual([]);
      await runProgram(args, io);
      const words = (text: string) => text.split(/\s+/);
      expect(words(lines.join(" "))).toEqual(words(String(info.mock.calls.at(-1))));
    }
    info.mockRestore();
  });
});

describe("a command's result", () => {
  it("is printed as one line of JSON with --json", async () => {
    expect(await runProgram(["experiments", "--json"], io)).toBe(0);
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed.join(""))).toContainEqual(expect.objectContaining({ id: "workers" }));
  });

  it("is printed as text without it", async () => {
    expect(await runProgram(["experiments"], io)).toBe(0);
    expect(printed.join("")).toMatch(/^experiment .*\n[\s\S]*scalebook init\n$/);
  });

  it("has an exit code of its own", async () => {
    writeFileSync(join(dir, "broken.json"), "{");
    expect(await runProgram(["verify", "--runs-dir", dir], io)).toBe(3);
    expect(printed.join("")).toMatch(/^error: .*\n0 runs checked: 1 error, 0 warnings\n$/);
  });
});
