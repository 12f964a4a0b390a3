import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tidyRun } from "../../../src/record/schema/finish-run.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";
import { noisyTimes } from "../../analysis/sample-run.js";
import { workplaceInside } from "../harness.js";

const { dir, scalebook } = workplaceInside();
const ids: string[] = [];

/** Writes a run of two cells, an hour after the one before; `factors` multiply their times. */
function write(factors: readonly number[], blocks = 20): string {
  const at = `2026-11-21T0${ids.length + 1}:00:00.000Z`;
  const times = noisyTimes(ids.length + 1, blocks);
  const cells = factors.map((factor, index) =>
    cell({ strategy: "thread-pool", workers: index + 1, tasks: 8, n: 100 }, times(100 * factor)),
  );
  const { id: _, ...run } = makeRun([experiment(cells)], {
    startedAt: at,
    finishedAt: at,
    machine: { id: "m-2", name: "two | cores", cpuModel: "Example CPU" },
  });
  const whole = tidyRun({ ...run, label: `run-${ids.length}` });
  mkdirSync(join(dir, "runs"), { recursive: true });
  writeFileSync(join(dir, "runs", `${whole.id}.json`), JSON.stringify(whole));
  ids.push(whole.id);
  return whole.id;
}

beforeAll(() => {
  write([1, 1]);
  write([1, 1]);
  write([1, 1.2]);
  write([0.8, 1.03], 3);
});

describe("scalebook check", () => {
  it("passes where nothing became slower, and names what it was held against", async () => {
    const { stdout, exitCode } = await scalebook("check", "run-1");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`reference  ${ids[0]}`);
    expect(stdout).toContain("(previous)");
    expect(stdout).toContain("Of 2 combinations: 2 equal within 3 %. A change counts from 2 % on.");
    expect(stdout).toMatch(/Passed\.\s*$/);
  });

  it("exits with 3 on a verified change of the kind asked for", async () => {
    const { stdout, exitCode } = await scalebook("check", "run-2");
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/2 workers\s+\+\d+\.\d %\s+.*slower/);
    expect(stdout).toContain("Failed: workers: 2 workers.");
    expect((await scalebook("check", "run-2", "--floor", "50%")).exitCode).toBe(0);
    // The other way round it became faster.
    const back = ["check", "run-1", "--against", "run-2"];
    expect((await scalebook(...back)).exitCode).toBe(0);
    expect((await scalebook(...back, "--fail-on", "changed")).exitCode).toBe(3);
  });

  it("takes too little evidence for no failure, unless asked", async () => {
    const few = ["check", "run-3", "--against", "run-2", "--floor", "40%"];
    const { stdout, exitCode } = await scalebook(...few);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Passed: what is not shown is no failure unless --fail-on undecided");
    expect((await scalebook(...few, "--fail-on", "slower,undecided")).exitCode).toBe(3);
  });

  it("writes Markdown that a machine's name cannot break, and JSON", async () => {
    const { stdout } = await scalebook("check", "run-2", "--format", "md");
    expect(stdout).toMatch(/^### Scalebook check failed\n/);
    const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row.split(" | ").length))).toEqual(new Set([5]));
    expect(stdout).toContain("two \\| cores");
    const json = JSON.parse((await scalebook("check", "run-2", "--json")).stdout);
    expect(json).toMatchObject({
      reference: { id: ids[1], as: "previous" },
      run: { id: ids[2] },
      failed: true,
      failing: [{ experiment: "workers", outcome: "slower" }],
      counts: { slower: 1, same: 1 },
      control: null,
    });
    expect(json.cells[1].changePercent).toBeGreaterThan(15);
  });

  it("keeps a baseline for each study and kind of machine, and goes by it", async () => {
    expect((await scalebook("baseline", "show")).stdout).toContain("has no baseline");
    expect((await scalebook("check", "--against", "baseline")).stderr).toContain("baseline set");
    expect((await scalebook("baseline", "set", "run-2")).exitCode).toBe(0);
    expect((await scalebook("baseline", "set", "run-0")).stdout).toContain(ids[0]);
    expect(readFileSync(join(dir, "runs", "baselines"), "utf8")).toBe(`${ids[0]}\n`);
    expect((await scalebook("baseline", "show")).stdout).toMatch(/run-0/);
    const { stdout } = await scalebook("check", "run-2");
    expect(stdout).toContain(`reference  ${ids[0]}`);
    expect(stdout).toContain("(baseline)");
    // The baseline itself is held against what came before it, which is nothing.
    const first = await scalebook("check", "run-0");
    expect([first.exitCode, first.stderr.includes("has no run before")]).toEqual([2, true]);
    expect((await scalebook("baseline", "clear")).stdout).toContain(ids[0]);
    expect((await scalebook("check", "run-2")).stdout).toContain("(previous)");
  });

  it.each([
    [["check", "--fail-on", "worse"], '--fail-on has "worse": give slower, changed, undecided'],
    [["check", "--floor", "5"], '--floor is "5"'],
    [["check", "--format", "html"], '--format is "html"'],
    [["check", "run-0", "--against", "run-0"], "it is the same run"],
    [["check", "nothing"], "no run in runs is called"],
    [["baseline", "put", "run-0"], 'baseline has "put"'],
    [["baseline", "set"], "baseline set needs a run"],
    [["baseline", "show", "run-0"], "baseline show takes no run"],
  ])("%j is the user's mistake: %s", async (args, message) => {
    const { exitCode, stderr } = await scalebook(...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
