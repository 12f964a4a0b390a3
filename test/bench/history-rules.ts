/**
 * Rates of the history's rules on simulated series: `npm run bench -- history-rules [--series 1000] [--seed 1] [--json file]`. Flat
 * series of independent and of serially correlated runs, series with a step of 5 % and noise of 2 %, and steady rises of 12 %,
 * each of 20 to 100 runs; and what one more run costs in long series.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { findChanges } from "../../.build/analysis/history/change-points.js";
import { levelsOf } from "../../.build/analysis/history/changes.js";
import { seededRandom } from "../../.build/stats/random.js";
import { gaussian } from "./noise.js";
import { numberOption, textOption } from "./options.js";
import { ratesOf, SERIES_KINDS } from "./simulated-series.js";

const LENGTHS = [20, 30, 50, 100];
const LONG = [1_000, 5_000, 20_000];
const ADDED = 20;

const series = numberOption("--series", 1_000);
const seed = numberOption("--seed", 1);
const percent = (count: number) => `${((100 * count) / series).toFixed(1)} %`;

const rates = SERIES_KINDS.flatMap((kind, index) =>
  LENGTHS.map((runs) => {
    const random = seededRandom(seed + 1_000 * index + runs);
    const counts = ratesOf((values) => levelsOf(values), kind, { series, runs, random });
    const found = kind.stepAt(runs) === null ? "" : `, within 3 runs of it ${percent(counts.found)}`;
    console.log(
      `${kind.name}, ${runs} runs: step ${percent(counts.step)}${found}, drift ${percent(counts.drift)}, either ${percent(counts.either)}`,
    );
    return { kind: kind.name, runs, ...counts };
  }),
);
const costs = LONG.map(costOfARun);
const file = textOption("--json");
if (file !== undefined) writeFileSync(file, `${JSON.stringify({ series, seed, rates, costs }, null, 2)}\n`);

/** Time to follow a series with one more run, where the changes of its full stretches are known, as a build knows them. */
function costOfARun(runs: number): { runs: number; firstMs: number; addedMs: number[] } {
  const random = seededRandom(seed);
  const values = Array.from(
    { length: runs + ADDED },
    (_, run) => 100 * 1.05 ** (Math.floor(run / 400) % 2) * Math.exp(0.02 * gaussian(random)),
  );
  const known = new Map<string, readonly number[]>();
  const find = (logs: readonly number[]) => {
    const key = createHash("sha256").update(Float64Array.from(logs)).digest("hex");
    const found = known.get(key) ?? findChanges(logs);
    known.set(key, found);
    return found;
  };
  const timed = (count: number) => {
    const start = performance.now();
    levelsOf(values.slice(0, count), 2, find);
    return performance.now() - start;
  };
  const firstMs = timed(runs);
  const addedMs = Array.from({ length: ADDED }, (_, more) => timed(runs + more + 1)).sort((a, b) => a - b);
  console.log(
    `${runs} runs: ${firstMs.toFixed(0)} ms with nothing known, ${addedMs[ADDED / 2]?.toFixed(1)} ms for one run more (median of ${ADDED}, at most ${addedMs.at(-1)?.toFixed(1)} ms)`,
  );
  return { runs, firstMs, addedMs };
}
