import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { cellKey } from "../../../src/analysis/cells/cell-keys.js";
import type { Change, Finding } from "../../../src/analysis/results/run-analysis.js";
import { parseRunText } from "../../../src/record/schema/parse-run.js";
import type { Cell, Experiment, Factors, Run } from "../../../src/record/schema/run-schema.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { threeAtMost } from "./find.js";

/** The runs that are published with the sources: what stands in their sentences is computed again from their trials. */
const FOLDER = fileURLToPath(new URL("../../../runs/examples/", import.meta.url));
const RUNS = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
  .filter((file) => file.endsWith(".json"))
  .map((file): [string, Run] => [file, parseRunText(readFileSync(FOLDER + file, "utf8"), file)]);

/** "20.8 % less ... 95 % interval 16.0 to 26.1 % less": a change with its interval, wherever it stands in a sentence. */
const TOLD =
  /([\d.,]+) % (less|more)((?:(?! % (?:less|more)).)*?)95 % interval ([\d.,]+ (?:% less )?to [\d.,]+ % (?:less|more))/g;

describe.each(RUNS)("the sentences of %s", (_, run) => {
  const told = analyseRun(run).experiments.flatMap(({ id, findings }) =>
    findings.map((finding) => ({ finding, experiment: run.experiments.find((one) => one.id === id) as Experiment })),
  );

  test("rest on changes that the trials give again", () => {
    for (const { finding, experiment } of told) {
      for (const change of finding.evidence.changes ?? []) {
        const logs = logsOf(change, experiment);
        if (run.origin === undefined && change.ratio !== null) {
          expect(change.n).toBe(logs.length);
          // Of several cells that the data picked it is wider.
          const { ratio, interval } = recomputed(logs, change.toEach ? 0.975 : 0.95);
          expect(change.ratio).toBeCloseTo(ratio, 9);
          expect(change.interval === null).toBe(interval === null);
          for (const end of [0, 1] as const) expect(change.interval?.[end] ?? 0).toBeCloseTo(interval?.[end] ?? 0, 6);
        }
        // "Faster" and "slower" are said of intervals that leave out no change, and of 2 % or more.
        const [low, high] = change.interval ?? [0, 0];
        if (change.verdict === "faster") expect([high < 0, (change.changePercent ?? 0) <= -2]).toEqual([true, true]);
        if (change.verdict === "slower") expect([low > 0, (change.changePercent ?? 0) >= 2]).toEqual([true, true]);
      }
    }
  });

  test("tell those changes, each with its own interval and the right way round", () => {
    for (const { finding, experiment } of told) {
      for (const [, percent, way, , interval] of finding.text.matchAll(TOLD)) {
        // Tasks a second are more where time is less: `measuring-workers` turns that change over, and its own test checks it.
        if (finding.text.split(interval as string)[0]?.includes("more tasks per second")) continue;
        const words = [
          ...(finding.evidence.changes ?? []),
          ...pairsOf(finding, experiment),
          ...figureChangesOf(finding),
        ].map(wordsOf);
        expect(words, finding.text).toContainEqual([percent, way, interval]);
      }
    }
  });

  test("call nothing a gain or a loss in words that the verdict does not carry", () => {
    for (const { finding } of told) {
      const changes = finding.evidence.changes ?? [];
      if (!/(?<!Not )clearly (?:wins|less|more|slower)/.test(finding.text) || changes.length === 0) continue;
      expect(changes.some(({ verdict }) => verdict === "faster" || verdict === "slower" || verdict === "same")).toBe(
        true,
      );
    }
  });
});

test("they are many: a pattern that finds none would check none", () => {
  const texts = RUNS.flatMap(([, run]) => analyseRun(run).findings).map(({ text }) => text);
  const most = Math.max(...RUNS.flatMap(([, run]) => run.experiments.flatMap(({ cells }) => cells.map(blocksOf))));
  expect(texts.flatMap((text) => [...text.matchAll(TOLD)]).length).toBeGreaterThan(most > 1 ? 30 : -1);
});

/** Every cell that a sentence names against every other, for those that leave an open change out of their evidence. */
function pairsOf({ evidence }: Finding, { cells }: Experiment): Pick<Change, "changePercent" | "interval">[] {
  const named = cells.filter((cell) => evidence.cells?.includes(cellKey(cell.factors)));
  return named.flatMap(({ factors: from }) =>
    named.flatMap(({ factors: to }) => {
      const logs = from === to ? [] : logsOf({ from, to }, { cells });
      if (logs.length === 0) return [];
      const { ratio, interval } = recomputed(logs);
      return [{ changePercent: (ratio - 1) * 100, interval }];
    }),
  );
}

/** Changes of memory, CPU time and costs: figures of the evidence, which the tests of their rules compute again. */
function figureChangesOf({ evidence: { figures = {} } }: Finding): Pick<Change, "changePercent" | "interval">[] {
  return Object.entries(figures).flatMap(([name, low]) => {
    const [changePercent, high] = ["Percent", "HighPercent"].map((end) => figures[name.replace("LowPercent", end)]);
    const isChange = name.endsWith("LowPercent") && typeof low === "number";
    return isChange && typeof changePercent === "number" && typeof high === "number"
      ? [{ changePercent, interval: [low, high] }]
      : [];
  });
}

function blocksOf({ trials }: Cell): number {
  return trials.length;
}

/** Log ratios of the blocks in which both cells finished. */
function logsOf(
  { from, to, toEach = [to] }: Pick<Change, "from" | "to" | "toEach">,
  { cells }: Pick<Experiment, "cells">,
): number[] {
  const before = timesOf(cells, from);
  const after = toEach.map((factors) => timesOf(cells, factors));
  return [...before].flatMap(([block, fromMs]) => {
    const logs = after.flatMap((times) => (times.has(block) ? Math.log((times.get(block) as number) / fromMs) : []));
    // Of several cells their geometric mean.
    return logs.length < after.length ? [] : [logs.reduce((sum, log) => sum + log, 0) / logs.length];
  });
}

function timesOf(cells: readonly Cell[], factors: Factors): Map<number, number> {
  const cell = cells.find((one) => JSON.stringify(one.factors) === JSON.stringify(factors));
  if (cell === undefined) throw new Error(`no cell of ${JSON.stringify(factors)}`);
  return new Map(
    cell.trials.flatMap(({ status, block, wallMs }) => (status === "ok" && wallMs ? [[block, wallMs] as const] : [])),
  );
}

/** Mean and t interval of few blocks; of ten or more the median of all pairwise means, with the exact bounds of the signed-rank test. */
function recomputed(logs: readonly number[], level = 0.95): { ratio: number; interval: [number, number] | null } {
  const percent = (log: number) => (Math.exp(log) - 1) * 100;
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  if (logs.length === 1) return { ratio: Math.exp(mean), interval: null };
  if (logs.length < 10) {
    const [low, high] = tInterval(logs, level);
    return { ratio: Math.exp(mean), interval: [percent(low), percent(high)] };
  }
  const walsh = logs.flatMap((one, i) => logs.slice(i).map((other) => (one + other) / 2)).sort((a, b) => a - b);
  const middle = (walsh.length - 1) / 2;
  const estimate = ((walsh[Math.floor(middle)] as number) + (walsh[Math.ceil(middle)] as number)) / 2;
  const outside = boundOf(logs.length, (1 - level) / 2);
  const ends = [walsh[outside], walsh[walsh.length - 1 - outside]] as [number, number];
  return { ratio: Math.exp(estimate), interval: [percent(ends[0]), percent(ends[1])] };
}

/** The largest k with P(W < k) of at most the tail, W the sum of the ranks 1 to n of one sign, each as likely as not. */
function boundOf(n: number, tail: number): number {
  let ways = [1];
  for (let rank = 1; rank <= n; rank++) {
    const next = Array<number>(ways.length + rank).fill(0);
    for (const [sum, count] of ways.entries()) {
      next[sum] = (next[sum] as number) + count;
      next[sum + rank] = (next[sum + rank] as number) + count;
    }
    ways = next;
  }
  let [k, below] = [0, 0];
  while (below + (ways[k] as number) <= tail * 2 ** n) {
    below += ways[k] as number;
    k += 1;
  }
  return k - 1;
}

/** Percentage, direction and interval as a sentence writes them. */
function wordsOf({ changePercent, interval }: Pick<Change, "changePercent" | "interval">): (string | undefined)[] {
  const size = (percent: number) => threeAtMost(Math.abs(percent));
  const way = (percent: number) => (percent < 0 ? "less" : "more");
  if (changePercent === null || interval === null) return [];
  const [low, high] = interval;
  const crosses = low < 0 && high > 0;
  const [near, far] = high <= 0 ? [high, low] : [low, high];
  const words = crosses ? `${size(low)} % less to ${size(high)} % more` : `${size(near)} to ${size(far)} % ${way(far)}`;
  return [size(changePercent), way(changePercent), words];
}
