import { describe, expect, it } from "vitest";
import type { FigureModel } from "../../../../src/report/pages/figures.js";
import { foldedEvidence } from "../../../../src/report/pages/run/folded-evidence.js";
import { singleFile } from "../../../../src/report/single-file/single-file.js";
import { table } from "../../../../src/report/tables/table.js";
import { makeRun, workersExperiment } from "../../sample-runs.js";
import { entryOf } from "../../write-up/drafts.js";

const figures = ["one", "two", "three"].map((id) => ({ id }) as FigureModel);
const tables = (...ids: string[]) => ids.map((id) => table({ id: `x-e-${id}`, caption: "", columns: [], rows: [] }));
const ids = (all: readonly { id: string }[] = []) => all.map(({ id }) => id.replace("x-e-", ""));

describe("what stands open of an experiment", () => {
  it("is its first two charts and its first table, what failed, and the table of all figures", () => {
    const found = foldedEvidence({ answers: [], figures, tables: tables("changes", "steps", "failures", "cells") });
    expect([ids(found.figures), ids(found.tables)]).toEqual([
      ["one", "two"],
      ["changes", "failures", "cells"],
    ]);
    expect([ids(found.more?.figures), ids(found.more?.tables)]).toEqual([["three"], ["steps"]]);
    expect(found.more?.title).toBe("1 more chart and 1 table");
  });

  it("is the tables of its own, where it has some, in place of another", () => {
    const found = foldedEvidence({ answers: tables("costs", "faults"), figures: [], tables: tables("cpu", "steps") });
    expect([ids(found.answers), ids(found.tables)]).toEqual([["costs", "faults"], []]);
    expect(found.more?.title).toBe("2 more tables");
  });

  it("is all where there is no more", () => {
    const given = { answers: [], figures: figures.slice(0, 2), tables: tables("changes", "cells") };
    expect(foldedEvidence(given)).toEqual({ ...given, more: null });
    expect(foldedEvidence({ ...given, figures }).more?.title).toBe("1 more chart");
  });

  it("is everything in a file that is handed on by itself", async () => {
    const entry = entryOf(makeRun({ experiments: [workersExperiment(3)] }));
    const { html, charts } = await singleFile({ entry, standing: "", toolVersion: "0.1.0" });
    expect(charts).toBeGreaterThan(2);
    expect(html).not.toContain('class="rest"');
  });
});
