import { describe, expect, test } from "vitest";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import { type Pair, pairsOf } from "../../../src/analysis/comparing/pairs.js";
import type { Experiment, Factors } from "../../../src/record/schema/run-schema.js";
import { cell, experiment } from "../make-run.js";

function pairs(factors: Factors[], more: Partial<Experiment> = {}) {
  return pairsOf(
    cellViews(
      experiment(
        factors.map((levels) => cell(levels, [1])),
        more,
      ),
    ),
  );
}

/** "strategy/workers > strategy/workers", with tasks where there are any. */
function short(list: Pair[]): string[] {
  const name = ({ strategy, workers, tasks, n }: Factors) =>
    [strategy, workers, tasks, n].filter((x) => x !== undefined).join("/");
  return list.map(({ from, to }) => `${name(from.factors)} > ${name(to.factors)}`);
}

describe("baseline of a cell", () => {
  test("is the sequential cell of the same size", () => {
    const { againstBaseline } = pairs([
      { strategy: "pool", workers: 1, tasks: 8 },
      { strategy: "pool", workers: 2, tasks: 8 },
      { strategy: "pool", workers: 2, tasks: 9 },
      { strategy: "pool", workers: 4, tasks: 9 },
      { strategy: "sequential", workers: 1, tasks: 8 },
    ]);
    expect(short(againstBaseline)).toEqual([
      "sequential/1/8 > pool/1/8",
      "sequential/1/8 > pool/2/8",
      "pool/2/9 > pool/4/9",
    ]);
  });

  test("else the smallest worker count of its strategy, where that is not the cell alone", () => {
    const { againstBaseline } = pairs([
      { strategy: "threads", workers: 8 },
      { strategy: "threads", workers: 2 },
      { strategy: "processes", workers: 4 },
    ]);
    expect(short(againstBaseline)).toEqual(["threads/2 > threads/8", "threads/8 > processes/4"]);
  });

  test("of one row a strategy is the first row of the size", () => {
    const { againstBaseline } = pairs([
      { strategy: "b", workers: 1 },
      { strategy: "a", workers: 1 },
      { strategy: "c", workers: 3 },
    ]);
    expect(short(againstBaseline)).toEqual(["b/1 > a/1", "b/1 > c/3"]);
  });

  test("of a cell alone in its size is none", () => {
    expect(
      pairs([
        { strategy: "a", workers: 1, n: 1 },
        { strategy: "a", workers: 2, n: 2 },
      ]).againstBaseline,
    ).toEqual([]);
  });

  test("ignores the number of tasks where one job is shared", () => {
    const cells = [
      { strategy: "sequential", workers: 1, n: 10, tasks: 1 },
      { strategy: "pool", workers: 4, n: 10, tasks: 4 },
    ];
    expect(pairs(cells).againstBaseline).toEqual([]);
    expect(short(pairs(cells, { division: "shares" }).againstBaseline)).toEqual(["sequential/1/1/10 > pool/4/4/10"]);
  });

  test("launch levels are lines of their own; further levels pick the sequential cell", () => {
    const { againstBaseline, steps } = pairs([
      { strategy: "sequential", workers: 1, more: { bytes: 1 } },
      { strategy: "sequential", workers: 1, more: { bytes: 2 } },
      { strategy: "per-task", workers: 2, launch: "bounded", more: { bytes: 2 } },
      { strategy: "per-task", workers: 4, launch: "all-at-once", more: { bytes: 2 } },
    ]);
    expect(againstBaseline.map(({ from }) => from.factors.more)).toEqual([{ bytes: 2 }, { bytes: 2 }]);
    expect(steps).toEqual([]);
  });
});

describe("lists", () => {
  const cells = [
    { strategy: "sequential", workers: 1, tasks: 8 },
    { strategy: "b", workers: 10, tasks: 8 },
    { strategy: "b", workers: 2, tasks: 8 },
    { strategy: "a", workers: 2, tasks: 8 },
    { strategy: "a", workers: 10, tasks: 8 },
    { strategy: "b", workers: 1, tasks: 2 },
  ];

  test("are in order of strategy as first seen, size, workers: 2 before 10", () => {
    expect(short(pairs(cells).againstBaseline)).toEqual([
      "sequential/1/8 > b/2/8",
      "sequential/1/8 > b/10/8",
      "sequential/1/8 > a/2/8",
      "sequential/1/8 > a/10/8",
    ]);
  });

  test("steps go from one recorded worker count to the next", () => {
    expect(short(pairs(cells).steps)).toEqual(["b/2/8 > b/10/8", "a/2/8 > a/10/8"]);
    const one = [1, 8, 4, 2].map((workers) => ({ strategy: "pool", workers }));
    expect(short(pairs(one).steps)).toEqual(["pool/1 > pool/2", "pool/2 > pool/4", "pool/4 > pool/8"]);
    expect(short(pairs(one).firstToLast)).toEqual(["pool/1 > pool/8"]);
  });

  test("strategies meet at equal workers and size, sequential apart", () => {
    expect(short(pairs(cells).acrossStrategies)).toEqual(["b/2/8 > a/2/8", "b/10/8 > a/10/8"]);
  });

  test("pairs of two strategies differ in the strategy alone", () => {
    const levels = (strategy: string, transfer: string) => ({ strategy, workers: 2, more: { transfer } });
    const { acrossStrategies } = pairs([
      levels("a", "clone"),
      levels("a", "json"),
      levels("b", "clone"),
      levels("b", "json"),
    ]);
    const names = acrossStrategies.map(({ from, to }) =>
      [from, to].map(({ factors }) => `${factors.strategy} ${factors.more?.transfer}`).join(" > "),
    );
    expect(names).toEqual(["a clone > a json", "a clone > b clone", "a json > b json", "b clone > b json"]);
  });

  test("a table of very many strategies is compared with its first alone", () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ strategy: `s${index}`, workers: 1 }));
    expect(pairs(many).acrossStrategies).toHaveLength(99);
  });
});
