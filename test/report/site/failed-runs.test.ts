import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nodeFiles } from "../../../src/record/files/file-system.js";
import { exists } from "../../../src/record/folder/run-store.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { makeRun, workersExperiment } from "../sample-runs.js";
import { writeSite } from "../write-site.js";

const good = makeRun({ experiments: [workersExperiment(20)] });
const [experiment] = good.experiments;
const trial = {
  block: 0,
  status: "failed" as const,
  reason: "task-error",
  detail: "task 0 (and 7 more): TypeError: rows is undefined",
  trace: ["    at helper (helper.mjs:2:20)"],
  wallMs: null,
};
/** The same study, a day later, with a program that fails everywhere. */
const failed = {
  ...good,
  id: "20261122t061500z-lab-3f9a2d",
  startedAt: "2026-11-22T06:15:00.000Z",
  finishedAt: "2026-11-22T06:15:01.000Z",
  status: "failed",
  experiments: [{ ...experiment, cells: experiment?.cells.map((cell) => ({ ...cell, trials: [trial] })) }],
} as Run;

/** Another study, in which one trial of one combination failed. */
const partly = {
  ...good,
  id: "20261123t061500z-other-3f9a2d",
  study: "other",
  experiments: [
    {
      ...experiment,
      cells: experiment?.cells.map((cell, index, { length }) =>
        index === length - 1 ? { ...cell, trials: [trial, ...cell.trials.slice(1)] } : cell,
      ),
    },
  ],
} as Run;

let folder = "";
let site = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-failed-"));
  site = (await writeSite(folder, [good, failed, partly])).site;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function wordsOf(path: string): Promise<string> {
  const html = await readFile(join(site, path), "utf8");
  const main = html.slice(html.indexOf("<main"));
  return main
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

it("has a page that says so first, with the error and where it was thrown", async () => {
  const words = await wordsOf(`run/${failed.id}/index.html`);
  const places = [
    "failed in all",
    "TypeError: rows is undefined",
    "at helper (helper.mjs:2:20)",
    " failed no usable",
    "Experiment ·",
  ];
  expect(places.map((text) => words.indexOf(text))).toEqual(
    places.map((text) => words.indexOf(text)).sort((a, b) => a - b),
  );
  expect(words.indexOf("failed in all")).toBeGreaterThan(0);
  expect(words).toContain("the recording ended there");
  expect(words).not.toContain("no usable repeat");
});

it("opens no index, answers for no study, and stands in no comparison and no history", async () => {
  for (const path of ["index.html", "study/lab/index.html"]) {
    const words = await wordsOf(path);
    expect(words).toContain("2 runs");
    expect(words).not.toContain("No repeat of");
  }
  expect(await exists(join(site, "compare"), nodeFiles)).toBe(false);
  expect(await readFile(join(site, "history/index.html"), "utf8")).not.toContain("history/workers");
});

it("names on the page of a run in which only some combinations failed these with their error", async () => {
  const words = await wordsOf(`run/${partly.id}/index.html`);
  expect(words).toMatch(/Failed: .*1 of 20 repeats? ?\): TypeError: rows is undefined/);
});

it("an interrupted run of one repeat does not stand for its machine, whose last whole run has its answer on the study's page", async () => {
  const own = await mkdtemp(join(tmpdir(), "scalebook-cut-off-"));
  const id = "20261122t061500z-lab-3f9a2e";
  const cut = good.experiments.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => ({ ...cell, trials: cell.trials.slice(0, 1) })),
  }));
  const [startedAt, finishedAt] = ["2026-11-22T06:15:00.000Z", "2026-11-22T06:15:01.000Z"];
  const interrupted = { ...good, id, startedAt, finishedAt, status: "interrupted" as const, experiments: cut };
  const namesake = { ...good, id: "20261120t061500z-lab-3f9a2f", machine: { ...good.machine, id: "m-abcdef012345" } };
  try {
    const { site, failures } = await writeSite(own, [interrupted, good, namesake]);
    expect(failures).toEqual([]);
    const html = await readFile(join(site, "study/lab/index.html"), "utf8");
    expect(html).toContain("Interrupted runs of one repeat are passed over.");
    expect(html).toMatch(/\(abcdef, \d+ cores\)/);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}, 60_000);
