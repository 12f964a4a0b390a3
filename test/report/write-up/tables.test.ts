import { describe, expect, it } from "vitest";
import type { Cell, Run } from "../../../src/record/schema/run-schema.js";
import type { WriteUp } from "../../../src/report/write-up/model.js";
import { median } from "../../../src/stats/median.js";
import { formatBytes } from "../../../src/words/bytes.js";
import { recordedRuns } from "../../analysis/recorded-runs.js";
import { labExperiments, makeRun, workersExperiment } from "../sample-runs.js";
import { blocksOf, draftingOf, sentencesOf, wholeDraft } from "./drafts.js";

const BLOCKS = 12;
const walls = ({ trials }: Cell) => trials.map(({ wallMs }) => wallMs as number);

/** The first item of the first list. */
function firstListed(writeUp: WriteUp): string {
  const [first] = blocksOf(writeUp, "list");
  return (first?.items[0] ?? []).map(({ text }) => text).join("");
}

/** Rows of a table as text, the name of the row first; titles of groups are left out. */
function rowsOf(writeUp: WriteUp, id: string): string[][] {
  const found = blocksOf(writeUp, "table").find((block) => block.id === id);
  expect(found, id).toBeDefined();
  return (found?.table.groups ?? []).flatMap(({ rows }) =>
    rows.map(({ head, cells }) => [head.text, ...cells.map(({ text }) => text)]),
  );
}

describe("tables of an experiment over workers", async () => {
  const run = makeRun({ experiments: [workersExperiment(BLOCKS)] });
  const cells = run.experiments[0]?.cells ?? [];
  const writeUp = await wholeDraft(run);

  it("gives mean and standard deviation of every combination", () => {
    const rows = rowsOf(writeUp, "table-workers-times");
    expect(rows).toHaveLength(cells.length);
    for (const [index, { trials, ...cell }] of cells.entries()) {
      const all = walls({ trials, ...cell });
      const mean = all.reduce((sum, ms) => sum + ms, 0) / all.length;
      const sd = Math.sqrt(all.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / (all.length - 1));
      const [, , shownMean = "", shownSd = "", least = "", most = "", repeats] = rows[index] ?? [];
      const figures = [shownMean, shownSd, least, most].map((text) => Number(text.replaceAll(",", "")));
      for (const [at, truth] of [mean, sd, Math.min(...all), Math.max(...all)].entries())
        expect(Math.abs((figures[at] ?? 0) - truth)).toBeLessThanOrEqual(0.5);
      expect(repeats).toBe(String(BLOCKS));
    }
  });

  it("goes from each worker count to the next", () => {
    const steps = rowsOf(writeUp, "table-workers-x-workers-steps").map(([name]) => name);
    const names = ["thread pool", "process pool"].flatMap((strategy) =>
      ["1 to 2", "2 to 4", "4 to 6", "6 to 8"].map((step) => `${strategy}: ${step} workers`),
    );
    expect(steps).toEqual(names);
  });

  it("says first what to use, by how much, and how sure that is", () => {
    const [first, ...others] = blocksOf(writeUp, "heading").map(({ id }) => id);
    expect(first).toBe("summary");
    expect(others[0]).toBe("aim");
    expect(firstListed(writeUp)).toMatch(
      /^\d workers, .*: \d+ % less time than sequential, .* \(95 % interval .* less, 12 repeats\)\.$/,
    );
  });
});

describe("tables over N", async () => {
  const run = makeRun({ experiments: labExperiments(BLOCKS) });
  const { memoryBytes, availableParallelism } = run.machine;

  it("have memory, also as a share of the machine's", async () => {
    const experiment = run.experiments.find(({ id }) => id === "small-vs-large-n");
    const rows = rowsOf(await wholeDraft(run), "table-small-vs-large-n-use");
    expect(rows).toHaveLength(experiment?.cells.length ?? 0);
    const peak = median((experiment?.cells[0]?.trials ?? []).map(({ peakPssBytes }) => peakPssBytes as number));
    expect(rows[0]).toContain(formatBytes(peak));
    expect(rows[0]).toContain(`${((peak / (memoryBytes as number)) * 100).toFixed(1)} %`);
    expect(availableParallelism).toBeGreaterThan(0);
  });

  it("that have no room are named, with the way to get them", async () => {
    const { parts, draft } = await draftingOf([run]);
    const few = sentencesOf(await draft(parts.slice(0, 4)));
    expect(few.find((text) => text.includes("(--pages)"))).toMatch(
      new RegExp(`^${parts.length - 4} figures and tables would make the report longer`),
    );
    expect(few.some((text) => text.startsWith("Mean and standard deviation"))).toBe(true);
    expect(sentencesOf(await draft(parts)).some((text) => text.includes("(--pages)"))).toBe(false);
  });
});

describe("a run of many experiments", async () => {
  const [, run] = recordedRuns().find(([path]) => path.includes("lab-all")) as [string, Run];
  const drafting = await draftingOf([run]);
  const writeUp = await drafting.draft(drafting.parts.slice(0, 2));
  const sentences = sentencesOf(writeUp);

  it("says which trials were planned to fail", () => {
    const cells = run.experiments.flatMap(({ cells: own }) => own);
    const bad = (of: readonly Cell[]) =>
      of.flatMap(({ trials }) => trials.filter(({ status }) => status !== "ok")).length;
    const planned = bad(cells.filter(({ factors }) => factors.more?.fault !== undefined));
    expect(sentences.find((text) => text.startsWith("The run holds"))).toContain(
      `of which ${bad(cells)} did not finish: ${planned} by faults that were planned`,
    );
  });

  it("predicts after which tasks a growing batch takes longer", () => {
    const growing = run.experiments.find(({ id }) => id === "growing-batch");
    const text = sentences.find((one) => one.startsWith(`${growing?.title}: a batch of t equal tasks`)) ?? "";
    const counts = (growing?.cells ?? []).map(({ factors }) => factors);
    const most = Math.max(...counts.map(({ tasks }) => tasks ?? 0));
    const workers = Math.max(...counts.map(({ workers: count }) => count).filter((count) => count < most));
    expect(text).toContain(
      `with ${workers} workers up to ${workers} tasks take one round, and ${most} take ${Math.ceil(most / workers)}`,
    );
  });

  it("opens with the question of workers", () => {
    const [first] = drafting.parts;
    expect(first?.id).toBe("figure-workers-time-vs-workers");
    expect(firstListed(writeUp)).toMatch(/^More workers for the same 8 tasks: /);
  });
});
