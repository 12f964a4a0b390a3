import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cell, experiment } from "../../analysis/make-run.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook, write } = folderOfRuns();
const asked = ["--runs-dir", dir];
const studyHash = "a".repeat(64);
let [first, second, none, other] = ["", "", "", ""];

beforeAll(() => {
  first = write(1, { studyHash });
  second = write(2, { studyHash });
  none = write(3, { studyHash, times: [], status: "interrupted" });
});

describe("a run that was interrupted before its first trial", () => {
  it("is neither the latest nor the previous, nor the one that a study's name means", async () => {
    expect((await scalebook("show", "latest", ...asked)).out).toContain(second);
    expect((await scalebook("show", "lab", ...asked)).mistake).toContain(`${first}, ${second}`);
    const { reference, run } = JSON.parse((await scalebook("check", "--json", ...asked)).out);
    expect([reference.id, reference.as, run.id]).toEqual([first, "previous", second]);
  });

  it("is no baseline", async () => {
    const { exitCode, mistake } = await scalebook("baseline", "set", none, ...asked);
    expect(exitCode).toBe(2);
    expect(mistake).toBe(`${none} has no trials: no run can be held against it; name one that finished`);
  });

  it.each(["run", "reference"])("does not pass a check, as the %s", async (side) => {
    const [run, reference] = side === "run" ? [none, second] : [second, none];
    const { exitCode, mistake, out } = await scalebook("check", run, "--against", reference, ...asked);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(mistake).toBe(`${run} cannot be compared with ${reference}: no cell was timed in both: record them again`);
  });

  it("is not what a folder without runs is told of", async () => {
    const empty = join(dir, "none");
    expect(await scalebook("verify", "--runs-dir", empty)).toMatchObject({
      exitCode: 2,
      mistake: `there is no folder ${empty}: give that of the run files with --runs-dir`,
    });
    mkdirSync(empty);
    expect((await scalebook("verify", "--runs-dir", empty)).out).toBe(`${empty} holds no runs: nothing was checked\n`);
  });

  it("is named where there is no other", async () => {
    for (const id of [first, second]) rmSync(join(dir, `${id}.json`));
    const words = `${dir} holds no run that can be used: the last, ${none}, has no trials; record it again`;
    for (const command of ["show", "check", "analyse"])
      expect((await scalebook(command, "latest", ...asked)).mistake).toBe(words);
    other = write(4, { experiments: [experiment([cell({ strategy: "process-pool", workers: 3 }, [1, 2])])] });
    const { exitCode, mistake } = await scalebook("check", other, "--against", none, ...asked);
    expect(exitCode).toBe(2);
    expect(mistake).toContain("they have no cell in common");
  });
});
