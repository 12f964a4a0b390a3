import { expect, it } from "vitest";
import { cell } from "../make-run.js";
import { findingsOf, withFigures } from "./findings-of.js";

const held = (strategy: string, workers: number, wallMs: number, maxMs: number[], p99Ms: number) =>
  cell(
    { strategy, workers, tasks: 8, more: { watch: "loop" } },
    maxMs.map(() => wallMs),
    withFigures(maxMs.length, (block) => ({
      "loop-delay-max-ms": maxMs[block] as number,
      "loop-delay-p99-ms": p99Ms,
    })),
  );

it("tells those who hold the loop all along from those who do not", () => {
  const [finding] = findingsOf("responsiveness", [
    held("sequential", 1, 400, [390, 400, 395], 380),
    held("thread-pool", 2, 200, [9, 5, 7], 3),
    held("process-pool", 2, 210, [12, 10, 11], 4),
  ]);
  expect(finding?.text).toBe(
    "Tasks without workers block the program throughout; with workers for 12.0 ms at most. " +
      "Anything else in the program waits up to 395 ms (sequential). " +
      "With workers it waits up to 7.00 ms (thread pool) and 11.0 ms (process pool), " +
      "and at 99 of 100 moments no longer than 4.00 ms. The first figure is the longest wait of any repeat, the others are medians over 3 repeats.",
  );
  expect(finding?.evidence.figures).toEqual({ sequential: 395, "process pool": 11, "thread pool": 7 });
});

it("says all along only of what lasts in every trial", () => {
  const [finding] = findingsOf("responsiveness", [
    held("sequential", 1, 400, [390, 300, 395], 380),
    held("thread-pool", 2, 200, [9, 5, 7], 3),
  ]);
  expect(finding?.headline).toBe("Anything else in the program waits at most 395 ms while the tasks run");
});

it("names worker counts only where there are several", () => {
  const [finding] = findingsOf("responsiveness", [
    held("thread-pool", 2, 200, [7], 3),
    held("thread-pool", 4, 200, [9], 3),
  ]);
  expect(finding?.text).toBe(
    "Anything else in the program waits at most 9.00 ms while the tasks run. " +
      "It waits up to 7.00 ms (thread pool, 2 workers) and 9.00 ms (thread pool, 4 workers), " +
      "and at 99 of 100 moments no longer than 3.00 ms. Each was measured once.",
  );
});

it("names the least and the most of many", () => {
  const [finding] = findingsOf("responsiveness", [
    held("thread-pool", 2, 200, [7], 3),
    held("piscina", 2, 200, [8], 3),
    held("process-pool", 2, 200, [9], 5),
  ]);
  expect(finding?.text).toContain("waits up to 7.00 ms (thread pool) to 9.00 ms (process pool)");
  expect(finding?.text).toContain("no longer than 5.00 ms");
});

it("is silent where nobody watched", () => {
  expect(findingsOf("responsiveness", [cell({ strategy: "x", workers: 1 }, [1])])).toEqual([]);
});
