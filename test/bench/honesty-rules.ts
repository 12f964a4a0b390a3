import { type CellView, cellViews } from "../../.build/analysis/cells/cell-view.js";
import { estimator } from "../../.build/analysis/comparing/estimate.js";
import { COMPARED_BLOCKS, measuredFloorPercent } from "../../.build/analysis/comparing/machine-floor.js";
import { GENERAL_FLOOR_PERCENT, verdictOf } from "../../.build/analysis/comparing/verdict.js";
import type { Run } from "../../.build/record/schema/run-schema.js";
import { binomialInterval } from "../../.build/stats/binomial-interval.js";
import { mean } from "../../.build/stats/mean.js";
import { seededRandom } from "../../.build/stats/random.js";
import { pOfT } from "../../.build/stats/t-statistic.js";
import { welchT } from "../../.build/stats/welch-t.js";

/**
 * Blocks that the machine's floor is measured on, as a self-test would: the first ones, which no comparison has. Of a
 * short recording a third.
 */
const FLOOR_BLOCKS = 150;
const DRAWS = 500;

/** What is set side by side. */
export const RULES = {
  ours: "our rule, floor 2 %",
  oursWithFloor: "our rule, floor of a self-test",
  welch: "Welch on means, p <= 0.05",
  threshold: "means differ by 5 %",
};

type Rule = keyof typeof RULES;

export interface Outcome {
  drawn: string;
  comparisons: number;
  floorPercent: number;
  rules: Record<Rule, { alarmPercent: number; upperPercent: number; foundPercent: number }>;
}

/** Times of the three cells in one block. */
interface Block {
  a: number;
  b: number;
  more: number;
}

/** What each rule makes of the recording: of two equal cells, and of one with 5 % more work. Nothing of too few blocks. */
export function outcomesOf(run: Run, seed: number): Outcome[] {
  const blocks = wholeBlocks(run);
  const forFloor = Math.min(FLOOR_BLOCKS, Math.floor(blocks.length / 3));
  const held = blocks.slice(0, forFloor);
  const rest = blocks.slice(forFloor);
  if (rest.length < 2 * COMPARED_BLOCKS) return [];
  const floorPercent = measuredFloorPercent(
    held.map(({ a, b }) => Math.log(b / a)),
    seed,
  );
  const random = seededRandom(seed);
  const draws = Array.from({ length: DRAWS }, () => draw(rest, random));
  const windows = Array.from({ length: Math.floor(rest.length / COMPARED_BLOCKS) }, (_, index) =>
    rest.slice(index * COMPARED_BLOCKS, (index + 1) * COMPARED_BLOCKS),
  );
  const views = cellViews({ ...(run.experiments[0] as Run["experiments"][number]) });
  const judge = (samples: Block[][], drawn: string, trials: number): Outcome => ({
    drawn,
    comparisons: samples.length,
    floorPercent,
    rules: judgeAll(samples, { view: views[0] as CellView, floorPercent, trials }),
  });
  return [
    // They overlap: the limit goes by half as many trials as there are blocks (simulated: it holds in 93 % or more).
    judge(draws, `drawn from ${rest.length} blocks`, Math.min(DRAWS, Math.floor(rest.length / 2))),
    judge(windows, "successive blocks, none twice", windows.length),
  ];
}

function wholeBlocks(run: Run): Block[] {
  const cells = run.experiments[0]?.cells ?? [];
  const byBlock = cells.map(
    ({ trials }) => new Map(trials.flatMap(({ block, wallMs }) => (wallMs === null ? [] : [[block, wallMs]]))),
  );
  const [a, b, more] = byBlock as [Map<number, number>, Map<number, number>, Map<number, number>];
  return [...a].flatMap(([block, ms]) => {
    const [second, third] = [b.get(block), more.get(block)];
    return second === undefined || third === undefined ? [] : [{ a: ms, b: second, more: third }];
  });
}

function draw(blocks: readonly Block[], random: () => number): Block[] {
  const rest = [...blocks];
  for (let place = 0; place < COMPARED_BLOCKS; place++) {
    const pick = place + Math.floor(random() * (rest.length - place));
    [rest[place], rest[pick]] = [rest[pick] as Block, rest[place] as Block];
  }
  return rest.slice(0, COMPARED_BLOCKS);
}

/** What is called a change: `null` where nothing is, else the direction. */
type Call = "more" | "less" | null;

function judgeAll(
  samples: readonly Block[][],
  { view, floorPercent, trials }: { view: CellView; floorPercent: number; trials: number },
) {
  const calls: Record<Rule, (from: number[], to: number[]) => Call> = {
    ours: (from, to) => ourCall(view, from, to, GENERAL_FLOOR_PERCENT),
    oursWithFloor: (from, to) => ourCall(view, from, to, Math.max(GENERAL_FLOOR_PERCENT, floorPercent)),
    welch: (from, to) => {
      const t = welchT(from, to);
      return pOfT(t) <= 0.05 ? direction(t.estimate) : null;
    },
    threshold: (from, to) => {
      const change = mean(to) / mean(from) - 1;
      return Math.abs(change) >= 0.05 ? direction(change) : null;
    },
  };
  const of = (sample: readonly Block[], cell: keyof Block) => sample.map((block) => block[cell]);
  const figures = Object.entries(calls).map(([rule, call]) => {
    const alarms = samples.filter((sample) => call(of(sample, "a"), of(sample, "b")) !== null).length;
    const found = samples.filter((sample) => call(of(sample, "a"), of(sample, "more")) === "more").length;
    const share = alarms / samples.length;
    // The upper end of an interval of 90 % is the upper limit of 95 %.
    const [, upper] = binomialInterval(Math.round(share * trials), trials, 0.9);
    return [
      rule,
      { alarmPercent: share * 100, upperPercent: upper * 100, foundPercent: (found / samples.length) * 100 },
    ];
  });
  return Object.fromEntries(figures) as Outcome["rules"];
}

function ourCall(view: CellView, from: number[], to: number[], floorPercent: number): Call {
  const viewOf = (times: number[]) => ({ ...view, times: times.map((wallMs, block) => ({ block, wallMs })) });
  const estimate = estimator(true)(viewOf(from), viewOf(to));
  const { verdict } = verdictOf({ estimate, q: estimate.p, floorPercent });
  return verdict === "slower" ? "more" : verdict === "faster" ? "less" : null;
}

function direction(change: number): Call {
  return change > 0 ? "more" : "less";
}
