import { expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { changeRecords } from "../../../src/report/export/records.js";
import { versionsRun } from "../../analysis/versions/simulated.js";

it("changes have every comparison of two versions, by what it is over", () => {
  const run = versionsRun({ workers: [1, 2], effect: () => 1.1 });
  const analysis = analyseRun(run);
  const records = changeRecords({ run, analysis } as Parameters<typeof changeRecords>[0]);
  const own = records.filter(({ comparison }) => String(comparison).startsWith("versions-"));
  const said = analysis.experiments[0]?.versions;
  expect(own.map(({ comparison }) => comparison)).toEqual([
    "versions-all",
    "versions-cell",
    "versions-cell",
    "versions-scaling",
  ]);
  expect(own[0]).toMatchObject({ from: "over all, before", to: "over all, after", from_ms: null, verdict: "slower" });
  expect(own[0]?.change_percent).toBe(said?.overall?.change.changePercent);
  expect(own[1]?.from_ms).toBe(said?.changes.find(({ scope }) => scope === "cell")?.change.fromMs);
});
