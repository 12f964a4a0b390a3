import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { finishJournals } from "../../../src/record/folder/recover-journals.js";
import { readRuns } from "../../../src/record/folder/run-index.js";
import { sampleHeader, temporaryFolder } from "../sample.js";

/** The compiled journal: a process of its own needs JavaScript. */
const journalModule = new URL("../../../.build/record/journal/write-journal.js", import.meta.url).href;

/** Starts a process that journals trials as fast as it can and prints a line for each that was acknowledged. */
function startRecorder(dir: string, { seed = 1, detail = 200 } = {}): ChildProcess {
  const code = `
    import { openJournal } from ${JSON.stringify(journalModule)};
    const journal = await openJournal(${JSON.stringify(dir)}, ${JSON.stringify(sampleHeader({ seed }))});
    for (let block = 0; ; block += 1) {
      const trial = { block, status: "ok", wallMs: 1, detail: "x".repeat(${detail}) };
      await journal.append({ kind: "trial", experiment: 0, cell: 0, trial });
      process.stdout.write(block + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Waits for so many acknowledged trials, kills, and tells how many had been acknowledged by then. */
async function killAfter(child: ChildProcess, trials: number): Promise<number> {
  let acknowledged = 0;
  if (child.stdout === null) throw new Error("the recorder prints to a pipe");
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line) + 1;
    if (acknowledged === trials) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return acknowledged;
}

async function blocksIn(dir: string): Promise<number[]> {
  const { runs, problems } = await readRuns(dir);
  expect(problems).toEqual([]);
  expect(runs).toHaveLength(1);
  return runs[0]?.run.experiments[0]?.cells[0]?.trials.map(({ block }) => block) ?? [];
}

describe("a recorder that is killed", () => {
  it.each([1, 2, 7, 40, 41, 42])("after %i trials loses none that was acknowledged", async (trials) => {
    const dir = await temporaryFolder();
    const acknowledged = await killAfter(startRecorder(dir, { detail: trials * 40 }), trials);
    const blocks = await blocksIn(dir);
    expect(blocks).toEqual(Array.from({ length: blocks.length }, (_, block) => block));
    expect(blocks.length).toBeGreaterThanOrEqual(acknowledged);
    const [stored] = (await readRuns(dir)).runs;
    expect(stored).toMatchObject({ live: false, run: { status: "interrupted" } });
    const { written } = await finishJournals(dir);
    expect(written.map(({ id }) => id)).toEqual([stored?.run.id]);
    expect(await readdir(dir)).toEqual([`${stored?.run.id}.json`]);
    expect(await blocksIn(dir)).toEqual(blocks);
  });

  it("is seen as live until then", async () => {
    const dir = await temporaryFolder();
    const child = startRecorder(dir);
    if (child.stdout === null) throw new Error("the recorder prints to a pipe");
    await once(child.stdout, "data");
    child.stdout.resume();
    expect((await readRuns(dir)).runs).toMatchObject([{ live: true }]);
    expect(await finishJournals(dir)).toEqual({ written: [], problems: [] });
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await readRuns(dir)).runs).toMatchObject([{ live: false }]);
  });

  it("does not disturb another that records into the same folder", async () => {
    const dir = await temporaryFolder();
    const recorders = [1, 2].map((seed) => startRecorder(dir, { seed }));
    const acknowledged = await Promise.all(recorders.map((child, index) => killAfter(child, 20 + 15 * index)));
    const { runs, problems } = await readRuns(dir);
    expect(problems).toEqual([]);
    for (const [index, seed] of [1, 2].entries()) {
      const trials = runs.find(({ run }) => run.seed === seed)?.run.experiments[0]?.cells[0]?.trials;
      expect(trials?.length).toBeGreaterThanOrEqual(acknowledged[index] ?? Number.POSITIVE_INFINITY);
    }
    expect((await finishJournals(dir)).written).toHaveLength(2);
  });
});
