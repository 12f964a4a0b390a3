import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Change } from "../../../src/analysis/results/run-analysis.js";
import { importers } from "../../../src/formats/index.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { importing } from "../imported.js";

const csv = importing(importers.csv, "rounds.csv");
const jsonl = importing(importers.jsonl, "rounds.jsonl");
const head = "strategy,workers,wall_ms,block";

const changeOf = (text: string, map?: string): Change =>
  analyseRun(csv.run(text, map)).experiments[0]?.changes.againstBaseline[0] as Change;

/** Two programs side by side, round after round, of which the second takes 5 % more: rounds differ by 10 %, trials by 2 %. */
function rounds(random: () => number, count: number): string {
  const rows = Array.from({ length: count }, (_, round) => {
    const mood = 0.1 * gaussian(random);
    const time = (ms: number) => (ms * Math.exp(mood + 0.02 * gaussian(random))).toFixed(3);
    return [`old,1,${time(100)},r${round}`, `new,1,${time(105)},r${round}`];
  });
  return [head, ...rows.flat()].join("\n");
}

describe("the column block", () => {
  test("pairs rows of one block, and is recorded", () => {
    const run = csv.run(`${head}\na,1,100,monday\nb,1,50,monday\nb,1,55,tuesday\na,1,111,tuesday\n`);
    expect(run.origin).toMatchObject({ blocks: true, note: expect.stringContaining("same block are paired") });
    const trials = run.experiments[0]?.cells.map((cell) => cell.trials.map(({ block, wallMs }) => [block, wallMs]));
    expect(trials).toEqual([
      [
        [0, 100],
        [1, 111],
      ],
      [
        [0, 50],
        [1, 55],
      ],
    ]);
    expect(analyseRun(run).interleaved).toBe(true);
  });

  test("keeps the power of interleaved data: paired methods, and a change of 5 % under rounds that differ by 10 %", () => {
    const random = seededRandom(3);
    const tables = Array.from({ length: 60 }, () => rounds(random, 20));
    const found = (map?: string) => {
      const changes = tables.map((table) => changeOf(table, map));
      const methods = new Set(changes.map(({ method }) => method));
      return { methods: [...methods], share: changes.filter(({ verdict }) => verdict === "slower").length / 60 };
    };
    const [paired, unpaired] = [found(), found("block=-")];
    expect([paired.methods, unpaired.methods]).toEqual([["signed-rank"], ["bootstrap"]]);
    expect(paired.share).toBeGreaterThan(0.95);
    expect(unpaired.share).toBeLessThan(0.5);
    expect(changeOf(rounds(random, 5)).method).toBe("paired-t");
  });

  test("is read from lines of JSON too", () => {
    const lines = ["a", "b"].map((strategy) => JSON.stringify({ strategy, workers: 1, wall_ms: 5, round: 7 }));
    const run = jsonl.run(lines.join("\n"), "round=block");
    expect(run.origin?.blocks).toBe(true);
    expect(jsonl.message(`${lines.join("\n")}\n{"strategy":"a","workers":1,"wall_ms":5}`, undefined)).toContain(
      "round",
    );
  });

  test("must be there in every row, hold a cell once, and pair something", () => {
    expect(csv.message(`${head}\na,1,100,1\nb,1,50,\n`)).toBe(
      "rounds.csv line 3: has no block: every row needs one, or none",
    );
    expect(csv.message(`${head}\na,1,100,1\na,1,101,1\n`)).toBe(
      'rounds.csv line 3: the block "1" has this cell already: a block holds every cell once',
    );
    expect(csv.message(`${head}\na,1,100,1\nb,1,50,2\n`)).toContain("no block holds two cells");
    expect(csv.message(`${head}\na,1,100,1\na,1,50,2\n`)).toBe("accepted");
  });

  test("that is empty, or absent, leaves the trials unpaired", () => {
    const run = csv.run(`${head}\na,1,100,\nb,1,50,\n`);
    expect(run.origin).not.toHaveProperty("blocks");
    expect(analyseRun(run).interleaved).toBe(false);
  });
});
