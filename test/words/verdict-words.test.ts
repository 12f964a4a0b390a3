import { describe, expect, it } from "vitest";
import { reasonWords, VERDICT_WORDS, verdictCount, verdictWords } from "../../src/words/verdict-words.js";

describe("verdicts", () => {
  it("have one word each, and a reason for each missing one", () => {
    expect(Object.values(VERDICT_WORDS)).toEqual(["faster", "slower", "equal within 3 %", "not enough evidence"]);
    const reasons = ["single-trial", "wide-interval", "below-floor", "below-resolution", "no-usable-trial"] as const;
    expect(reasons.every((reason) => reasonWords({ reason, interval: null }).length > 10)).toBe(true);
    expect(reasonWords({ interval: null })).toBe("");
  });

  it("are counted in words that follow a number", () => {
    expect(verdictCount(3, "faster")).toBe("3 faster");
    expect(verdictCount(9, "inconclusive")).toBe("9 without enough evidence");
  });

  it("give way to why there is none where nothing could be judged", () => {
    const verdict = "inconclusive";
    expect(verdictWords({ verdict, reason: "single-trial", ratio: 0.5, interval: null })).toBe("measured once");
    expect(verdictWords({ verdict, reason: "no-usable-trial", ratio: null, interval: null })).toBe("no usable repeat");
    expect(verdictWords({ verdict, reason: "wide-interval", ratio: 0.9, interval: null })).toBe("not enough evidence");
    expect(verdictWords({ verdict: "faster", ratio: 0.5, interval: null })).toBe("faster");
  });

  it("blame the correction only for an interval that leaves out no change", () => {
    const reason = "not-significant";
    expect(reasonWords({ reason, interval: [-5, 1.3] })).toBe("no change is within the interval; record more");
    expect(reasonWords({ reason, interval: [0.5, 20.6] })).toMatch(/^too little once corrected/);
    expect(verdictWords({ verdict: "inconclusive", reason, ratio: 0.9, interval: [-5, 1.3] })).toBe(
      "not enough evidence",
    );
    expect(verdictWords({ verdict: "inconclusive", reason, ratio: 0.9, interval: [-20, -1] })).toBe(
      "not enough evidence (corrected for many comparisons)",
    );
    expect(reasonWords({ reason, interval: [-20, -1] })).toMatch(/^too little once corrected/);
  });
});
