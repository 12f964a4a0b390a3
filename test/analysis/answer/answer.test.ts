import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answersOf } from "../../../src/analysis/answer/answer.js";
import { cellKey } from "../../../src/analysis/cells/cell-keys.js";
import type { RunAnalysis } from "../../../src/analysis/results/run-analysis.js";
import { HEADLINE_LIMITS, wordsOf } from "../../../src/words/headline.js";
import { everyRun } from "../every-run.js";

const named = (analysis: RunAnalysis, id: string) => {
  const found = analysis.experiments.find((experiment) => experiment.id === id);
  if (found === undefined) throw new Error(`no experiment ${id}`);
  return found;
};

describe.each(everyRun)("answers of %s", (_, run) => {
  const analysis = analyseRun(run);
  const answers = answersOf(analysis);

  test("are one for every experiment, advice on workers first", () => {
    expect(answers.map(({ experiment }) => experiment).sort()).toEqual(analysis.experiments.map(({ id }) => id).sort());
    const onWorkers = answers.filter(
      ({ isAdvice, experiment }) => isAdvice && named(analysis, experiment).varying.includes("workers"),
    );
    if (onWorkers.length > 0) expect(onWorkers).toContain(answers[0]);
  });

  test("are short", () => {
    for (const { use, gain, reasons } of answers) {
      expect(wordsOf(use).length, use).toBeLessThanOrEqual(HEADLINE_LIMITS.words);
      expect(wordsOf(`${gain?.amount} ${gain?.than}`).length).toBeLessThanOrEqual(HEADLINE_LIMITS.words + 5);
      expect(reasons.length).toBeLessThanOrEqual(3);
      for (const text of [use, ...reasons]) expect(text).not.toMatch(/undefined|null|NaN|[.,;:]$| {2}/);
    }
  });

  test("claim a gain where it is decided, and as much as was found", () => {
    for (const { experiment, isAdvice, gain, change, changeOf } of answers) {
      if (!isAdvice || gain === null) continue;
      const { advice } = named(analysis, experiment);
      const amount = /^([\d.,]+) % less time$/.exec(gain.amount)?.[1];
      if (amount === undefined) {
        expect(gain.amount).toMatch(
          /^(?:Nothing tested|Least time|No clear difference|Gain not certain|the same time|[\d.,]+ % more time)$/,
        );
        if (gain.amount === "Nothing tested") expect(change === null || changeOf !== "").toBe(true);
        if (gain.amount === "Gain not certain") expect(advice?.isGainDecided).toBe(false);
        continue;
      }
      // Of two measured once, the lesser is the baseline, and the gain is the way back.
      if (change === null && advice?.pointValues === true) continue;
      expect(change?.changePercent).toBeLessThan(0);
      const times = /([\d.]+)× as fast/.exec(gain.than)?.[1];
      if (times !== undefined)
        expect(Number(times)).toBeCloseTo(1 / (change?.ratio ?? 1), Number(times) < 9.95 ? 1 : 0);
      expect(Math.abs(Number(amount) + (change?.changePercent ?? 0))).toBeLessThanOrEqual(
        Number(amount) < 10 ? 0.05 : 0.5,
      );
      expect(advice?.pointValues === true || (change?.verdict === "faster" && advice?.isGainDecided === true)).toBe(
        true,
      );
      expect([...(change?.toEach ?? [change?.to])].map((to) => to && cellKey(to)).sort()).toEqual(
        [...(advice?.namedKeys ?? [])].sort(),
      );
    }
  });

  test("say of nothing that a table shows to be slower that it is as good", () => {
    for (const { experiment, isAdvice, reasons } of answers) {
      const { advice, changes } = named(analysis, experiment);
      if (!isAdvice || advice === null) continue;
      const { namedKeys, tiedKeys, openKeys } = advice;
      const slower = Object.values(changes)
        .flat()
        .filter(({ from, verdict }) => verdict === "slower" && namedKeys.includes(cellKey(from)))
        .map(({ to }) => cellKey(to))
        .filter((key) => tiedKeys.includes(key) && !namedKeys.includes(key));
      for (const key of slower) expect(openKeys).not.toContain(key);
      if (openKeys.length === 0) expect(reasons.join()).not.toMatch(/not shown to be slower/i);
    }
  });

  test("count the comparisons that they rest on and that are decided, where no single change is theirs", () => {
    for (const { experiment, use, isAdvice, change, decided } of answers) {
      if (decided === null) continue;
      expect(isAdvice).toBe(false);
      expect(change).toBeNull();
      const foremost = named(analysis, experiment).findings.find(({ headline }) => headline === use);
      const judged = (foremost?.evidence.changes ?? []).filter(({ interval }) => interval !== null);
      expect(decided.all).toBe(judged.length);
      expect(decided.clear).toBe(judged.filter(({ verdict }) => verdict !== "inconclusive").length);
    }
  });

  test("say whose loss it is where as many workers lose most by something else", () => {
    for (const { experiment } of answers) {
      const losses = named(analysis, experiment).findings.filter(({ id }) => id === "largest-loss");
      const unnamed = losses.flatMap(({ headline }) => /^\d+ workers? lose most/.exec(headline) ?? []);
      expect(new Set(unnamed).size).toBe(unnamed.length);
    }
  });

  test("name combinations of the experiment, the advised one first", () => {
    for (const { experiment, cells, isAdvice } of answers) {
      const { cells: known, advice } = named(analysis, experiment);
      const keys = known.map(({ key }) => key);
      for (const key of cells) expect(keys).toContain(key);
      if (isAdvice) expect(cells[0]).toBe(advice?.key);
    }
  });

  test("call nothing equal that a table of the page decides", () => {
    for (const { advice, furtherAdvice, changes } of analysis.experiments) {
      for (const { namedKeys, openKeys } of [...(advice ? [advice] : []), ...furtherAdvice]) {
        const between = Object.values(changes)
          .flat()
          .filter(({ from, to }) => namedKeys.includes(cellKey(from)) && openKeys.includes(cellKey(to)));
        for (const { verdict } of between) expect(["same", "inconclusive"]).toContain(verdict);
      }
    }
  });
});
