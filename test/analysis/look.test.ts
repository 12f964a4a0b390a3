import { test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { compareRuns } from "../../src/analysis/compare-runs.js";
import { coresHost, coresVm, fileWrite, listAppend } from "./lab.js";
test("look", () => {
  for (const run of [coresHost(), listAppend(), fileWrite()]) {
    const a = analyseRun(run);
    const e = a.experiments[0]!;
    console.log(a.study, JSON.stringify(a.blocks), e.varying, JSON.stringify(e.constant));
    for (const c of e.cells) console.log("  ", c.key, "|", c.label, JSON.stringify(c.ideal), c.ownSpeedUp, c.efficiency, c.isBaseline);
    for (const k of ["againstBaseline", "steps", "acrossStrategies"] as const) for (const c of e.changes[k]) console.log("  ", k, JSON.stringify(c));
    for (const f of e.findings) console.log("  *", f.id, f.weight.toFixed(1), f.text);
  }
  const c = compareRuns(coresHost(), coresVm());
  console.log(JSON.stringify(c.summary), c.differences, c.cells.map((x) => x.changePercent));
  for (const f of c.findings) console.log("  *", f.id, f.weight, f.text);
});
