import { describe, expect, it } from "vitest";
import { outcomes } from "../../../src/analysis/comparing/cell-summary.js";
import { meanWords, onceEach, oneEach } from "../../../src/analysis/results/once-words.js";

const cell = (samples?: number) =>
  outcomes({
    factors: { strategy: "a", workers: 1 },
    trials: [{ block: 0, status: "ok", wallMs: 1, ...(samples && { figures: { "mean-of-samples": samples } }) }],
  });

describe("combinations of one figure each", () => {
  it("are measured once each, or hold one mean each where every file says of how many samples", () => {
    expect([onceEach([cell(), cell(20)]), oneEach([cell()])]).toEqual(["measured once each", "One measurement each"]);
    expect([onceEach([cell(5), cell(20)]), oneEach([cell(5)])]).toEqual(["one mean each", "One mean each"]);
    expect(onceEach([cell(1)])).toBe("measured once each");
  });

  it("say the mean of how many samples they are", () => {
    expect(meanWords([cell(5_897), cell(736)])).toContain("the mean of 736 to 5,897 samples of one process");
    expect(meanWords([cell(8)])).toContain("the mean of 8 samples of one process");
    expect(meanWords([cell(), cell(8)])).toBe("");
  });
});
