import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../src/record/schema/parse-run.js";
import { workplace } from "../cli/harness.js";
import { has } from "../needs.js";

const examples = fileURLToPath(new URL(".", import.meta.url));
const { dir, scalebook } = workplace();
cpSync(examples, join(dir, "examples"), { recursive: true, filter: (path) => !path.endsWith(".test.ts") });

const hasPython = has("python3");

async function record(...args: string[]) {
  const { stdout, stderr, exitCode } = await scalebook("run", ...args, "--json");
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining("repeat 1 of 1")]);
  const { file } = JSON.parse(stdout);
  return parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file);
}

function failuresOf(run: Awaited<ReturnType<typeof record>>) {
  const trials = run.experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  expect(trials.length).toBeGreaterThan(0);
  return trials.filter(({ status }) => status !== "ok");
}

describe("the examples", () => {
  it("time the module", async () => {
    const args = ["--module", "examples/count-words.mjs", "--sizes", "3", "--workers", "2", "--blocks", "1"];
    const run = await record(...args);
    expect(failuresOf(run)).toEqual([]);
    expect(run.study).toBe("count-words");
    expect(run.experiments[0]?.cells.map(({ factors }) => factors.tasks)).toEqual([3, 3, 3]);
  });

  it.skipIf(!hasPython)("time the Python programs", async () => {
    const command = "python3 examples/sum_processes.py {n} --workers {workers}";
    const run = await record("--command", command, "--sizes", "1000", "--workers", "1,2", "--blocks", "1");
    expect(failuresOf(run)).toEqual([]);
    expect(run.study).toBe("sum-processes");
    expect(run.experiments[0]).toMatchObject({ title: command, cells: [{ factors: { n: 1000, workers: 1 } }, {}] });
  });

  it.skipIf(!hasPython)("are a study together", async () => {
    const args = ["--study", "examples/study.yaml", "--sizes", "200", "--workers", "2", "--blocks", "1"];
    const run = await record(...args);
    expect(failuresOf(run)).toEqual([]);
    expect(run.experiments.map(({ id }) => id)).toEqual(["node", "python-one-process", "python-workers", "words"]);
  });
});

describe.skipIf(!hasPython)("the Python programs", () => {
  const sum = (script: string, ...args: string[]) =>
    execa("python3", [join(dir, "examples", script), ...args]).then(({ stdout }) => Number(stdout));

  it("agree, whatever does the work", async () => {
    const [processes, threads] = await Promise.all([
      sum("sum_processes.py", "1001", "--workers", "3"),
      sum("sum_threads.py", "1001", "--workers", "3"),
    ]);
    expect(processes).toBe(threads);
    expect(Math.abs(processes / 1001 - 5)).toBeLessThan(1);
    expect(await sum("sum_sequential.py", "0")).toBe(0);
  });
});
