import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Experiment, Run } from "../../../../src/record/schema/run-schema.js";
import { makeRun, workersExperiment } from "../../sample-runs.js";
import { writeSite } from "../../write-site.js";

const whole = workersExperiment(20);
const part = (from: number, to: number): Experiment => ({
  ...whole,
  cells: whole.cells.map((cell) => ({
    ...cell,
    trials: cell.trials.filter(({ block }) => block >= from && block < to),
  })),
});

function runOf(day: number, experiment: Experiment, more: Partial<Run> = {}): Run {
  const at = `2026-11-${day}T06:15:00.000Z`;
  const id = `202611${day}t061500z-lab-00000${day % 10}`;
  return makeRun({ id, startedAt: at, finishedAt: at, studyHash: "ab".repeat(32), experiments: [experiment], ...more });
}

const parent = runOf(21, part(0, 12));
const child = runOf(22, part(12, 20), { parent: parent.id });
const orphan = runOf(23, part(0, 3), { parent: "20261101t061500z-lab-abcdef" });
/** Hostile: each names the other. */
const loopA = runOf(24, part(0, 3), { parent: "20261125t061500z-lab-000005" });
const loopB = runOf(25, part(3, 6), { parent: loopA.id });

let folder = "";
let site = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-parts-"));
  ({ site } = await writeSite(folder, [parent, child, orphan, loopA, loopB]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const page = (run: Run) => readFile(join(site, "run", run.id, "index.html"), "utf8");

describe("a run that goes on with another", () => {
  it("shows the blocks of both, says so, and links to the first", async () => {
    const html = await page(child);
    expect(html).toContain("pooled from 2 runs");
    expect(html).toContain("20 repeats");
    expect(html).toContain(`<a href="../../run/${parent.id}/index.html">12 repeats, 21 Nov 2026, 06:15 UTC</a>`);
    expect(html).toContain("8 repeats, 22 Nov 2026, 06:15 UTC (this run)");
    expect(html).toContain("The repeats come from 2 recordings of one study on one machine");
  });

  it("is linked to by the first, which shows its own blocks", async () => {
    const html = await page(parent);
    expect(html).toContain("Later runs continue this one");
    expect(html).toContain(`<a href="../../run/${child.id}/index.html">8 repeats`);
    expect(html).toContain("quick: 12 repeats");
  });

  it("stands for both in what is counted once: no pair of the two, and one point of a history", async () => {
    const later = runOf(26, part(0, 12));
    const again = await mkdtemp(join(tmpdir(), "scalebook-parts-"));
    try {
      const { site: other } = await writeSite(again, [parent, child, later]);
      const all = await readdir(join(other, "compare"));
      expect(all.sort()).toEqual([`${parent.id}--${later.id}`, `${child.id}--${later.id}`]);
      const series = (await readdir(join(other, "history"))).find((name) => name !== "index.html");
      const history = await readFile(join(other, "history", series ?? "", "index.html"), "utf8");
      expect(history).toContain(`run/${child.id}/index.html`);
      expect(history).not.toContain(`run/${parent.id}/index.html`);
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  }, 120_000);

  it("stands alone where its parent is missing, and says so", async () => {
    const html = await page(orphan);
    expect(html).toContain("parent not at hand");
    expect(html).toContain(
      `This run continues ${orphan.parent}, whose repeats are not among those shown here: it is not at hand.`,
    );
    expect(html).not.toContain("pooled from");
  });

  it("ends where files name each other", async () => {
    expect(await page(loopB)).toContain("the runs name each other as parents");
    expect(await page(loopA)).toContain("its blocks are not numbered on from there");
  });
});
