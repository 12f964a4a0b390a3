import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook } = folderOfRuns();

async function refused(...args: string[]): Promise<string> {
  const { exitCode, mistake } = await scalebook("run", ...args, "--runs-dir", join(dir, "runs"));
  expect(exitCode).toBe(2);
  // Not even a journal: nothing was begun.
  expect(readdirSync(dir)).not.toContain("runs");
  return mistake;
}

describe("what a run cannot keep is told before anything is recorded", () => {
  it("a command line of more than 2,000 characters", async () => {
    const told = await refused("--command", `echo ${"x".repeat(1_950)}`, "--blocks", "1");
    expect(told).toMatch(
      /^the command line that records this again has 2\d{3} characters, and a run file keeps 2000: put/,
    );
  });

  it("too many combinations, sizes beyond the limit, and a command that varies in nothing", async () => {
    expect(await refused("workers", "--workers", "1..1000", "--tasks", "1..1000")).toMatch(
      /asks for \d{7} combinations: at most 10000 are recorded; give fewer levels$/,
    );
    expect(await refused("workers", "--sizes", "1e15")).toContain("give whole sizes from 1 to 1e12");
    expect(await refused("--command", "true", "--workers", "1,2,4")).toContain(
      "--workers has 3 levels, and no command line or hook has {workers}: every trial would be of the same program",
    );
  });
});
