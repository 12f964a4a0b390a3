import { expect, test } from "vitest";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import { isUndecided, trialsNeeded } from "../../../src/analysis/comparing/change-words.js";
import { estimator } from "../../../src/analysis/comparing/estimate.js";
import { judge } from "../../../src/analysis/comparing/verdict.js";
import type { Change } from "../../../src/analysis/results/run-analysis.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { cell, experiment } from "../make-run.js";

const PILOTS = 200;

interface Setting {
  changePercent: number;
  /** Spread of the logarithms of a cell's times. */
  noise: number;
}

/** The change between two cells recorded in so many blocks, judged by itself. */
function record({ changePercent, noise }: Setting, blocks: number, random: () => number): Change {
  const times = (ms: number) => Array.from({ length: blocks }, () => ms * Math.exp(noise * gaussian(random)));
  const cells = [
    cell({ strategy: "a", workers: 1 }, times(100)),
    cell({ strategy: "b", workers: 1 }, times(100 + changePercent)),
  ];
  const [from, to] = cellViews(experiment(cells));
  if (!from || !to) throw new Error("two cells");
  const [change] = judge([{ from, to, estimate: estimator(true)(from, to) }], 2);
  return change as Change;
}

/** Share of undecided recordings after which a fresh one of as many blocks as are named decides. */
function tells(setting: Setting, blocks: number): number {
  const random = seededRandom(17);
  let named = 0;
  let told = 0;
  while (named < PILOTS) {
    const pilot = record(setting, blocks, random);
    const needed = isUndecided(pilot) ? trialsNeeded(pilot) : Number.POSITIVE_INFINITY;
    if (needed > 200) continue;
    named++;
    if (record(setting, needed, random).verdict !== "inconclusive") told++;
  }
  return told / named;
}

// 200 pilots each: where 90 % tell, the standard error of a share is 2 points.
test.each([
  { changePercent: 1, noise: 0.05, blocks: 5 },
  { changePercent: 1, noise: 0.05, blocks: 10 },
  { changePercent: 3, noise: 0.05, blocks: 20 },
  { changePercent: 3, noise: 0.02, blocks: 5 },
  { changePercent: 5, noise: 0.05, blocks: 5 },
])("about so many blocks tell in 80 % of cases or more: %o", ({ blocks, ...setting }) => {
  expect(tells(setting, blocks)).toBeGreaterThanOrEqual(0.8);
});

test("a change that takes more than 200 blocks is told so, whatever the spread", () => {
  expect(trialsNeeded({ interval: [-60, 150], changePercent: 0, n: 10 })).toBeGreaterThan(200);
  expect(trialsNeeded({ interval: [-100, 1e12], changePercent: 4, n: 2 })).toBeGreaterThan(200);
});

test("one comparison among many needs more than one alone", () => {
  const alone = { interval: [-1, 9] as [number, number], changePercent: 4, n: 10, p: 0.1, q: 0.1 };
  expect(trialsNeeded({ ...alone, q: 0.9 })).toBeGreaterThan(trialsNeeded(alone));
});
