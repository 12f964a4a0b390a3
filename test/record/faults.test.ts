import "../bench/faults/patched-fs.js";
import { existsSync, readFileSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Calls, type Fault, PLANTED, type Planted } from "../bench/faults/calls.js";
import { Disk } from "../bench/faults/disk.js";
import { mount, ROOT } from "../bench/faults/patched-fs.js";
import { runSeed } from "../bench/faults/scenario.js";
import { type Program, Template } from "../bench/faults/world.js";

const [{ runProgram }, { finishJournals }, { readRuns }, { tidyRun }, { Recorder }, { UserError }] = await Promise.all([
  import("../../src/cli/program.js"),
  import("../../src/record/folder/recover-journals.js"),
  import("../../src/record/folder/run-index.js"),
  import("../../src/record/schema/finish-run.js"),
  import("../../src/runner/recording/recorder.js"),
  import("../../src/user-error.js"),
]);

const program: Program = {
  runProgram,
  finishJournals: (dir, kept) => finishJournals(dir, undefined, kept),
  readRuns,
  tidyRun,
  isMistake: (error): error is Error => error instanceof UserError,
  openRecorder: (target, header) => Recorder.open(target, header),
};

/** Seeds of this file; `npm run bench -- faults` tries 10,000. */
const SEEDS = 300;
const LONG = 120_000;

describe.skipIf(process.platform === "win32")("on a disk that fails", () => {
  it(`nothing that was promised is lost, whatever goes wrong (${SEEDS} seeds)`, { timeout: LONG }, async () => {
    const template = await Template.make(program);
    const violations: string[] = [];
    const met = new Set<string>();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const result = await runSeed(template, seed);
      if (result.isMet) met.add(result.fault);
      for (const violation of result.violations) violations.push(`seed ${seed} (${result.story}): ${violation}`);
    }
    expect(violations).toEqual([]);
    expect([...met].sort()).toEqual(["clock", "kill", "power", "refused"]);
  });

  it.each(Object.keys(PLANTED) as Planted[])("a planted bug is found: %s", { timeout: LONG }, async (planted) => {
    const template = await Template.make(program);
    let seed = 1;
    while ((await runSeed(template, seed, { planted })).violations.length === 0 && seed < SEEDS) seed += 1;
    expect(seed).toBeLessThan(SEEDS);
  });
});

describe.skipIf(process.platform === "win32")("the simulated disk", () => {
  async function on(fault: Fault, work: (disk: Disk) => Promise<void>): Promise<Disk> {
    const disk = new Disk(() => 0);
    disk.put(`${ROOT}/there`, Buffer.from("old"));
    mount({
      calls: new Calls(
        disk,
        fault,
        () => 0.99,
        () => {},
      ),
      proc: () => null,
      turn: async () => {},
    });
    try {
      await work(disk);
    } finally {
      mount(null);
    }
    return disk;
  }

  /** Replaces a file, with a sync or without. */
  async function replace(isSynced: boolean): Promise<void> {
    const handle = await open(`${ROOT}/new`, "wx");
    await handle.write(Buffer.from("whole"), 0, 5, 0);
    if (isSynced) await handle.sync();
    await handle.close();
    await rename(`${ROOT}/new`, `${ROOT}/there`);
  }

  it("is seen by what imports node:fs, and only where it is mounted", async () => {
    await on({ kind: "none" }, async () => {
      expect(readFileSync(`${ROOT}/there`, "utf8")).toBe("old");
      expect(await readFile(new URL(import.meta.url), "utf8")).toContain("the simulated disk");
    });
    expect(existsSync(`${ROOT}/there`)).toBe(false);
  });

  it("keeps a name and bytes through a power cut where both were synced", async () => {
    const disk = await on({ kind: "none" }, async () => {
      await replace(true);
      await (await open(ROOT)).sync();
    });
    disk.cutPower(() => 0);
    expect(disk.files(ROOT)).toEqual(new Map([["there", Buffer.from("whole")]]));
  });

  it("may lose the new name, or the bytes that were not synced", async () => {
    const seen = new Set<string>();
    for (let number = 0; number < 40; number += 1) {
      const disk = await on({ kind: "none" }, () => replace(false));
      let draw = number;
      disk.cutPower(() => {
        draw += 1;
        return (draw * 0.381966) % 1;
      });
      seen.add(disk.files(ROOT).get("there")?.toString() ?? "gone");
    }
    expect(seen).toContain("old");
    expect(seen).toContain("whole");
    expect([...seen].some((text) => text.length < 5 || text.includes("\0"))).toBe(true);
  });

  it("refuses calls as the system does, and none of a dead process is done", async () => {
    await on({ kind: "refused", at: 0, code: "ENOSPC", times: 1 }, async () => {
      await expect(open(`${ROOT}/new`, "w")).rejects.toMatchObject({
        code: "ENOSPC",
        syscall: "open",
        path: `${ROOT}/new`,
      });
      await expect(replace(true)).resolves.toBeUndefined();
    });
    const disk = await on({ kind: "kill", at: 4 }, () => expect(replace(true)).rejects.toThrow());
    expect(disk.files(ROOT).get("there")?.toString()).toBe("old");
  });
});
