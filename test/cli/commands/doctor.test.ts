import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { workplaceInside } from "../harness.js";

// On more, the self-test has a second pair of cells, which takes twice as long as the first and goes the same way.
vi.mock("../../../src/runner/machine/cgroup.js", async (original) => ({
  ...(await original<typeof import("../../../src/runner/machine/cgroup.js")>()),
  usableCores: () => 1,
}));

const { dir, scalebook } = workplaceInside();

describe("scalebook doctor", () => {
  it("prints every check with what was seen, and ends well whatever it found", async () => {
    const { stdout, exitCode } = await scalebook("doctor");
    expect(exitCode).toBe(0);
    for (const title of ["Cores", "CPU quota", "Frequency", "Other programs", "Free memory", "Clock", "Noise floor"]) {
      expect(stdout).toContain(title);
    }
    expect(stdout).toContain("scalebook doctor --self-test");
    expect(stdout).toMatch(/\n(Fit to measure on|Not fit to measure on)/);
  });

  it("fails where it is asked to", async () => {
    const { stdout, exitCode } = await scalebook("doctor", "--json", "--fail-on", "note");
    const { checks, selfTest } = JSON.parse(stdout);
    expect(selfTest).toBeUndefined();
    // The floor is not measured yet: there is one note at least.
    expect(checks.find(({ id }: { id: string }) => id === "floor").status).toBe("note");
    expect(exitCode).toBe(3);
  });

  it.each([
    [["--fail-on", "ok"], '--fail-on is "ok": give bad or note'],
    [["--budget", "5s"], "--budget is for --self-test"],
    [["--self-test", "--blocks", "39"], '--blocks is "39": give a whole number from 40'],
    [["--self-test", "--blocks", "50", "--budget", "5s"], "--blocks and --budget were both given"],
    [["--self-test", "--task-time", "1m"], "--task-time is more than"],
  ])("%j is the user's mistake", async (args, message) => {
    const { stderr, exitCode } = await scalebook("doctor", ...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it("says how much time a self-test needs that got too little", async () => {
    const { stderr, exitCode } = await scalebook("doctor", "--self-test", "--budget", "1s", "--task-time", "1ms");
    expect(stderr).toMatch(/recorded \d+ blocks, and needs 40 that went well: give it more time, about --budget \d+m/);
    expect(exitCode).toBe(2);
    expect(readdirSync(dir).filter((name) => name.startsWith("scalebook-self-test"))).toEqual([]);
  });
});

describe("scalebook doctor --self-test", () => {
  it("measures this machine's noise, which every later run records", { timeout: 180_000 }, async () => {
    const args = ["--self-test", "--blocks", "40", "--task-time", "1ms", "--seed", "4", "--keep"];
    const { stdout, exitCode, stderr } = await scalebook("doctor", ...args, "--json");
    expect(stderr).toContain("repeat 40 of 40 done");
    expect(exitCode).toBe(0);
    const { selfTest } = JSON.parse(stdout);
    const { result, overhead, keptIn, run } = selfTest;
    expect(result.pairs.length).toBeGreaterThan(0);
    expect(result.floorPercent).toBe(
      Math.max(...result.pairs.map(({ noisePercent }: { noisePercent: number }) => noisePercent)),
    );
    expect(overhead.pairs).toBeGreaterThanOrEqual(6);
    expect(overhead.besideMs).toBeGreaterThan(0);

    const read = (file: string) => parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file);
    expect(read(run)).toMatchObject({ study: "self-test", seed: 4, plan: { blocksFinished: 40 } });
    const kept = JSON.parse(readFileSync(keptIn, "utf8"));
    expect(kept).toMatchObject({
      floorPercent: Math.round(Math.min(100, result.floorPercent) * 1_000) / 1_000,
      selfTest: { blocks: 40, comparisons: result.comparisons, measuredAt: read(run).finishedAt },
    });

    const small = ["run", "workers", "--workers", "1", "--strategies", "sequential", "--tasks", "1", "--sizes", "1000"];
    const later = JSON.parse((await scalebook(...small, "--blocks", "1", "--json", "--machine", "renamed")).stdout);
    expect(read(later.file).machine).toMatchObject({
      name: "renamed",
      floorPercent: kept.floorPercent,
      selfTest: kept.selfTest,
    });
    const analysis = JSON.parse((await scalebook("analyse", later.id, "--json")).stdout);
    expect(analysis.floorPercent).toBe(Math.max(2, kept.floorPercent));
    expect(JSON.parse((await scalebook("doctor", "--json")).stdout).checks.at(-1).seen).toContain("measured on");
  });
});
