import { expect, it } from "vitest";
import { endsOfSeries } from "../../src/study/series-ends.js";

interface Levels {
  strategy?: string;
  workers?: number;
  tasks?: number;
  n?: number;
}
const cell = ({ strategy = "thread-pool", workers = 4, tasks = 8, n = 10 }: Levels) => ({
  ...{ workload: "sleep", strategy, workers, tasks, n },
  taskMs: n / 10,
});
const endsAmong = (all: Levels[]) => {
  const cells = all.map(cell);
  const ends = endsOfSeries(cells);
  return all.filter((_, index) => ends.has(cells[index] as (typeof cells)[number]));
};

it("are the least and the largest level of workers of each strategy", () => {
  const threads = [8, 1, 4, 2].map((workers) => ({ workers }));
  const processes = [2, 4, 6].map((workers) => ({ strategy: "process-pool", workers }));
  expect(endsAmong([...threads, ...processes])).toEqual([
    { workers: 8 },
    { workers: 1 },
    { strategy: "process-pool", workers: 2 },
    { strategy: "process-pool", workers: 6 },
  ]);
});

it("are the smallest and the largest size, whose tasks take other times", () => {
  expect(endsAmong([{ n: 10 }, { n: 100 }, { n: 1_000 }])).toEqual([{ n: 10 }, { n: 1_000 }]);
});

it("are those of workers that have as many tasks each, where both grow together", () => {
  const weak = [1, 2, 4, 8].map((workers) => ({ workers, tasks: 2 * workers }));
  expect(endsAmong(weak)).toEqual([weak[0], weak[3]]);
});

it("are the rim of a grid", () => {
  const grid = [1, 2, 3].flatMap((workers) => [10, 20, 30].map((n) => ({ workers, n })));
  expect(grid.filter((one) => !endsAmong(grid).includes(one))).toEqual([{ workers: 2, n: 20 }]);
});

it("are not there where nothing is counted up", () => {
  expect(endsAmong([{ strategy: "a" }, { strategy: "b" }])).toEqual([]);
});
