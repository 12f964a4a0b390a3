import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import { median } from "../../../src/stats/median.js";
import { labExperiments, makeRun } from "../../report/sample-runs.js";
import { workplaceInside } from "../harness.js";

const { dir, scalebook } = workplaceInside();
mkdirSync(join(dir, "runs"));
const run = makeRun({ experiments: labExperiments(10) });
writeFileSync(join(dir, "runs", `${run.id}.json`), JSON.stringify(run));

/** A CSV text as records by its heads. */
function records(text: string): Record<string, string>[] {
  const [heads, ...rows] = csvRows(`${text}\n`, "x").map(({ fields }) => fields);
  return rows.map((fields) => Object.fromEntries(fields.map((field, index) => [heads?.[index] ?? "", field])));
}

describe("scalebook export", () => {
  it("prints every trial as CSV, with all digits", async () => {
    const { stdout, exitCode } = await scalebook("export", "lab", "--format", "csv");
    expect(exitCode).toBe(0);
    const trials = run.experiments.flatMap(({ id, cells }) =>
      cells.flatMap((cell) => cell.trials.map((trial) => ({ id, cell, trial }))),
    );
    const found = records(stdout);
    expect(found).toHaveLength(trials.length);
    for (const [index, { id, cell, trial }] of trials.entries()) {
      expect(found[index]).toMatchObject({
        experiment: id,
        strategy: cell.factors.strategy,
        workers: String(cell.factors.workers),
        block: String(trial.block),
        status: trial.status,
        wall_ms: trial.wallMs === null ? "" : String(trial.wallMs),
      });
    }
  });

  it("prints every trial of all runs, and says what the columns hold", async () => {
    const all = await scalebook("export", "--all", "--study", "l*");
    expect(all.stdout).toBe((await scalebook("export", "lab", "--format", "csv")).stdout);
    expect((await scalebook("export", "--all", "--study", "other")).stdout.split("\n")).toHaveLength(1);
    expect((await scalebook("export", "--all", "--columns")).stdout).toMatch(/^wall_ms +\S/m);
  });

  it("exports cells and changes whose figures follow from the trials", async () => {
    const cells = records(
      (await scalebook("export", "lab", "--format", "csv", "--what", "cells", "--experiment", "workers")).stdout,
    );
    const recorded = run.experiments[0]?.cells ?? [];
    expect(cells).toHaveLength(recorded.length);
    const medianOf = (cell: string) => Number(cells.find((one) => one.cell === cell)?.median_ms);
    expect(medianOf("sequential")).toBe(median((recorded[0]?.trials ?? []).map(({ wallMs }) => wallMs as number)));
    const changes = records(
      (await scalebook("export", "lab", "--format", "csv", "--what", "changes", "--experiment", "workers")).stdout,
    );
    expect(new Set(changes.map(({ comparison }) => comparison))).toEqual(
      new Set(["against-baseline", "steps", "across-strategies"]),
    );
    const medians = cells.map(({ median_ms }) => median_ms);
    for (const { ratio, change_percent, from_ms, to_ms } of changes) {
      // Every block of the fixture is usable: the medians are those of the cells.
      expect(medians).toContain(from_ms);
      expect(medians).toContain(to_ms);
      expect((Number(ratio) - 1) * 100).toBeCloseTo(Number(change_percent), 9);
    }
  });

  it("exports JSON of the same figures, with the run that they are of", async () => {
    const { stdout } = await scalebook("export", "lab", "--format", "json");
    const exported = JSON.parse(stdout) as {
      run: string;
      sha256: string;
      cells: object[];
      changes: object[];
      findings: { text: string }[];
    };
    expect(exported.run).toBe(run.id);
    expect(exported.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(exported.cells).toHaveLength(run.experiments.reduce((sum, { cells }) => sum + cells.length, 0));
    expect(exported.findings.length).toBeGreaterThan(4);
  });

  it("exports the tables of the pages as Markdown and LaTeX", async () => {
    const markdown = (await scalebook("export", "lab", "--format", "md")).stdout;
    expect(markdown).toContain("## What to use");
    expect(markdown.match(/^\| ---/gm)?.length).toBeGreaterThan(12);
    const latex = (await scalebook("export", "lab", "--format", "latex", "--what", "charts")).stdout;
    expect(latex.match(/\\begin\{longtable\}/g)?.length).toBe(latex.match(/\\end\{longtable\}/g)?.length);
    expect(latex).toContain("\\subsection*{Small N against large N}");
  });

  it("writes a file for every chart into a folder", async () => {
    const refused = await scalebook("export", "lab", "--format", "svg");
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("files: name a folder for them with --out"),
    });
    const { stdout } = await scalebook(
      "export",
      "lab",
      "--format",
      "svg",
      "--experiment",
      "workers",
      "--out",
      "charts",
    );
    const names = [
      "workers-speed-up.svg",
      "workers-time-vs-workers.svg",
      "workers-timeline.svg",
      "workers-total-time.svg",
      "workers-where-time-goes.svg",
    ];
    expect(readdirSync(join(dir, "charts")).sort()).toEqual(names);
    expect(stdout.split("\n")).toHaveLength(names.length);
    for (const name of names)
      expect(readFileSync(join(dir, "charts", name), "utf8")).toMatch(/^<svg xmlns=[\s\S]*<\/svg>\n$/);
    await scalebook(
      "export",
      "lab",
      "--format",
      "csv",
      "--what",
      "charts",
      "--experiment",
      "workers",
      "--out",
      "charts",
    );
    const speedUps = records(readFileSync(join(dir, "charts", "workers-speed-up.csv"), "utf8"));
    expect(speedUps).toHaveLength(10);
  });

  it("cites the run as BibTeX and as CITATION.cff", async () => {
    const bibtex = (await scalebook("export", "lab", "--format", "bibtex", "--author", "Ada Lovelace")).stdout;
    expect(bibtex).toContain(`@misc{${run.id},\n  author = {Ada Lovelace},`);
    await scalebook("export", "lab", "--format", "cff", "--author", "Ada Lovelace", "--out", "CITATION.cff");
    expect(parse(readFileSync(join(dir, "CITATION.cff"), "utf8"))).toMatchObject({
      "cff-version": "1.2.0",
      type: "dataset",
      authors: [{ name: "Ada Lovelace" }],
      "date-released": "2026-11-21",
    });
  });

  it.each([
    [["export"], "export needs a run: scalebook export <run>, or --all"],
    [["export", "lab", "--all"], "export was given a run and --all"],
    [["export", "lab", "--format", "csv", "--since", "4w"], "--since chooses among runs: give --all with it"],
    [["export", "lab"], "export needs --format: give one of csv"],
    [["export", "lab", "--format", "xlsx"], '--format is "xlsx"'],
    [["export", "lab", "--format", "svg", "--what", "trials"], '--what is "trials": as svg there are charts'],
    [["export", "lab", "--format", "csv", "--experiment", "none"], 'the run has no experiment "none": it has workers'],
  ])("%j is a mistake of whoever types it", async (args, message) => {
    const { exitCode, stderr } = await scalebook(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
