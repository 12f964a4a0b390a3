import { expect, it } from "vitest";
import { bibtex } from "../../../../src/report/pages/run/citation.js";
import { makeRun, workersExperiment } from "../../sample-runs.js";
import { entryOf } from "../../write-up/drafts.js";

it("a citation names the interpreters beside Node", () => {
  const run = makeRun({ experiments: [workersExperiment(2)] });
  const python = { runtime: "python", version: "3.11.7", implementation: "CPython", startMethod: "fork" };
  const software = { ...run.software, interpreters: [{ ...python, freeThreaded: false }] };
  expect(bibtex(entryOf({ ...run, software }))).toMatch(/Recorded with scalebook .*, Node .*, Python 3\.11\.7\./);
});
