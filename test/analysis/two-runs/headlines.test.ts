import { describe, expect, test } from "vitest";
import { historyFindings } from "../../../src/analysis/history/findings.js";
import { followSeries } from "../../../src/analysis/history/follow.js";
import { seriesOf } from "../../../src/analysis/history/series.js";
import type { Finding } from "../../../src/analysis/results/run-analysis.js";
import { compareRuns } from "../../../src/analysis/two-runs/compare-runs.js";
import { digestOf } from "../../../src/analysis/two-runs/run-digest.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { keepsLimits } from "../../../src/words/headline.js";
import { daysOf, noisy, runsFrom } from "../history/days.js";
import { coresHost, coresVm } from "../lab.js";
import { recordedRuns } from "../recorded-runs.js";
import { sampleRun } from "../sample-run.js";

const stepped = runsFrom(daysOf(24, (day) => (day < 12 ? {} : { heavier: 1.2, commit: "b" })));
const fresh = runsFrom(daysOf(16, (day) => ({ heavier: day < 11 ? 1 : 0.8 })));
const rising = runsFrom(daysOf(60, (day) => ({ heavier: day < 40 ? 1 + (0.12 * day) / 39 : 0.7 })));
const moody = runsFrom(daysOf(30, (day) => ({ mood: noisy(15), control: true, heavier: day < 15 ? 1 : 1.1 })));
const single = sampleRun(1);

const recorded = recordedRuns().map(([, run]) => run);
const pairs: [Run, Run][] = [
  ...recorded.flatMap((a) => recorded.map((b): [Run, Run] => [a, b])),
  [coresHost(), coresVm()],
  ...[stepped, fresh, rising, moody].flatMap((runs): [Run, Run][] => [
    [runs[0] as Run, runs.at(-1) as Run],
    [runs.at(-2) as Run, runs.at(-1) as Run],
  ]),
  ...[5, 20].flatMap((blocks): [Run, Run][] => [
    [sampleRun(blocks), single],
    [sampleRun(blocks), sampleRun(blocks)],
  ]),
];

function compared(): Finding[] {
  return pairs.flatMap(([a, b]) => [...compareRuns(a, b).findings, ...compareRuns(a, b, { byControl: true }).findings]);
}

function followed(): Finding[] {
  return [recorded, stepped, fresh, rising, moody]
    .flatMap((runs) => seriesOf(runs.toReversed().map((run) => ({ run, ...digestOf(run) }))))
    .flatMap((series) => historyFindings(followSeries(series)));
}

describe.each([
  ["comparisons", compared],
  ["histories", followed],
])("headlines of %s", (_, make) => {
  const findings = make();

  test("keep the limits and are plain sentences that name no cause", () => {
    expect(new Set(findings.map(({ id }) => id)).size).toBeGreaterThan(3);
    for (const { headline } of findings) {
      expect(keepsLimits(headline), headline).toBe(true);
      expect(headline).toMatch(/^[A-Z0-9]/);
      expect(headline).not.toMatch(/because|\balike\b|due to|[-−]\d| {2}|undefined|null|NaN|…$|[.,;:]$/i);
    }
  });

  test("say the direction that their change was found to have, and none where it is undecided", () => {
    for (const { headline, change, evidence } of findings) {
      if (change === null) continue;
      expect(evidence.changes).toContainEqual(change);
      if (change.verdict === "faster") expect(headline).toContain("less time");
      if (change.verdict === "slower") expect(headline).toContain("more time");
      if (change.verdict === "inconclusive" && change.interval !== null)
        expect(headline).not.toMatch(/less time|more time|the same time (?!in both runs is undecided)/);
    }
  });

  test("open the text, which goes on with whole sentences", () => {
    for (const { headline, detail, text } of findings) {
      expect(text).toBe(detail === "" ? `${headline}.` : `${headline}. ${detail}`);
      if (detail !== "") expect(detail).toMatch(/^[A-Z0-9].*\.$/);
    }
  });
});
