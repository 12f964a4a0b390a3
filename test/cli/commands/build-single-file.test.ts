import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeRun, workersExperiment } from "../../report/sample-runs.js";
import { workplaceInside } from "../harness.js";

const { dir, scalebook } = workplaceInside();
mkdirSync(join(dir, "runs"));
const first = makeRun({ experiments: [workersExperiment(3)] });
const second = makeRun({
  id: "20261122t061500z-lab-3f9a2d",
  startedAt: "2026-11-22T06:15:00.000Z",
  finishedAt: "2026-11-22T06:16:00.000Z",
  label: "again",
  experiments: [workersExperiment(3)],
});
for (const run of [first, second]) writeFileSync(join(dir, "runs", `${run.id}.json`), JSON.stringify(run));
const read = (name: string) => readFileSync(join(dir, name), "utf8");

describe("scalebook build --single-file", () => {
  it("writes the latest run under its id, and says how large it is", async () => {
    const { stdout, exitCode } = await scalebook("build", "--single-file");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${second.id}: \\d+ charts, \\d+ kB\nFile: ${second.id}\\.html$`));
    expect(read(`${second.id}.html`)).toContain(second.id);
  });

  it("takes the newest run of a study, and says that there are others", async () => {
    const { stdout } = await scalebook("build", "lab", "--single-file", "--out", "handed in/lab.html", "--json");
    const { file, run, bytes } = JSON.parse(stdout) as { file: string; run: string; bytes: number };
    expect({ file, run }).toEqual({ file: "handed in/lab.html", run: second.id });
    expect(Buffer.byteLength(read(file))).toBe(bytes);
    expect(read(file)).toContain("The newest of 2 runs of the study lab");
  });

  it("takes a run by its id or label, and says nothing of others", async () => {
    for (const [name, id] of [
      [first.id, first.id],
      ["again", second.id],
    ] as const) {
      const { stdout } = await scalebook("build", name, "--single-file", "--json", "--out", "one.html");
      expect(JSON.parse(stdout)).toMatchObject({ run: id });
      expect(read("one.html")).not.toContain("The newest of");
    }
  });

  it.each([
    [["build", "lab"], 'build makes a site of all runs: for "lab" alone add --single-file'],
    [["build", "nobody", "--single-file"], "no run in runs is called"],
  ])("%j is a mistake of whoever types it", async (args, message) => {
    const { exitCode, stderr } = await scalebook(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
