import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRuns } from "../../../src/record/folder/run-index.js";
import type { JournalEntry } from "../../../src/record/journal/journal-format.js";
import { readJournal } from "../../../src/record/journal/read-journal.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { UserError } from "../../../src/user-error.js";
import { type Fault, watchedFiles } from "../failing-files.js";
import { fullRun } from "../full-run.js";
import { sampleHeader, sampleTrial, temporaryFolder } from "../sample.js";

/** A clock that moves one second a line. */
function ticking(): () => Date {
  let time = Date.parse("2026-11-21T06:15:00Z");
  return () => {
    time += 1_000;
    return new Date(time);
  };
}

function trialEntry(block: number, changes = {}): JournalEntry {
  return { kind: "trial", experiment: 0, cell: 1, trial: sampleTrial({ block, ...changes }) };
}

function trialsOf(run: Awaited<ReturnType<typeof readJournal>>["run"]): number {
  return run.experiments.flatMap(({ cells }) => cells.flatMap(({ trials }) => trials)).length;
}

describe("a journal", () => {
  it("is named by start and study, and reads as the interrupted run so far", async () => {
    const dir = join(await temporaryFolder(), "new");
    const journal = await openJournal(dir, sampleHeader(), { now: ticking() });
    expect(journal.path).toBe(join(dir, "20261121t061500z-lab.journal"));
    await journal.append(trialEntry(0));
    await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial({ wallMs: 1.00049 }) });
    const { run, live, path } = await readJournal(journal.path);
    expect({ live, path }).toEqual({ live: true, path: journal.path });
    expect(run).toMatchObject({ ...sampleHeader({ experiments: [] }), experiments: [{}], status: "interrupted" });
    expect(run.id).toMatch(/^20261121t061500z-lab-[0-9a-f]{6}$/);
    // Header at :01, trials at :02 and :03.
    expect(run.finishedAt).toBe("2026-11-21T06:15:03.000Z");
    expect(run.experiments[0]?.cells.map(({ trials }) => trials)).toEqual([
      [{ block: 0, status: "ok", wallMs: 1 }],
      [{ block: 0, status: "ok", wallMs: 12.5 }],
    ]);
    await journal.discard();
    expect(await readdir(dir)).toEqual([]);
  });

  it("takes late facts, the last one counts", async () => {
    const { plan, calibration, conditions } = fullRun();
    if (plan === undefined || calibration === undefined || conditions === undefined)
      throw new Error("full run is full");
    const journal = await openJournal(await temporaryFolder(), sampleHeader());
    const { experiments } = sampleHeader();
    const sized = experiments.map((experiment) => ({
      ...experiment,
      cells: experiment.cells.map((cell) => ({ ...cell, factors: { ...cell.factors, n: 500 } })),
    }));
    await journal.append({ kind: "note", calibration, experiments: sized });
    await journal.append({ kind: "note", plan: { ...plan, blocksFinished: 1 } });
    await journal.append(trialEntry(0));
    await journal.append({ kind: "note", plan, conditions, dropped: [{ experiment: 0, cell: 0, reason: "no time" }] });
    const { run } = await readJournal(journal.path);
    expect(run).toMatchObject({ plan, calibration, conditions });
    expect(run.experiments[0]?.cells).toMatchObject([
      { factors: { n: 500 }, dropped: "no time", trials: [] },
      { factors: { n: 500 }, trials: [{ block: 0 }] },
    ]);
    await journal.discard();
  });

  it("keeps what limits a workload once that is measured", async () => {
    const [first, ...rest] = sampleHeader().experiments;
    if (first === undefined) throw new Error("the sample has an experiment");
    const workloads = { own: { title: "own", bound: null } };
    const journal = await openJournal(
      await temporaryFolder(),
      sampleHeader({ experiments: [{ ...first, workloads }, ...rest] }),
    );
    await journal.append(trialEntry(0));
    const found = { experiment: 0, bound: "cpu", cpuShare: 0.97 } as const;
    await journal.append({ kind: "note", bounds: [{ ...found, workload: "own" }] });
    await expect(journal.append({ kind: "note", bounds: [{ ...found, workload: "other" }] })).rejects.toThrow(
      "there is no workload other in experiment 0",
    );
    const { run } = await readJournal(journal.path);
    expect(run.experiments[0]?.workloads).toEqual({ own: { title: "own", bound: "cpu", cpuShare: 0.97 } });
    await journal.discard();
  });

  it("takes trials of the control cell where the header has one", async () => {
    const control = { workload: "random-loop", n: 1_000, trials: [] };
    const trial = { block: 3, position: 1, wallMs: 24.5001234 };
    const journal = await openJournal(await temporaryFolder(), sampleHeader({ control }));
    await journal.append({ kind: "control", trial });
    await expect(journal.append({ kind: "control", trial: { ...trial, wallMs: -1 } })).rejects.toThrow("wallMs");
    const { run } = await readJournal(journal.path);
    expect(run.control).toEqual({ ...control, trials: [{ ...trial, wallMs: 24.5 }] });
    await journal.discard();

    const without = await openJournal(await temporaryFolder(), sampleHeader());
    await expect(without.append({ kind: "control", trial })).rejects.toThrow("no control cell");
    await without.discard();
  });

  it("leaves timelines out once it is large, so that it can always be read", async () => {
    const timeline = { worker: [0], startMs: [0.1234567], endMs: [1], cpuMs: [null], queueMs: [null] };
    const journal = await openJournal(await temporaryFolder(), sampleHeader(), { timelinesUpToBytes: 1_000 });
    for (let block = 0; block < 20; block += 1) await journal.append(trialEntry(block, { timeline }));
    const lines = (await readFile(journal.path, "utf8")).trim().split("\n");
    const drawn = lines.map((line) => line.includes('"startMs":[0.123]'));
    expect(drawn.slice(0, 3)).toEqual([false, true, true]);
    expect(drawn.at(-1)).toBe(false);
    expect(trialsOf((await readJournal(journal.path)).run)).toBe(20);
    await journal.discard();
  });

  it("writes entries in the order of the calls, also when nobody waits", async () => {
    const journal = await openJournal(await temporaryFolder(), sampleHeader());
    await Promise.all(Array.from({ length: 50 }, (_, block) => journal.append(trialEntry(block))));
    const blocks = (await readJournal(journal.path)).run.experiments[0]?.cells[1]?.trials.map(({ block }) => block);
    expect(blocks).toEqual(Array.from({ length: 50 }, (_, block) => block));
    await journal.discard();
  });

  it("gives two runs that start in one second a file each", async () => {
    const dir = await temporaryFolder();
    const journals = await Promise.all([1, 2, 3].map((seed) => openJournal(dir, sampleHeader({ seed }))));
    await Promise.all(journals.map((journal, index) => journal.append(trialEntry(index))));
    expect(new Set(journals.map(({ path }) => path)).size).toBe(3);
    const { runs, problems } = await readRuns(dir);
    expect(problems).toEqual([]);
    expect(runs.map(({ run }) => run.seed).toSorted()).toEqual([1, 2, 3]);
    for (const journal of journals) await journal.discard();
  });

  it("is closed once, takes nothing after that, and may be gone before it is discarded", async () => {
    const dir = await temporaryFolder();
    const journal = await openJournal(dir, sampleHeader());
    const late = journal.append(trialEntry(0));
    await journal.close();
    await journal.close();
    await late;
    expect(trialsOf((await readJournal(journal.path)).run)).toBe(1);
    await expect(journal.append(trialEntry(1))).rejects.toThrow("is closed");
    await journal.discard();
    await journal.discard();
  });

  it("never ends before it starts, though the clock was set back", async () => {
    const now = () => new Date("2020-01-01T00:00:00Z");
    const journal = await openJournal(await temporaryFolder(), sampleHeader(), { now });
    await journal.append(trialEntry(0));
    expect((await readJournal(journal.path)).run.finishedAt).toBe(sampleHeader().startedAt);
    await journal.discard();
  });
});

describe("what does not fit is a bug that is told at once, and never reaches the file", () => {
  const [experiment] = sampleHeader().experiments;
  if (experiment === undefined) throw new Error("the sample has one experiment");
  it.each<[string, JournalEntry]>([
    ["journal entry: wallMs is -1", trialEntry(0, { wallMs: -1 })],
    ["journal entry: wallMs is NaN", trialEntry(0, { wallMs: Number.NaN })],
    [
      "journal entry: timeline.cpuMs has 1 entries",
      trialEntry(0, { timeline: { worker: [0, 0], startMs: [0, 0], endMs: [1, 1], cpuMs: [1], queueMs: [0, 0] } }),
    ],
    ["there is no cell 2 in experiment 0", { kind: "trial", experiment: 0, cell: 2, trial: sampleTrial() }],
    ["there is no cell 0 in experiment 1", { kind: "note", dropped: [{ experiment: 1, cell: 0, reason: "x" }] }],
    ["the matrix cannot change once a trial was recorded", { kind: "note", experiments: [experiment] }],
  ])("%s", async (message, entry) => {
    const journal = await openJournal(await temporaryFolder(), sampleHeader());
    await journal.append(trialEntry(0));
    const before = await readFile(journal.path);
    const attempt = journal.append(entry);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.not.toBeInstanceOf(UserError);
    expect(await readFile(journal.path)).toEqual(before);
    await journal.append(trialEntry(1));
    expect(trialsOf((await readJournal(journal.path)).run)).toBe(2);
    await journal.discard();
  });

  it("a header that does not fit leaves no file", async () => {
    const dir = await temporaryFolder();
    const attempt = openJournal(dir, sampleHeader({ seed: -1 }));
    await expect(attempt).rejects.toThrow("the journal's header does not fit the schema");
    expect(await readdir(dir)).toEqual([]);
  });
});

/** A whole journal of four trials and a note, with text that takes several bytes a character. */
async function wholeJournal(dir: string): Promise<{ path: string; bytes: Buffer }> {
  const { plan } = fullRun();
  const journal = await openJournal(dir, sampleHeader({ label: "größer 漢字 🏁" }), { now: ticking() });
  for (const block of [0, 1]) await journal.append(trialEntry(block, { detail: "é🏁" }));
  if (plan !== undefined) await journal.append({ kind: "note", plan });
  for (const block of [2, 3]) await journal.append(trialEntry(block));
  await journal.close();
  return { path: journal.path, bytes: await readFile(journal.path) };
}

describe("a torn journal", () => {
  it("loses nothing but its last line, wherever it was torn", async () => {
    const dir = await temporaryFolder();
    const { bytes } = await wholeJournal(dir);
    const path = join(dir, "torn.journal");
    for (let length = 0; length <= bytes.length; length += 1) {
      await writeFile(path, bytes.subarray(0, length));
      const lines = bytes.subarray(0, length).filter((byte) => byte === 10).length;
      if (lines === 0) {
        await expect(readJournal(path)).rejects.toThrow("the run ended before it began: remove this file");
        continue;
      }
      const { run } = await readJournal(path);
      expect(trialsOf(run)).toBe(Math.min(lines - 1, 2) + Math.max(lines - 4, 0));
      expect(run.plan !== undefined).toBe(lines >= 4);
    }
  });

  it("may end in zeros, as after a power cut", async () => {
    const { path, bytes } = await wholeJournal(await temporaryFolder());
    await writeFile(path, Buffer.concat([bytes, Buffer.alloc(4096)]));
    expect(trialsOf((await readJournal(path)).run)).toBe(4);
  });

  it.each<[string, (line: string) => string]>([
    ["is cut", () => '{"kind":"tri'],
    ["is of another kind", () => '{"kind":"other"}'],
    ["is empty", () => ""],
    ["names a cell that is not there", (line) => line.replace('"cell":1', '"cell":9')],
    ["has a key that no run may have", (line) => line.replace("{", '{"__proto__":{},')],
    ["has a time that is none", (line) => line.replace('"wallMs":12.5', '"wallMs":1e999')],
    ["lost its end, and the next line its beginning", (line) => line.slice(0, 20)],
    ["is zeros", (line) => "\0".repeat(line.length)],
    ["is of other letters", () => "\ud800"],
  ])("loses the line alone that %s, and counts it", async (_what, damage) => {
    const { path, bytes } = await wholeJournal(await temporaryFolder());
    const lines = bytes.toString("utf8").split("\n");
    await writeFile(path, lines.with(2, damage(lines[2] ?? "")).join("\n"));
    const { run, lostLines } = await readJournal(path);
    expect([trialsOf(run), lostLines, run.plan?.blocksFinished]).toEqual([3, 1, 3]);
  });

  it("loses two lines where the end between them is damaged, or one becomes two", async () => {
    const { path, bytes } = await wholeJournal(await temporaryFolder());
    const lines = bytes.toString("utf8").split("\n");
    await writeFile(path, [lines[0], `${lines[1]}x${lines[2]}`, ...lines.slice(3)].join("\n"));
    expect(await readJournal(path)).toMatchObject({ lostLines: 1, run: { plan: {} } });
    await writeFile(path, lines.with(1, `${lines[1]?.slice(0, 9)}\n${lines[1]?.slice(9)}`).join("\n"));
    expect(await readJournal(path)).toMatchObject({ lostLines: 2, run: { plan: {} } });
  });

  it("cannot be read without its first line, and says so", async () => {
    const { path, bytes } = await wholeJournal(await temporaryFolder());
    const lines = bytes.toString("utf8").split("\n");
    for (const first of ['{"kind":', "{}", (lines[0] ?? "").replace('"seed":7', '"seed":-7')]) {
      await writeFile(path, lines.with(0, first).join("\n"));
      await expect(readJournal(path)).rejects.toThrow(
        `${path}: the first line is damaged, and no other can be read without it (`,
      );
      await expect(readJournal(path)).rejects.toBeInstanceOf(UserError);
    }
  });

  it("has spent what its last plan says and the time until its last trial", async () => {
    const { path } = await wholeJournal(await temporaryFolder());
    // The plan is followed by two trials, a second each.
    expect((await readJournal(path)).run.plan?.wallMs).toBe((fullRun().plan?.wallMs ?? 0) + 2_000);
  });

  it("with any one byte changed reads, or fails with a UserError", async () => {
    const dir = await temporaryFolder();
    const { bytes } = await wholeJournal(dir);
    const path = join(dir, "changed.journal");
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        await writeFile(path, changed);
        const error: unknown = await readJournal(path).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(UserError);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a fault at any single step of journalling", () => {
  /** Opens, appends three trials, closes; tells how many appends were acknowledged, and what failed first. */
  async function record(dir: string, fs: ReturnType<typeof watchedFiles>["fs"]) {
    let acknowledged = 0;
    const errors: unknown[] = [];
    const journal = await openJournal(dir, sampleHeader(), { fs }).catch((error: unknown) => void errors.push(error));
    for (const block of [0, 1, 2]) {
      await journal?.append(trialEntry(block)).then(
        () => (acknowledged += 1),
        (error: unknown) => errors.push(error),
      );
    }
    await journal?.close().catch((error: unknown) => errors.push(error));
    return { acknowledged, errors, opened: journal !== undefined && journal !== null };
  }

  it.each<Fault>(["ENOSPC", "EIO"])("keeps every entry that was acknowledged (%s)", async (fault) => {
    const { fs: whole, calls: steps } = watchedFiles();
    await record(await temporaryFolder(), whole);
    expect(steps.filter((step) => step === "datasync")).toHaveLength(4);
    for (const [index, step] of steps.entries()) {
      const dir = await temporaryFolder();
      const { acknowledged, errors, opened } = await record(dir, watchedFiles(index, fault).fs);
      const { runs, problems } = await readRuns(dir);
      if (!opened) {
        expect(errors[0], step).toBeInstanceOf(UserError);
        expect(String(errors[0])).toContain(`cannot start a journal in ${dir}`);
        expect(await readdir(dir), step).toEqual([]);
        continue;
      }
      expect(problems, step).toEqual([]);
      const found = runs.map(({ run }) => trialsOf(run))[0] ?? -1;
      // One more may have reached the disk whole before its acknowledgement failed.
      expect(found, step).toBeGreaterThanOrEqual(acknowledged);
      expect(found, step).toBeLessThanOrEqual(acknowledged + 1);
      // After a failed entry, nothing more is taken: it would stand behind a torn line.
      if (errors.length > 0 && step !== "close") {
        expect(errors).toHaveLength(3 - acknowledged);
        expect(String(errors[0])).toContain("cannot write the journal");
      }
    }
  });

  it("survives a system that takes a few bytes at a time", async () => {
    const dir = await temporaryFolder();
    const { acknowledged, errors } = await record(dir, watchedFiles(0, "short").fs);
    expect({ acknowledged, errors }).toEqual({ acknowledged: 3, errors: [] });
    expect((await readRuns(dir)).runs.map(({ run }) => trialsOf(run))).toEqual([3]);
  });
});
