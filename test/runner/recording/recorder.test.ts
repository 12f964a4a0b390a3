import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { StoredRun } from "../../../src/record/files/stored-run.js";
import { readRuns } from "../../../src/record/folder/run-index.js";
import type { Conditions, Plan } from "../../../src/record/schema/run-schema.js";
import { Recorder } from "../../../src/runner/recording/recorder.js";
import { UserError } from "../../../src/user-error.js";
import { fullRun } from "../../record/full-run.js";
import { sampleHeader, sampleTrial, temporaryFolder } from "../../record/sample.js";

it("that cannot write the run file says how many measurements are kept, and they are", async () => {
  const folder = await temporaryFolder();
  const [runsDir, away] = [join(folder, "runs"), join(folder, "away")];
  const header = sampleHeader();
  const { status, finishedAt, plan, conditions } = fullRun();
  const end = { status, finishedAt, plan: plan as Plan, conditions: conditions as Conditions };
  mkdirSync(runsDir);
  const recorder = await Recorder.open({ runsDir }, header);
  renameSync(runsDir, away);
  writeFileSync(runsDir, "");
  const mistakes: string[] = [];
  for (const block of [null, 0, 1]) {
    if (block !== null) await recorder.addTrial({ experiment: 0, cell: 1 }, sampleTrial({ block }));
    const error = await recorder.finish(end).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    mistakes.push((error as UserError).message);
  }
  await recorder.close();
  const refused = /^cannot write the run to \S+: .* \(E[A-Z]+\)/.exec(mistakes[0] ?? "")?.[0];
  expect(mistakes).toEqual([
    refused,
    `${refused}; the measurement before it is kept, and scalebook run --resume goes on from there`,
    `${refused}; the 2 measurements before it are kept, and scalebook run --resume goes on from there`,
  ]);
  const [kept] = (await readRuns(away)).runs;
  expect(kept?.run.experiments[0]?.cells[1]?.trials.map(({ block }) => block)).toEqual([0, 1]);
});

it("that goes on with an interrupted run leaves it to another that did so meanwhile", async () => {
  const runsDir = await temporaryFolder();
  const begun = sampleHeader();
  const first = await Recorder.open({ runsDir }, begun);
  await first.addTrial({ experiment: 0, cell: 1 }, sampleTrial());
  await first.close();
  const { run, path: journal } = (await readRuns(runsDir)).runs[0] as StoredRun;
  const { id, startedAt, finishedAt } = run;
  const header = (second: number) =>
    sampleHeader({
      startedAt: `2026-11-21T07:00:0${second}.000Z`,
      resumed: [{ id, startedAt, finishedAt, trials: 1 }],
    });
  // Both looked while nobody went on with it.
  const target = { runsDir, interrupted: { run, journal } };
  const second = await Recorder.open(target, header(1));
  expect(existsSync(journal)).toBe(false);
  const [there = ""] = readdirSync(runsDir);
  // A file may have been given a name that tells no time.
  for (const name of [there, "1.journal"]) {
    renameSync(join(runsDir, there), join(runsDir, name));
    await expect(Recorder.open(target, header(2))).rejects.toThrow(
      `${id} cannot be resumed: another recording (${join(runsDir, name)}) went on with it meanwhile`,
    );
    expect(readdirSync(runsDir)).toEqual([name]);
  }
  await second.close();
});
