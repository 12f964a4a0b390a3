import type { Experiment, Factors, Run } from "../../../src/record/schema/run-schema.js";
import { seededRandom } from "../../../src/stats/random.js";
import { cell, experiment, makeRun } from "../make-run.js";

export interface Simulated {
  seed?: number;
  blocks?: number;
  /** Spread of the logarithms of times of one program. */
  noise?: number;
  strategies?: readonly string[];
  workers?: readonly number[];
  /** True time of the new version over that of the old one; 1 without. */
  effect?: (factors: Factors) => number;
  /** The same of the twin. */
  twinEffect?: (factors: Factors) => number;
  twin?: boolean;
  names?: { before: string; after: string };
  more?: Partial<Experiment>;
}

/** A run of two versions with a known truth: the machine drifts from block to block, which all cells of a block share. */
export function versionsRun(options: Simulated = {}): Run {
  const { seed = 1, blocks = 20, noise = 0.02, strategies = ["thread-pool"], workers = [1, 2, 4] } = options;
  const { effect = () => 1, twinEffect = () => 1, twin = true, names = { before: "before", after: "after" } } = options;
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let level = 0;
  const drift = Array.from({ length: blocks }, () => {
    level = 0.7 * level + 0.03 * normal();
    return level;
  });
  const again = `${names.before} again`;
  const effects = { [names.before]: () => 1, [names.after]: effect, ...(twin && { [again]: twinEffect }) };
  const cells = Object.entries(effects).flatMap(([version, effectOf]) =>
    strategies.flatMap((strategy) =>
      (strategy === "sequential" ? [1] : workers).map((count) => {
        const factors: Factors = { strategy, workers: count, tasks: 8, more: { version } };
        const typical = (100 / (0.2 + 0.8 * count)) * effectOf(factors);
        return cell(
          factors,
          drift.map((shared) => typical * Math.exp(shared + noise * normal())),
        );
      }),
    ),
  );
  return makeRun([
    experiment(cells, {
      id: "versions",
      title: "Versions",
      versions: { ...names, ...(twin && { twin: again }) },
      ...options.more,
    }),
  ]);
}
