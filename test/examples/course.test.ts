import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../src/record/schema/parse-run.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import { workplace } from "../cli/harness.js";
import { has } from "../needs.js";

const { dir, scalebook } = workplace();
const course = join(dir, "course");
cpSync(fileURLToPath(new URL("course", import.meta.url)), course, { recursive: true });

/** What a line of Python in the folder of the course prints. */
async function python(...args: string[]): Promise<string[]> {
  return (await execa("python3", ["-B", ...args], { cwd: course })).stdout.split("\n");
}

async function record(...args: string[]): Promise<Run> {
  const { stdout, stderr, exitCode } = await scalebook("run", ...args, "--json");
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining("repeat 2 of 2")]);
  const { file } = JSON.parse(stdout);
  return parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file);
}

describe.skipIf(!has("python3"))("the programs of the course", () => {
  it("are recorded together, with the same results under every strategy", async () => {
    const study = ["--study", "course/course.yaml", "--sizes", "200", "--workers", "2", "--blocks", "2"];
    const { experiments } = await record(...study);
    const ids = ["growing-batch", "cores", "printing", "small-vs-large-n", "threads", "files"];
    expect(experiments.map(({ id }) => id)).toEqual(ids);
    const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
    expect(trials.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(trials).toHaveLength(46);
    const printed = experiments.find(({ id }) => id === "printing")?.cells.map((cell) => cell.trials[0]);
    expect(printed?.map((trial) => trial?.figures)).toMatchObject([
      { processes: 1, threads: 1 },
      { processes: 1, threads: 4 },
      { processes: 4, threads: 4 },
    ]);
    expect(printed?.[0]?.notes?.["task-4"]).toMatch(/^I am task 4, in process \d+, thread 0$/);
  }, 120_000);

  it("share N whole, count what they write, and draw the same numbers again", async () => {
    const lines = [
      "import defs, shared_sum",
      "print(sum(count for count, _ in shared_sum.inputs(1001)), sum(map(shared_sum.task, shared_sum.inputs(1001))))",
      "print(defs.write(1001, 7), defs.append(9, 1) == defs.append(9, 1) != defs.append(9, 2))",
    ];
    const [shared, others] = await python("-c", lines.join("\n"));
    const [n, sum] = (shared as string).split(" ").map(Number);
    expect(n).toBe(1001);
    expect(Math.abs(Number(sum) / 1001 - 5)).toBeLessThan(1);
    expect(others).toBe("1001 True");
  });

  it("print from four processes where nobody measures", async () => {
    // Lines that are written at once may share one.
    const said = [...(await python("printing.py")).join("\n").matchAll(/I am task (\d), in process (\d+), thread 0/g)];
    expect(said.map(([, task]) => task).sort()).toEqual(["1", "2", "3", "4"]);
    expect(new Set(said.map(([, , process]) => process)).size).toBe(4);
  });
});
