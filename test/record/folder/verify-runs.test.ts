import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { writeBaselines } from "../../../src/record/folder/baselines.js";
import { writeRun } from "../../../src/record/folder/run-store.js";
import { verifyRuns } from "../../../src/record/folder/verify-runs.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { watchedOpens } from "../failing-files.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../sample.js";

const hash = "a".repeat(64);
const parent = sampleRun({ studyHash: hash });

function child(changes: Parameters<typeof sampleRun>[0] = {}) {
  const cells = [{ factors: { strategy: "sequential", workers: 1, tasks: 8 }, trials: [sampleTrial({ block: 5 })] }];
  const experiments = [{ id: "workers", title: "Workers", division: "tasks" as const, cells }];
  return sampleRun({ studyHash: hash, parent: parent.id, experiments, ...changes });
}

it("finds a sound archive sound, this project's own as well", async () => {
  const dir = await temporaryFolder();
  await writeRun(dir, parent, { compress: true });
  await writeRun(dir, child());
  const { fs, opened } = watchedOpens();
  expect(await verifyRuns(dir, fs)).toEqual({ runs: 2, errors: [], warnings: [] });
  expect(opened.toSorted()).toEqual([`${parent.id}.json.gz`, `${child().id}.json`].toSorted());
  const own = await verifyRuns(fileURLToPath(new URL("../../../runs/examples/", import.meta.url)));
  expect(own.runs).toBeGreaterThan(0);
  expect(own.errors).toEqual([]);
});

it("tells a changed file by the hash in its id, whatever else is in order", async () => {
  const dir = await temporaryFolder();
  const { file } = await writeRun(dir, parent);
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace('"wallMs":100', '"wallMs":90'));
  const [error] = (await verifyRuns(dir)).errors;
  expect(error?.message).toMatch(/its id is \S+, and its content calls for \S+: the file was changed/);
  await writeFile(file, JSON.stringify(JSON.parse(text), null, 2));
  expect((await verifyRuns(dir)).errors).toEqual([]);
});

it("tells a file that is not named after its run, one that cannot be read, and two of one id", async () => {
  const dir = await temporaryFolder();
  const { file } = await writeRun(dir, parent);
  await rename(file, join(dir, "x.json"));
  await writeFile(join(dir, "broken.json"), "{");
  await writeFile(join(dir, "y.json"), JSON.stringify({ ...parent, label: "forged" }));
  const { errors } = await verifyRuns(dir);
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringContaining("broken.json: is not JSON"),
    expect.stringContaining(`x.json: its name is not its id, ${parent.id}: rename it`),
    expect.stringContaining("y.json: has the id of"),
  ]);
});

it("warns of a parent that is not there, and takes one that does not fit for an error", async () => {
  const dir = await temporaryFolder();
  const { file } = await writeRun(dir, child());
  expect(await verifyRuns(dir)).toMatchObject({
    errors: [],
    warnings: [
      { message: `${file}: goes on with ${parent.id}, whose blocks cannot be pooled with it: it is not at hand` },
    ],
  });
  await writeRun(dir, parent);
  const unfit = await writeRun(dir, child({ seed: 8 }));
  const { errors, warnings } = await verifyRuns(dir);
  expect(warnings).toEqual([]);
  expect(errors.map(({ message }) => message)).toEqual([
    `${unfit.file}: goes on with ${parent.id}, whose blocks cannot be pooled with it: its seed is another`,
  ]);
});

it("warns of a run that did not finish", async () => {
  const dir = await temporaryFolder();
  const journal = await openJournal(dir, sampleHeader());
  expect((await verifyRuns(dir)).warnings[0]?.message).toContain("is being recorded");
  await journal.discard();
});

it("warns of a baseline that is not there", async () => {
  const dir = await temporaryFolder();
  await writeRun(dir, parent);
  await writeBaselines(dir, [parent.id, child().id]);
  const { errors, warnings } = await verifyRuns(dir);
  expect(errors).toEqual([]);
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining(`the baseline ${child().id} is not there`),
  ]);
});
