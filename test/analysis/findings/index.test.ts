import { describe, expect, test } from "vitest";
import { cell } from "../make-run.js";
import { findingsOf } from "./findings-of.js";

const TIMES = [100, 101, 99];
const seq = cell({ strategy: "sequential", workers: 1, tasks: 4 }, [300, 301, 299]);
const pools = [1, 2, 4].flatMap((workers) =>
  ["thread-pool", "process-pool"].map((strategy, place) =>
    cell({ strategy, workers, tasks: 4 }, place === 0 ? TIMES : [50, 101, 190]),
  ),
);

describe("the findings of an experiment", () => {
  test("say once that there is not enough evidence, however many comparisons of a kind there are", () => {
    const open = findingsOf("threads-vs-processes", pools);
    expect(open).toHaveLength(1);
    expect(open[0]?.text).toContain("not enough evidence");
  });

  test("give no advice on times where the experiment asks for something else", () => {
    expect(findingsOf("best-cell", [seq, ...pools])).toHaveLength(1);
    expect(findingsOf("best-cell", [seq, ...pools], { experiment: { charts: [] } })).toEqual([]);
  });
});
