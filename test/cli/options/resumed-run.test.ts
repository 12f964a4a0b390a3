import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readJournal } from "../../../src/record/journal/read-journal.js";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { blockOrder } from "../../../src/study/schedule.js";
import { folderOfRuns } from "../commands/in-process.js";

const { dir, scalebook } = folderOfRuns();
const place = process.cwd();
process.chdir(dir);
process.env.SCALEBOOK_CONFIG = join(dir, "config");
afterAll(() => process.chdir(place));

const study = ["workers", "--workers", "1", "--strategies", "sequential,thread-pool", "--tasks", "1"];
const plan = [...study, "--task-time", "2ms", "--blocks", "4", "--seed", "9", "--label", "night"];

const readRun = (file: string): Run => parseRun(JSON.parse(readFileSync(file, "utf8")), file);
const trialsOf = ({ experiments }: Run) => experiments.flatMap(({ cells }) => cells.map(({ trials }) => trials));
const placesOf = (run: Run) => trialsOf(run).map((trials) => trials.map(({ block, position }) => [block, position]));

/** What of a run is the same however often it was interrupted: its plan, its cells, and the order of its trials. */
function shapeOf(run: Run) {
  const { study, studyHash, seed, label, command, plan: planned, software, status, calibration } = run;
  return {
    ...{ study, studyHash, seed, label, command, software, status, calibration },
    blocks: [planned?.blocksPlanned, planned?.blocksFinished],
    places: placesOf(run),
    drawn: trialsOf(run).map((trials) => trials.filter(({ timeline }) => timeline !== undefined).length),
    experiments: run.experiments.map(({ cells, workloads: _found, ...experiment }) => ({
      ...experiment,
      cells: cells.map(({ trials: _trials, ...cell }) => cell),
    })),
  };
}

/** The journal that the recording of a run leaves when it is killed, line by line; of its end it knows nothing. */
function journalOf({ id: _id, status: _status, finishedAt: _end, conditions: _load, plan: planned, ...begun }: Run) {
  const at = begun.startedAt;
  const experiments = begun.experiments.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => ({ ...cell, trials: [] })),
  }));
  const run = { ...begun, experiments, ...(begun.control && { control: { ...begun.control, trials: [] } }) };
  const trials = begun.experiments.flatMap(({ cells }, experiment) =>
    cells.flatMap((cell, index) => cell.trials.map((trial) => ({ kind: "trial", experiment, cell: index, trial, at }))),
  );
  trials.sort(({ trial: a }, { trial: b }) => a.block - b.block || (a.position ?? 0) - (b.position ?? 0));
  return [
    { kind: "header", version: 1, writer: { pid: 2 ** 31 - 2, start: "1" }, run, at },
    { kind: "note", plan: { ...planned, blocksFinished: 0, wallMs: 1e6 }, at },
    ...trials,
  ].map((line) => `${JSON.stringify(line)}\n`);
}

/** A folder with the journal of a recording of that run which was killed after so many trials. */
async function killedAfter(run: Run, trials: number, runsDir: string, edit = (text: string) => text) {
  mkdirSync(runsDir, { recursive: true });
  const path = join(runsDir, "killed.journal");
  writeFileSync(
    path,
    edit(
      journalOf(run)
        .slice(0, 2 + trials)
        .join(""),
    ),
  );
  return { path, killed: (await readJournal(path)).run };
}

/** Records, and gives the run with what was said. */
async function record(...args: string[]) {
  const { out, err, mistake } = await scalebook("run", ...args, "--json");
  if (mistake !== "") throw new Error(mistake);
  return { run: readRun(JSON.parse(out).file), err };
}

let whole: Run;
beforeAll(async () => {
  ({ run: whole } = await record(...plan));
});

describe("scalebook run --resume", () => {
  // Before the first trial, within the first block, at its end, within a later one, before the last trial.
  it.each([0, 1, 2, 5, 7])(
    "goes on with what a kill left after %i of 8 trials, and ends as if undisturbed",
    async (done) => {
      const runsDir = `after-${done}`;
      const { killed } = await killedAfter(whole, done, runsDir);
      const { run, err } = await record("--resume", "--runs-dir", runsDir);
      const there = done === 0 ? ", which has no measurement yet" : `: ${done} of 8 measurements are there`;
      expect(err).toContain(`Going on with ${killed.id}${there}\n`);
      expect(shapeOf(run)).toEqual(shapeOf(whole));
      const { id, startedAt, finishedAt } = killed;
      expect(run.resumed).toEqual([{ id, startedAt, finishedAt, trials: done }]);
      for (const [cell, trials] of trialsOf(killed).entries()) {
        const kept = trialsOf(run)[cell]?.slice(0, trials.length);
        expect(kept?.map(({ wallMs }) => wallMs)).toEqual(trials.map(({ wallMs }) => wallMs));
      }
      // The journal is part of the new run, and gone.
      expect(readdirSync(runsDir)).toEqual([`${run.id}.json`]);
      expect((run.plan?.wallMs ?? 0) > 1e6).toBe(done > 0);
    },
  );

  it("goes on with an interrupted run file, which stays as it is, and only once", async () => {
    const { path, killed } = await killedAfter(whole, 4, "file");
    rmSync(path);
    const file = join("file", `${killed.id}.json`);
    writeFileSync(file, JSON.stringify(killed));
    const { run } = await record("--resume", killed.id, "--runs-dir", "file");
    expect(shapeOf(run)).toEqual(shapeOf(whole));
    expect(readRun(file)).toEqual(killed);
    const shown = await scalebook("show", "latest", "--runs-dir", "file");
    expect(shown.out).toContain(`resumed   ${killed.id}, after 4 measurements`);
    const said = async (...args: string[]) => (await scalebook(...args, "--runs-dir", "file")).mistake;
    expect(await said("run", "--resume", killed.id)).toBe(
      `${killed.id} cannot be resumed: ${run.id} went on with it already`,
    );
    expect(await said("run", "--resume")).toBe("file holds no interrupted run: there is nothing to resume");
    expect(await said("check", run.id, "--against", "previous")).toContain("has no earlier run of lab");
  });

  it("measures again what a damaged line lost, at its place in the order, and says how much was recovered", async () => {
    await killedAfter(whole, 6, "damaged", (text) => text.replace('"kind":"trial"', '"kind":"tri\0l"'));
    const listed = await scalebook("list", "--runs-dir", "damaged");
    expect(listed.err).toContain("killed.journal: 1 damaged line left out");
    const { run, err } = await record("--resume", "--runs-dir", "damaged");
    expect(err).toContain("5 of 8 measurements are there, 1 damaged line of its journal left out");
    expect(placesOf(run).map((places) => places.toSorted())).toEqual(placesOf(whole));
  });

  it("says which journal cannot be read where nothing is left to resume, and that another version recorded a run", async () => {
    const { path } = await killedAfter(whole, 2, "beheaded");
    writeFileSync(path, readFileSync(path, "utf8").slice(1));
    expect((await scalebook("run", "--resume", "--runs-dir", "beheaded")).mistake).toMatch(
      /^beheaded holds no interrupted run that can be read: .*killed\.journal: the first line is damaged/,
    );
    const { killed } = await killedAfter(whole, 2, "newer", (text) => text.replace("scalebook run ", "$&--newer "));
    expect((await scalebook("run", "--resume", "--runs-dir", "newer")).mistake).toContain(
      `${killed.id} cannot be resumed by this version: run has no option --newer`,
    );
  });

  it("says of a run that was cut off, and that another recording finds, how it is gone on with", async () => {
    const { killed } = await killedAfter(whole, 3, "found");
    const { err } = await record(...study, "--sizes", "1", "--blocks", "1", "--runs-dir", "found");
    expect(err).toContain(
      `Recovered ${killed.id} from a run that was cut off: 3 measurements; \`--resume ${killed.id}\` goes on with it`,
    );
    expect((await record("--resume", "--runs-dir", "found")).run.resumed).toMatchObject([{ id: killed.id }]);
  });

  it("has the order of an undisturbed run, which is that of the seed", () => {
    for (const block of [0, 1, 2, 3]) {
      const order = blockOrder([0, 1], 9, block);
      expect(placesOf(whole).map((places) => places[block])).toEqual(
        [0, 1].map((cell) => [block, order.indexOf(cell)]),
      );
    }
  });
});

type Refused = [what: string, change: (run: Run) => unknown, args: string[], message: string | RegExp];

it.each<Refused>([
  [
    "another machine",
    ({ machine }) => Object.assign(machine, { id: "m-0", name: "elsewhere" }),
    [],
    /another machine, "elsewhere" \(m-0\), not on ".+" \(.+\)/,
  ],
  [
    "another Node",
    ({ software }) => Object.assign(software, { node: "18.0.0" }),
    [],
    'on Node "18.0.0", not on Node "',
  ],
  [
    "another Scalebook",
    ({ software }) => Object.assign(software.tool, { version: "0.0.9" }),
    [],
    /by Scalebook "0.0.9", and this is "\d/,
  ],
  [
    "another study",
    (run) => Object.assign(run, { studyHash: "0".repeat(64) }),
    [],
    /lab 0000000 was recorded, and this is lab [0-9a-f]{7}/,
  ],
  ["other combinations", ({ experiments: [one] }) => one?.cells.pop(), [], "its combinations, or the processors"],
  ["a finished run", (run) => Object.assign(run, { status: "complete" }), [], "it is finished; for more repeats give"],
  ["a failed run", (run) => Object.assign(run, { status: "failed" }), [], "its program failed; record it anew"],
  [
    "a run of the API",
    (run) => Object.assign(run, { command: "runStudy of lab" }),
    [],
    "not recorded by scalebook run",
  ],
  [
    "a program that only its file names",
    (run) => Object.assign(run, { command: "scalebook run --command 'touch gotcha' --seed 9" }),
    [],
    /was recorded with --command, and no program is started .* again, .*: scalebook run --command 'touch gotcha' --resume /,
  ],
  ["other repeats", () => {}, ["--blocks", "5"], '--blocks "4", and not with "5": leave --blocks out'],
  ["another label", () => {}, ["--label", "day"], '--label "night", and not with "day"'],
  ["other levels", () => {}, ["--workers", "1,2"], '--workers "1", and not with "1,2"'],
  ["another experiment", () => {}, ["--resume", "latest", "cores"], "recorded with workers and not with cores"],
  ["a plan", () => {}, ["--plan"], "--plan and --resume were both given"],
])("--resume refuses %s, and names both", async (what, change, args, message) => {
  const runsDir = what.replaceAll(" ", "-");
  const { path, killed } = await killedAfter(whole, 3, runsDir);
  rmSync(path);
  change(killed);
  const file = join(runsDir, `${killed.id}.json`);
  writeFileSync(file, JSON.stringify(killed));
  const named = args.includes("--resume") ? [] : ["--resume", file];
  const { mistake } = await scalebook("run", ...named, ...args, "--runs-dir", runsDir);
  expect(mistake).toMatch(message);
  expect(readdirSync(runsDir).map((name) => basename(name))).toEqual([basename(file)]);
  expect(readdirSync(dir)).not.toContain("gotcha");
});

describe("--resume of the user's own work", () => {
  it.each([
    [
      "a module",
      "task.mjs",
      ["--module", "./task.mjs", "--strategies", "sequential", "--workers", "1", "--sizes", "1"],
    ],
    ["a command", "work.mjs", ["--command", `${process.execPath} work.mjs`]],
    ["two versions", "new.mjs", ["--variant", "before=node old.mjs", "--variant", "after=node new.mjs", "--twin"]],
  ])("goes on with %s that is named again, and refuses one that has changed", async (what, file, own) => {
    for (const name of ["task.mjs", "work.mjs", "old.mjs", "new.mjs"])
      writeFileSync(name, "export const task = () => 1;\n");
    const { run: undisturbed } = await record(...own, "--blocks", "3", "--seed", "4", "--runs-dir", `first-${file}`);
    const runsDir = `own-${file}`;
    const { killed } = await killedAfter(undisturbed, 2, runsDir);
    writeFileSync(file, "// changed\nexport const task = () => 1;\n");
    const refused = await scalebook("run", ...own, "--resume", "--runs-dir", runsDir);
    expect(refused.mistake).toMatch(`${killed.id} cannot be resumed: ${file}`);
    expect(refused.mistake).toMatch(/was "[0-9a-f]{12}" then and is "[0-9a-f]{12}" now; put it back/);
    expect(readdirSync(runsDir), what).toEqual(["killed.journal"]);
    writeFileSync(file, "export const task = () => 1;\n");
    const { run } = await record(...own, "--resume", "--runs-dir", runsDir);
    expect(shapeOf(run)).toEqual(shapeOf(undisturbed));
    expect(run.resumed).toMatchObject([{ id: killed.id, trials: 2 }]);
  });
});
