/**
 * Are the three thresholds right? 400 simulated runs of 20 blocks for each curve, grid of worker counts and noise; the truth
 * is the definition applied to the curve without noise. Also which law was chosen. `node .cache/bench/thresholds-truth.js [runs]` prints the table.
 */
import { analyseRun } from "../../.build/analysis/analyse.js";
import type { Scaling, Thresholds } from "../../.build/analysis/results/scaling.js";
import { seededRandom } from "../../.build/stats/random.js";
import { amdahl, hardLimit, simulatedRun } from "./simulated-line.js";

type Line = Scaling & { thresholds: Thresholds };

const runs = Number(process.argv[2] ?? 400);
const CURVES = { "Amdahl 10 %": amdahl(0.1), "hard limit at 8": hardLimit(8) };
const GRIDS = {
  spread: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32],
  doubling: [1, 2, 4, 8, 16, 32],
  "every count": Array.from({ length: 16 }, (_, index) => index + 1),
};

for (const [curve, speedUpOf] of Object.entries(CURVES)) {
  for (const [grid, workers] of Object.entries(GRIDS)) {
    const truth = truthOf(workers, speedUpOf);
    for (const noise of [0.02, 0.05]) {
      const random = seededRandom(Math.round(noise * 1000) + workers.length);
      const found = Array.from({ length: runs }, () => {
        const run = simulatedRun({ speedUpOf, workers, blocks: 20, noise, random });
        return analyseRun(run).experiments[0]?.scaling[0] as Line;
      });
      const share = (isRight: (one: Thresholds) => boolean) =>
        `${((100 * found.filter(({ thresholds }) => isRight(thresholds)).length) / runs).toFixed(1)} %`;
      process.stdout.write(
        [
          `${curve}, ${grid} (${workers.join(" ")}), noise ${noise * 100} %:`,
          `  efficient to ${truth.efficientTo}: ${share((one) => one.efficientTo.workers === truth.efficientTo)} ${tally(found, ({ thresholds }) => thresholds.efficientTo.workers)}`,
          `  worth it to ${truth.worthItTo}: ${share((one) => one.worthItTo.workers === truth.worthItTo)} ${tally(found, ({ thresholds }) => thresholds.worthItTo.workers)}`,
          `  saturates at ${truth.saturatesAt ?? "none of them"}: ${share((one) => (one.saturatesAt.reached ? one.saturatesAt.workers : null) === truth.saturatesAt)} ` +
            tally(found, ({ thresholds: { saturatesAt } }) => `${saturatesAt.workers} ${saturatesAt.beyond}`),
          `  law: ${tally(found, ({ models }) => models.chosen ?? `none (${models.reason})`)}`,
          "",
        ].join("\n"),
      );
    }
  }
}

/** The definitions of the thresholds on a curve without noise. */
function truthOf(workers: readonly number[], speedUpOf: (workers: number) => number) {
  const efficient = workers.findIndex((count) => speedUpOf(count) / count < 0.9 - 1e-9);
  const poor = workers.findIndex((count, index) => {
    const before = workers[index - 1];
    return before !== undefined && (speedUpOf(count) - speedUpOf(before)) / (count - before) < 0.5 - 1e-9;
  });
  const best = Math.max(...workers.map(speedUpOf));
  const near = workers.find((count) => speedUpOf(count) >= 0.95 * best);
  const isLevel = near !== workers.at(-1) && speedUpOf(near ?? 1) >= best * 0.9999;
  return {
    efficientTo: before(workers, efficient),
    worthItTo: before(workers, poor),
    saturatesAt: isLevel ? near : null,
  };
}

function before(workers: readonly number[], end: number): number | undefined {
  return end === -1 ? workers.at(-1) : workers[end - 1];
}

function tally(found: readonly Line[], figureOf: (one: Line) => number | string | null): string {
  const counts = new Map<number | string | null, number>();
  for (const one of found) counts.set(figureOf(one), (counts.get(figureOf(one)) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([value, count]) => `${value}: ${count}`);
  return `(${parts.join(", ")})`;
}
