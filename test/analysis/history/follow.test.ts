import { describe, expect, test } from "vitest";
import { seriesChangeWords } from "../../../src/analysis/history/change-words.js";
import { historyFindings } from "../../../src/analysis/history/findings.js";
import { followSeries } from "../../../src/analysis/history/follow.js";
import { valuesOf } from "../../../src/analysis/history/values.js";
import { median } from "../../../src/stats/median.js";
import { intervalWords } from "../../../src/words/percent.js";
import { daysOf, noisy, runsFrom, seriesFrom, seriesIn } from "./days.js";

describe("followSeries", () => {
  test("says when the level changed, by how much, and what changed beside it; never why", () => {
    const series = seriesFrom(daysOf(24, (day) => (day < 12 ? {} : { heavier: 1.2, commit: "b" })));
    const followed = followSeries(series);
    const [change, ...more] = followed.changes;
    expect(more).toEqual([]);
    expect(change?.at).toBe(12);
    expect(change?.first).toBe(series.points[12]);
    expect(change?.last).toBe(series.points[11]);
    expect(change?.confirmed?.run.id).toBe(series.points[change?.confirmedBy ?? -1]?.run.id);
    expect(change?.beside.map(({ what }) => what)).toEqual(["the measured project's commit"]);
    const percent = Math.abs(change?.changePercent ?? 0).toFixed(1);
    const [first] = historyFindings(followed);
    expect(first?.headline).toBe(`Takes ${percent} % more time since 13 Jan 2026`);
    const interval = intervalWords(change?.interval ?? [0, 0]);
    expect(first?.detail).toContain(
      `The 95 % interval is ${interval}. It is confirmed: 12 runs lie at the new level, `,
    );
    expect(first?.text).toMatch(/Beside it changed: the measured project's commit \(a{12} to b{12}\)\.$/);
    expect(first?.text).not.toMatch(/because|due to|caused/);
  });

  test("counts places among all runs, those without a time included", () => {
    const series = seriesFrom(daysOf(24, (day) => ({ heavier: day < 12 ? 1 : 0.8, fails: day === 3 || day === 12 })));
    const { changes, values, segments } = followSeries(series);
    expect(values.ms[3]).toBeNull();
    expect(changes.map(({ at }) => at)).toEqual([13]);
    expect(changes[0]?.last).toBe(series.points[11]);
    expect(segments.map(({ from, to, runs }) => [from, to, runs])).toEqual([
      [0, 11, 11],
      [13, 23, 11],
    ]);
    expect(seriesChangeWords(changes[0] as NonNullable<(typeof changes)[0]>)).toContain("% less time");
  });

  test("calls a steady rise a drift, and says since when and how much", () => {
    const series = seriesFrom(daysOf(40, (day) => ({ heavier: 1 + (0.12 * day) / 39 })));
    const followed = followSeries(series);
    expect(followed.changes).toEqual([]);
    expect(followed.drifts).toHaveLength(1);
    const [drift] = followed.drifts;
    expect([drift?.since, drift?.until, drift?.goesOn]).toEqual([series.points[0], series.points[39], true]);
    const [first] = historyFindings(followed);
    const percent = (drift?.changePercent ?? 0).toFixed(1);
    expect(first?.headline).toBe(`Drifting since 1 Jan 2026, about ${percent} % more time over 40 runs`);
    expect(Math.abs(Number(percent) - 12)).toBeLessThan(1);
    const ended = followSeries(seriesFrom(daysOf(60, (day) => ({ heavier: day < 40 ? 1 + (0.12 * day) / 39 : 0.8 }))));
    expect(ended.drifts.map(({ goesOn }) => goesOn)).toEqual([false]);
    expect(ended.changes.map(({ at }) => at)).toEqual([40]);
    expect(historyFindings(ended)[0]?.headline).toMatch(
      /^Drifted from 1 Jan 2026 to 9 Feb 2026, about \d+\.\d % more time$/,
    );
  });

  test("calls a fresh change suspected", () => {
    const { changes } = followSeries(seriesFrom(daysOf(16, (day) => ({ heavier: day < 11 ? 1 : 1.3 }))));
    const [change] = changes;
    const few = changes.length === 1 && change?.confirmed === null;
    if (few)
      expect(seriesChangeWords(change as NonNullable<typeof change>)).toContain("suspected (5 runs at the new level");
    const { changes: sooner } = followSeries(seriesFrom(daysOf(11, (day) => ({ heavier: day < 6 ? 1 : 1.3 }))));
    expect(sooner).toHaveLength(1);
    expect(sooner[0]?.confirmed).toBeNull();
    expect(seriesChangeWords(sooner[0] as NonNullable<(typeof sooner)[0]>)).toContain("suspected (5 runs");
  });
});

describe("valuesOf", () => {
  const moody = daysOf(30, (day) => ({ mood: noisy(15), control: true, heavier: day < 15 ? 1 : 1.1 }));

  test("divides by the control cell where that makes the series quieter, block by block", () => {
    const runs = runsFrom(moody);
    const series = seriesIn(runs);
    const { ms, byControl } = valuesOf(series);
    expect(byControl).toBe(true);
    const controls = runs.map(({ control }) => median((control?.trials ?? []).map((t) => t.wallMs as number)));
    const usual = Math.exp(controls.reduce((sum, value) => sum + Math.log(value), 0) / controls.length);
    for (const [index, { cell }] of series.points.entries()) {
      const beside = (block: number) => runs[index]?.control?.trials[block]?.wallMs as number;
      const quotients = cell.times.map(({ wallMs }, block) => wallMs / beside(block));
      expect(ms[index]).toBeCloseTo(median(quotients) * usual, 9);
    }
    expect(followSeries(series).changes.map(({ at }) => at)).toEqual([15]);
    expect(historyFindings(followSeries(series))[0]?.text).toContain("times divided by the control cell");
  });

  test("leaves times as they are where dividing makes them noisier, or no run has a control cell", () => {
    const disturbed = seriesFrom(daysOf(30, () => ({ control: true, controlNoise: 80 })));
    for (const series of [disturbed, seriesFrom(daysOf(12, () => ({})))]) {
      const { ms, byControl } = valuesOf(series);
      expect(byControl).toBe(false);
      expect(ms).toEqual(series.points.map(({ cell: { medianMs } }) => medianMs));
    }
  });

  test("joins runs from before there was a control cell", () => {
    const series = seriesFrom(daysOf(30, (day) => (day < 8 ? {} : { mood: noisy(15), control: true })));
    const { ms, byControl } = valuesOf(series);
    expect(byControl).toBe(true);
    expect(ms.slice(0, 8)).toEqual(series.points.slice(0, 8).map(({ cell: { medianMs } }) => medianMs));
  });
});
