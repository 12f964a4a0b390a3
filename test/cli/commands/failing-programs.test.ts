import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { has } from "../../needs.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook } = folderOfRuns();
const node = process.execPath;

const programs: Record<string, string> = {
  "exits.sh": 'echo "line one" >&2; echo "config.toml: no such section" >&2; exit 1',
  "killed.sh": "kill -SEGV $$",
  "talks.sh": 'echo "checking input"; echo "cannot open data.bin"; exit 4',
  "silent.sh": "exit 5",
  "throws.mjs": "import { helper } from './helper.mjs';\nexport const task = (input) => helper(input);\n",
  "helper.mjs": "export function helper(input) {\n  return input.rows.length;\n}\n",
  "imports.mjs": "import { x } from './missing-part.mjs';\nexport const task = () => x;\n",
  "throws.js": "function deep() {\n  throw new RangeError('size is 0');\n}\ndeep();\n",
  "some.sh": 'if [ "$1" -gt 1 ]; then echo "no more than one worker" >&2; exit 3; fi',
  "asks.py": "import os\nos.get_terminal_size()\n",
  "raises.py": "def work():\n    raise ValueError('size is 0')\nwork()\n",
  "eats.py": "x = bytearray(10 ** 16)\n",
};
const place = mkdtempSync(join(tmpdir(), "scalebook-failing-"));
const before = process.cwd();
beforeAll(() => {
  for (const [name, code] of Object.entries(programs)) writeFileSync(join(place, name), code);
  process.chdir(place);
});
afterAll(() => process.chdir(before));

async function run(...args: string[]) {
  const printed = await scalebook("run", ...args, "--blocks", "2", "--control", "0%", "--runs-dir", dir);
  return { ...printed, lines: (printed.mistake === "" ? printed.err : printed.mistake).split("\n") };
}

const module = (file: string) => [
  "--module",
  `./${file}`,
  "--sizes",
  "1",
  "--strategies",
  "sequential",
  "--tasks",
  "1",
];
const onBash = [
  ["a missing file", ["--command", "bash none.sh"], "there is no file none.sh for bash to run"],
  ["a missing program", ["--command", "no-such-interpreter x.q"], "there is no program no-such-interpreter"],
  ["a wrong flag", ["--command", `${node} --no-such-flag throws.js`], "exit code 9: *bad option: --no-such-flag"],
  ["exit code 1", ["--command", "bash exits.sh"], "bash exits.sh failed: exit code 1: config.toml: no such section"],
  ["a signal", ["--command", "bash killed.sh"], "bash killed.sh failed: ended by SIGSEGV"],
  ["an error on its standard output", ["--command", "bash talks.sh"], "exit code 4: cannot open data.bin"],
  ["no word at all", ["--command", "bash silent.sh"], "bash silent.sh failed: exit code 5"],
  ["an uncaught error", ["--command", `${node} throws.js`], "exit code 1: RangeError: size is 0"],
  ["a module that throws", module("throws.mjs"), "TypeError: Cannot read properties of undefined (reading 'length')"],
  ["a bad import", module("imports.mjs"), "missing-part.mjs' imported from"],
] as const;
const onPython = [
  ["a need for a terminal", ["--command", "python3 asks.py"], "exit code 1: OSError: [Errno 25] Inappropriate ioctl"],
  ["an exception", ["--command", "python3 raises.py"], "exit code 1: ValueError: size is 0"],
  ["no memory", ["--command", "python3 eats.py"], "out of memory: MemoryError"],
] as const;

function firstLines(lines: readonly string[]): string {
  return lines.slice(0, 3).join("\n");
}

describe.runIf(has("bash"))("a program that always fails is told in the first three lines, with exit code 2", () => {
  it.each(onBash)("%s", async (_, args, answer) => {
    const { exitCode, lines } = await run(...args);
    const [start = "", end = ""] = answer.split("*");
    expect(exitCode).toBe(2);
    expect(firstLines(lines)).toContain(start);
    expect(firstLines(lines)).toContain(end);
  });

  it.runIf(has("python3")).each(onPython)("%s in Python", async (_, args, answer) => {
    const { exitCode, lines } = await run(...args);
    expect(exitCode).toBe(2);
    expect(firstLines(lines)).toContain(answer);
  });

  it("where a module throws, by the lines of its own files", async () => {
    const { err } = await run(...module("throws.mjs"));
    expect(err).toContain("  at helper (helper.mjs:2:21)\n  at task (throws.mjs:2:32)\n");
    expect(err).not.toMatch(/node:|strategies|workloads/);
  });

  it("with several combinations that fail alike once", async () => {
    const { err } = await run("--command", "bash exits.sh {workers}", "--workers", "1,2,4");
    expect(err.match(/failed in all 3 combinations: exit code 1: config/g)).toHaveLength(1);
  });
});

describe.runIf(has("bash"))("a run that failed", () => {
  it("is kept after its first block, and is never the latest, the previous or a baseline", async () => {
    const good = JSON.parse((await run("--command", "bash some.sh 1", "--json")).out);
    const { out, exitCode } = await run("--command", "bash exits.sh", "--json");
    const bad = JSON.parse(out);
    expect([exitCode, bad.status]).toEqual([2, "failed"]);
    expect(bad.failures).toMatchObject([
      {
        experiment: "command",
        combinations: 1,
        error: "exit code 1: config.toml: no such section",
        trace: ["line one"],
      },
    ]);
    const kept = parseRun(JSON.parse(readFileSync(bad.file, "utf8")), bad.file);
    expect(kept.experiments[0]?.cells[0]?.trials).toHaveLength(1);
    const said = async (...args: string[]) => scalebook(...args, "--runs-dir", dir);
    expect(JSON.parse((await said("show", "latest", "--json")).out).id).toBe(good.id);
    expect((await said("list", "--status", "failed")).out).toContain(bad.id);
    expect((await said("show", bad.id)).out.split("\n").slice(0, 2).join("\n")).toBe(
      `${bad.id}  failed\nbash exits.sh failed: exit code 1: config.toml: no such section`,
    );
    expect((await said("baseline", "set", bad.id)).mistake).toContain("failed: no run can be held against it");
    expect((await said("check", bad.id, "--against", good.id)).mistake).toContain("has no times to check");
    expect((await run("--command", "bash exits.sh", "--extend", bad.id)).mistake).toContain("its program failed");
  });

  it("is none where one of several programs fails: that is told at once and at the end, by the exit code as well", async () => {
    const { exitCode, err, out } = await run(
      "--variant",
      "good=bash some.sh 1",
      "--variant",
      "bad=bash exits.sh",
      "--json",
    );
    const told = "exit code 1: config.toml: no such section";
    expect(err).toContain(`bad failed in its one measurement so far: ${told}; the others go on\n`);
    expect(err).toContain(`scalebook: bad failed in all of its 2 measurements: ${told}\n`);
    const { file, status, withoutResult } = JSON.parse(out);
    expect([exitCode, status, withoutResult]).toEqual([2, "complete", ["bad"]]);
    const cells = parseRun(JSON.parse(readFileSync(file, "utf8")), file).experiments.flatMap((one) => one.cells);
    expect(cells.map(({ trials }) => trials.map((trial) => trial.status))).toEqual([
      ["ok", "ok"],
      ["failed", "failed"],
    ]);
  });

  it("is none where only some combinations fail: these are named with their error", async () => {
    const { exitCode, out } = await run("--command", "bash some.sh {workers}", "--workers", "1,2,4");
    expect(exitCode).toBe(0);
    const line = "Failed: 2 workers and 4 workers (all 4 measurements): exit code 3: no more than one worker\n";
    expect(out).toContain(line);
    expect((await scalebook("show", "latest", "--runs-dir", dir)).out).toContain(line);
  });
});
