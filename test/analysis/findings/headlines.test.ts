import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { keepsLimits } from "../../../src/words/headline.js";
import { everyRun } from "../every-run.js";

describe.each(everyRun)("headlines of %s", (_, run) => {
  const findings = analyseRun(run).findings;

  test("keep the limits: 15 words, 90 characters, one percentage, no brackets", () => {
    for (const { headline } of findings) expect(keepsLimits(headline), headline).toBe(true);
  });

  test("are whole plain sentences that name no cause and no sign", () => {
    for (const { headline } of findings) {
      expect(headline).toMatch(/^[A-Z0-9]/);
      expect(headline).not.toMatch(/because|\balike\b|thanks to|due to|[-−]\d| {2}|undefined|null|NaN|…$|[.,;:]$/i);
    }
  });

  test("speak of a change of the evidence, its direction in words", () => {
    for (const { headline, change, evidence } of findings) {
      if (change === null) continue;
      expect(evidence.changes).toContainEqual(change);
      if (change.verdict === "faster") expect(headline).not.toMatch(/\bmore time\b|slower|longer/);
      if (change.verdict === "slower") expect(headline).not.toMatch(/\bless time\b|faster|shorter/);
    }
  });

  test("open the text, which goes on with the detail", () => {
    for (const { headline, detail, text } of findings)
      expect(text).toBe(detail === "" ? `${headline}.` : `${headline}. ${detail}`);
  });
});
