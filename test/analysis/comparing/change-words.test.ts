import { describe, expect, test } from "vitest";
import { changeWords, intervalFigure, mediansNote } from "../../../src/analysis/comparing/change-words.js";
import type { Change } from "../../../src/analysis/results/run-analysis.js";

const change = (changePercent: number, interval: [number, number] | null, verdict: Change["verdict"]) =>
  ({ ratio: 1 + changePercent / 100, changePercent, interval, verdict }) as Change;

describe("the words of a change", () => {
  test("name its direction, factor and interval", () => {
    expect(changeWords(change(-41.28, [-42.4, -40.1], "faster"), "1 worker")).toBe(
      "takes 41.3 % less time than 1 worker (1.70× as fast; 95 % interval 40.1 to 42.4 % less)",
    );
    expect(changeWords(change(199.75, [190, 210], "slower"))).toBe(
      "takes 200 % more time (3.00× as long; 95 % interval 190 to 210 % more)",
    );
  });

  test("without an interval say why", () => {
    expect(changeWords(change(-81.7, null, "inconclusive"))).toBe(
      "takes 81.7 % less time (5.46× as fast; measured once, so no interval)",
    );
  });

  test("say equal as equal, and a factor of 1.00 not at all", () => {
    expect(changeWords(change(0.2, [-1, 1.4], "same"), "sequential")).toBe(
      "takes the same time as sequential within 3 % (0.2 % more; 95 % interval 1.0 % less to 1.4 % more)",
    );
    expect(changeWords(change(0.1, null, "inconclusive"))).toBe(
      "takes 0.1 % more time (measured once, so no interval)",
    );
  });

  test("do not say twice that the time is the same", () => {
    expect(changeWords(change(0.04, [-1, 1.4], "same"), "sequential")).toBe(
      "takes the same time as sequential within 3 % (95 % interval 1.0 % less to 1.4 % more)",
    );
    expect(changeWords(change(0.04, null, "inconclusive"), "1 worker")).toBe(
      "takes the same time as 1 worker (measured once, so no interval)",
    );
  });

  test("show the interval that an equality rests on, and any other at 95 %", () => {
    const equal = { ...change(0.2, [-3.4, 3.9], "same"), interval90: [-2.8, 2.9] as [number, number] };
    expect(changeWords(equal)).toBe(
      "takes the same time within 3 % (0.2 % more; 90 % interval 2.8 % less to 2.9 % more)",
    );
    expect(intervalFigure(equal)).toBe("−2.8 to +2.9 % (90 %)");
    expect(intervalFigure({ ...equal, verdict: "inconclusive" })).toBe("−3.4 to +3.9 %");
    expect(intervalFigure(change(1, null, "inconclusive"))).toBe("–");
  });

  test("say why medians show the other direction, and nothing where they do not", () => {
    const wild = { ...change(-1.4, [-3, -0.2], "faster"), method: "signed-rank", fromMs: 100, toMs: 100.4 } as Change;
    expect(mediansNote(wild)).toBe("change within repeats; medians alone: +0.4 %");
    expect(mediansNote({ ...wild, toMs: 99.6 })).toBe("");
    expect(mediansNote({ ...wild, toMs: 100.01 })).toBe("");
    expect(mediansNote({ ...wild, method: "bootstrap" })).toBe("");
  });

  test("are none without a ratio", () => {
    expect(() => changeWords({ ...change(1, null, "inconclusive"), ratio: null })).toThrow(TypeError);
  });
});
