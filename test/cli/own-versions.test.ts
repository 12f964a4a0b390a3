import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../src/record/schema/parse-run.js";
import { sha256 } from "../../src/record/schema/run-id.js";
import { workplaceInside } from "./harness.js";

const { dir, scalebook } = workplaceInside();

async function record(...args: string[]) {
  const { stdout, stderr } = await scalebook("run", ...args, "--json");
  if (stdout === "") throw new Error(stderr);
  const { file } = JSON.parse(stdout);
  const run = parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file);
  return { run, stderr, experiment: run.experiments[0], cells: run.experiments[0]?.cells ?? [] };
}

function write(name: string, code: string): string {
  writeFileSync(join(dir, name), code);
  return `./${name}`;
}

const inputs = "export const inputs = (size, { more }) => new Array(3).fill([size, more]);";
const one = write("one.mjs", `${inputs} export const task = (input) => input;`);
const two = write("two.mjs", `${inputs} export const task = (input) => [input, "two"];`);

describe("scalebook run with two modules", () => {
  it("records both and a twin in every block, each loaded by its own path", async () => {
    const { run, experiment, cells, stderr } = await record(
      ...["--module", `before=${one},after=${two}`, "--twin", "--sizes", "4", "--workers", "2"],
      ...["--strategies", "sequential,thread-pool", "--blocks", "2"],
    );
    expect(experiment).toMatchObject({
      versions: { before: "before", after: "after", twin: "before again" },
      workloads: { one: { title: "task of one.mjs or task of two.mjs" } },
    });
    const sums = [one, two].map((path) => sha256(readFileSync(join(dir, path))));
    const files = [experiment?.programs?.before, experiment?.programs?.after].map((program) => program?.files[0]);
    expect(files.map((file) => [file?.path, file?.sha256])).toEqual([
      ["one.mjs", sums[0]],
      ["two.mjs", sums[1]],
    ]);
    expect(experiment?.program).toBeUndefined();
    expect(cells.map(({ factors }) => `${factors.strategy} ${factors.more?.version}`)).toEqual([
      ...["sequential before", "sequential after", "sequential before again"],
      ...["thread-pool before", "thread-pool after", "thread-pool before again"],
    ]);
    const checksums = (version: string) =>
      new Set(
        cells.flatMap(({ factors, trials }) =>
          factors.more?.version === version ? trials.map(({ status, checksum }) => `${status} ${checksum}`) : [],
        ),
      );
    // A task is not told which version it is: the twin gives what the first gives.
    expect(checksums("before").size).toBe(1);
    expect(checksums("before again")).toEqual(checksums("before"));
    expect(checksums("after")).not.toEqual(checksums("before"));
    expect(stderr.match(/after gives other results than before/g)).toHaveLength(1);
    for (const block of [0, 1]) {
      expect(cells.every(({ trials }) => trials.filter((trial) => trial.block === block).length === 1)).toBe(true);
    }
    const again = await record(
      ...["--module", `before=${one},after=${two}`, "--twin", "--sizes", "4", "--workers", "2"],
      ...["--strategies", "sequential,thread-pool", "--blocks", "1", "--extend", run.id],
    );
    expect(again.run).toMatchObject({ parent: run.id, studyHash: run.studyHash });
  });

  it("finds a size on the first and uses it for both", async () => {
    const spin =
      "let x = 1; for (let i = 0; i < size * 1000; i++) x = (x * 16807) % 2147483647; return x; } export const inputs = (size) => [size, size];";
    const slow = write("slow.mjs", `export function task(size) { ${spin}`);
    const quick = write("quick.mjs", `export function task(size) { size /= 10; ${spin}`);
    const { run, cells } = await record(
      ...["--module", `before=${slow},after=${quick}`, "--task-time", "5ms"],
      ...["--strategies", "sequential", "--blocks", "1"],
    );
    expect(run.calibration).toHaveLength(1);
    const [before, after] = cells.map(({ factors }) => factors);
    expect({ ...after, more: {} }).toEqual({ ...before, more: {} });
    expect(before).toMatchObject({ n: run.calibration?.[0]?.n, tasks: 2 });
  });

  it("ends where one of them fails everywhere, and says which", async () => {
    const broken = write("broken.mjs", `${inputs} export const task = () => { throw new Error("no parser"); };`);
    const { run, stderr } = await record(
      ...["--module", `before=${one},after=${broken}`, "--sizes", "4", "--workers", "2", "--blocks", "5"],
    );
    expect(run).toMatchObject({ status: "failed", plan: { blocksFinished: 1 } });
    expect(stderr).toContain(
      "The task of one.mjs and broken.mjs, before and after: after failed in all 3 combinations: Error: no parser",
    );
  });

  it.each([
    [
      "export const task = () => 1;",
      /before has inputs\(size\) and after has none: give two versions that do the same/,
    ],
    [
      "export const inputs = () => [1]; export const task = () => 1;",
      /before makes 3 inputs of size 4, and after 1: give two versions that do the same tasks/,
    ],
  ])("refuses a second one with %s", async (code, message) => {
    const other = write("other.mjs", code);
    await expect(record("--module", `before=${one},after=${other}`, "--sizes", "4")).rejects.toThrow(message);
  });
});

describe.skipIf(process.platform === "win32")("scalebook run with two programs", () => {
  it("fills in the version that it measures, and starts the first again as the twin", async () => {
    const note = write(
      "note.mjs",
      'import { appendFileSync } from "node:fs"; appendFileSync("notes", process.argv.slice(2).join(" ") + "\\n");',
    );
    const line = (name: string) => `${name}=${process.execPath} ${note} ${name} {version} {workers}`;
    const { experiment, cells } = await record(
      ...["--variant", line("before"), "--variant", line("after"), "--twin", "--workers", "1,2", "--blocks", "1"],
    );
    const noted = readFileSync(join(dir, "notes"), "utf8").trim().split("\n");
    const [before, after] = ["before before", "after after"].map((words) => [1, 2].map((n) => `${words} ${n}`));
    expect(noted.sort()).toEqual([...(before ?? []), ...(before ?? []), ...(after ?? [])].sort());
    expect(cells.map(({ factors }) => factors.strategy)).toEqual(new Array(6).fill("command"));
    expect(Object.keys(experiment?.programs ?? {})).toEqual(["before", "after"]);
  });
});
