import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { workplaceInside } from "../harness.js";

const { dir, scalebook } = workplaceInside();
const study = ["run", "workers", "--workers", "1", "--strategies", "sequential,thread-pool", "--tasks", "1"];

const readRun = (file: string): Run => parseRun(JSON.parse(readFileSync(join(dir, file), "utf8")), file);
const blocksOf = ({ experiments }: Run) => experiments[0]?.cells[0]?.trials.map(({ block }) => block);

/** Records, and gives what was printed as JSON with the run. */
async function record(...args: string[]) {
  const { stdout, stderr, exitCode } = await scalebook(...args, "--json");
  if (exitCode !== 0) throw new Error(stderr);
  const printed = JSON.parse(stdout);
  return { printed, run: readRun(printed.file) };
}

let parent: Run;
let child: Run;

beforeAll(async () => {
  ({ run: parent } = await record(...study, "--task-time", "2ms", "--blocks", "4", "--seed", "9", "--label", "first"));
});

describe("scalebook run --precision", () => {
  it("ends once the intervals are narrow enough, after ten blocks at the earliest", async () => {
    const args = [...study, "--sizes", "2e6", "--precision", "50%", "--runs-dir", "precise"];
    const { run, printed } = await record(...args, "--seed", "3");
    expect(run.plan).toMatchObject({ precision: { targetPercent: 50 }, budgetMs: 600_000 });
    expect(run.plan?.blocksFinished).toBeGreaterThanOrEqual(10);
    expect(run.plan?.blocksPlanned).toBe(run.plan?.blocksFinished);
    expect(run.plan?.precision?.reached).toBe(true);
    expect(run.plan?.precision?.widestPercent).toBeLessThanOrEqual(50);
    expect(printed.precision).toMatchObject({ reached: true, headlines: 1, open: [] });
    expect(run.command).toContain("--precision 50% --seed 3");
  });

  it("ends with its budget, says what is not there yet and what would likely do", async () => {
    const extent = ["--precision", "0.1%", "--budget", "2s", "--runs-dir", "precise"];
    const { stdout, stderr } = await scalebook(...study, "--sizes", "2e6", "--strategies", "sequential", ...extent);
    expect(stderr).toContain("until every interval is within ±0.1 %, at most");
    expect(stderr).toMatch(/widest interval .*, wanted ±0.1 %/);
    expect(stdout).toContain("Precision: 1 of 1 times are not within ±0.1 % yet");
    expect(stdout).toMatch(/About [\d,]+ more repeats/);
  });
});

describe("scalebook run --extend", () => {
  it("records more blocks of the same study, numbered on, with the same sizes and seed", async () => {
    const recorded = await record("run", "--extend", parent.id, "--blocks", "2");
    child = recorded.run;
    expect(child).toMatchObject({ parent: parent.id, seed: 9, study: parent.study, studyHash: parent.studyHash });
    expect(child.label).toBeUndefined();
    expect([blocksOf(parent), blocksOf(child)]).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
    const factors = (run: Run) => run.experiments[0]?.cells.map((cell) => cell.factors);
    expect(factors(child)).toEqual(factors(parent));
    expect(child.calibration?.map(({ n, takenFrom }) => [n, takenFrom])).toEqual(
      parent.calibration?.map(({ n }) => [n, parent.id]),
    );
    expect(child.command).toBe(
      `scalebook run workers --workers 1 --strategies sequential,thread-pool --task-time 2ms --tasks 1 --blocks 2 --extend ${parent.id}`,
    );
    const files = [
      { id: parent.id, blocks: 4 },
      { id: child.id, blocks: 2 },
    ];
    expect(recorded.printed).toMatchObject({ parent: parent.id, pooled: { files, missing: null } });
  });

  it("records as many as the first time where nobody says, and goes on from the last of the line", async () => {
    const plan = JSON.parse((await scalebook("run", "--extend", child.id, "--plan", "--json")).stdout);
    expect([plan.blocks, plan.cells.length]).toEqual([2, 2]);
    const third = (await record("run", "--extend", child.id, "--blocks", "1")).run;
    expect(blocksOf(third)).toEqual([6]);
    const { pooled, blocks } = JSON.parse((await scalebook("analyse", third.id, "--json")).stdout);
    expect(pooled.files.map(({ id }: { id: string }) => id)).toEqual([parent.id, child.id, third.id]);
    expect(blocks).toEqual({ min: 7, max: 7 });
    rmSync(join(dir, "runs", `${third.id}.json`));
  });

  it("is shown, analysed and compared with the blocks of both", async () => {
    const line = `Pooled: 4 repeats of ${parent.id}, 2 repeats of this run`;
    const shown = (await scalebook("show", child.id)).stdout;
    expect(shown).toContain(line);
    expect(shown).toContain(`extends   ${parent.id}`);
    expect(shown).toMatch(/sequential +6 /);
    expect((await scalebook("analyse", child.id)).stdout).toContain(line);
    expect(JSON.parse((await scalebook("show", child.id, "--json")).stdout)).toEqual(child);
    const { run: other } = await record(...study, "--task-time", "2ms", "--blocks", "3");
    expect((await scalebook("compare", other.id, child.id)).stdout).toContain(`with the repeats of ${parent.id}`);
    const own = await scalebook("compare", parent.id, child.id);
    expect(own.stdout).toContain("each stands here with its own repeats");
    expect(JSON.parse((await scalebook("compare", parent.id, child.id, "--json")).stdout).cells[0].n).toBe(2);
  });

  it("says that the parent is missing, and stands alone", async () => {
    cpSync(join(dir, "runs", `${child.id}.json`), join(dir, "alone", `${child.id}.json`));
    const { stdout, exitCode } = await scalebook("show", "latest", "--runs-dir", "alone");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Pooled: 2 repeats of this run; not those of ${parent.id}: it is not at hand`);
  });

  it.each<[string, (run: Run) => void, string]>([
    [
      "another machine",
      (run) => {
        run.machine.id = "m-000000000000";
        run.machine.name = "elsewhere";
      },
      'it was recorded on another machine, "elsewhere"',
    ],
    [
      "another Node",
      (run) => {
        run.software.node = "18.0.0";
      },
      'it was recorded on Node "18.0.0", not on Node',
    ],
    [
      "a changed study",
      (run) => {
        run.studyHash = "0".repeat(64);
      },
      "the study is not the same as it was then",
    ],
    [
      "an import",
      (run) => {
        run.origin = { format: "csv", file: "x.csv", sha256: "0".repeat(64), note: "" };
      },
      "it was imported",
    ],
    [
      "no trials",
      (run) => {
        for (const cell of run.experiments[0]?.cells ?? []) cell.trials = [];
      },
      "it has no trials",
    ],
    [
      "no sizes",
      (run) => {
        run.calibration = [];
      },
      "it does not say which size of random-loop it used",
    ],
    [
      "no command",
      (run) => {
        run.command = "runStudy of lab";
      },
      "it was not recorded by scalebook run",
    ],
    [
      "a command of its own",
      (run) => {
        run.command =
          "scalebook run --command 'touch gotcha {workers}' --twin --workers 1,2 --blocks 9 --timeout 5s --seed 1";
      },
      "from the folder of then: scalebook run --command 'touch gotcha {workers}' --twin --workers 1,2 --extend {id} --blocks 1 --timeout 5s --runs-dir alone",
    ],
  ])("refuses a run of %s", async (_what, change, message) => {
    const other = structuredClone(parent);
    change(other);
    writeFileSync(join(dir, "alone", `${parent.id}.json`), JSON.stringify(other));
    const { exitCode, stderr } = await scalebook("run", "--extend", parent.id, "--blocks", "1", "--runs-dir", "alone");
    expect(stderr).toContain(message.replace("{id}", parent.id));
    expect([exitCode, stderr.includes("    at ")]).toEqual([2, false]);
    expect(readdirSync(dir)).not.toContain("gotcha");
  });

  it.each([
    [["--seed", "1"], "--seed and --extend were both given"],
    [["--workers", "1,2"], "the study is not the same as it was then"],
    [["--runs-dir", "elsewhere"], "cannot be extended: it lies in another folder; give --runs-dir "],
  ])("refuses %j beside it", async (more, message) => {
    const { exitCode, stderr } = await scalebook("run", "--extend", join("runs", `${parent.id}.json`), ...more);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it("goes on with a command of the user's where that is given again, and tells when it was done before", async () => {
    const own = ["run", "--command", `${process.execPath} -e 1`];
    const { run: first } = await record(...own, "--blocks", "2", "--runs-dir", "own");
    const again = await record(...own, "--extend", first.id, "--blocks", "1", "--runs-dir", "own");
    expect(blocksOf(again.run)).toEqual([2]);
    const { stderr } = await scalebook(...own, "--extend", first.id, "--blocks", "1", "--runs-dir", "own");
    expect(stderr).toContain(`${first.id} was extended before, by ${again.run.id}`);
    const changed = await scalebook("run", "--command", "true", "--extend", first.id, "--runs-dir", "own");
    expect(changed.stderr).toContain(
      `; it was recorded by scalebook run --command '${process.execPath} -e 1' --blocks 2 --seed`,
    );
  });
});
