import { describe, expect, it } from "vitest";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { cell } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { findingsOf } from "./findings-of.js";

const MB = 1e6;
const times = noisyTimes(5, 20);

function returning(strategy: string, bytes: number, ms: number, transferMs: number, transfer?: string): Cell {
  const more = { form: "bytes", bytes, ...(transfer === undefined ? {} : { transfer }) };
  const wallMs = times(ms);
  return cell(
    { strategy, workers: strategy === "sequential" ? 1 : 2, tasks: 4, workload: "payload", more },
    wallMs,
    wallMs.map(() => ({ figures: { "transfer-ms": transferMs } })),
  );
}

const sequential = [returning("sequential", MB, 200, 0), returning("sequential", 64 * MB, 300, 0)];

describe("returned-data", () => {
  it("brackets the largest payload with which a pool wins", () => {
    const [finding] = findingsOf("returned-data", [
      ...sequential,
      returning("thread-pool", MB, 100, 1, "clone"),
      returning("thread-pool", 64 * MB, 600, 250, "clone"),
    ]);
    expect(finding?.text).toMatch(
      /^Returning 1\.00 MB of bytes still pays with thread pool, cloned; 64\.0 MB does not\. Thread pool, cloned, 2 workers: (49|50)\.\d % less time than sequential at 1\.00 MB/,
    );
    expect(finding?.text).toMatch(/, (99\.\d|10\d) % more time at 64\.0 MB \(/);
    expect(finding?.text).toContain("Handing back the last task's 64.0 MB takes 250 ms in the median repeat.");
    expect(finding?.evidence.figures).toEqual({ lastWinBytes: MB, firstLossBytes: 64 * MB });
  });

  it("says that it wins throughout, or nowhere, no further than was tested", () => {
    const [wins] = findingsOf("returned-data", [
      ...sequential,
      returning("thread-pool", MB, 100, 1, "share"),
      returning("thread-pool", 64 * MB, 110, 1, "share"),
    ]);
    expect(wins?.text).toMatch(
      /^Returning up to 64\.0 MB of bytes pays with thread pool, shared\. .* Tested: from 1\.00 MB to 64\.0 MB a task, as bytes\.$/,
    );
    const [loses] = findingsOf("returned-data", [...sequential, returning("process-pool", MB, 900, 700, "json")]);
    expect(loses?.text).toMatch(
      /^Returning 1\.00 MB of bytes does not pay with process pool, as JSON\. .* more time than sequential at 1\.00 MB .* 1\.00 MB was the only size tested, as bytes\.$/,
    );
    expect(loses?.evidence.figures).toEqual({ lastWinBytes: null, firstLossBytes: MB });
  });

  it("tells ways of one bracket once", () => {
    const ways = ["clone", "json"].flatMap((transfer) => [
      returning("thread-pool", MB, 100, 1, transfer),
      returning("thread-pool", 64 * MB, 600, 250, transfer),
    ]);
    const found = findingsOf("returned-data", [...sequential, ...ways]);
    expect(found.map(({ headline }) => headline)).toEqual([
      "Returning 1.00 MB of bytes still pays in 2 ways; 64.0 MB does not",
    ]);
    expect(found[0]?.detail).toMatch(/Thread pool, cloned, 2 workers: .* Thread pool, as JSON, 2 workers: /);
  });

  it("leaves out what hands back nothing", () => {
    const nothing = [returning("sequential", 0, 200, 0), returning("thread-pool", 0, 100, 1, "clone")];
    expect(findingsOf("returned-data", nothing)).toEqual([]);
  });

  it("compares each size with the sequential cell of that size", () => {
    const [finding] = findingsOf("returned-data", [...sequential, returning("thread-pool", 64 * MB, 150, 1, "clone")]);
    expect(finding?.evidence.changes?.[0]?.from.more?.bytes).toBe(64 * MB);
  });
});

it("transfer-cost sets the ways side by side at the size that most of them share", () => {
  const [finding] = findingsOf("transfer-cost", [
    ...sequential,
    returning("thread-pool", MB, 100, 1, "clone"),
    returning("thread-pool", 64 * MB, 600, 250, "clone"),
    returning("thread-pool", 64 * MB, 150, 2, "transfer"),
    returning("process-pool", 64 * MB, 800, 400, "clone"),
  ]);
  expect(finding?.text).toBe(
    "Handing 64.0 MB back takes 2.00 ms to 400 ms, depending on the way. " +
      "From the task's end to the caller, for bytes, medians with the least and the most in brackets: " +
      "transferred with thread pool 2.00 ms (2.00 ms to 2.00 ms), cloned with thread pool 250 ms (250 ms to 250 ms) and " +
      "cloned with process pool 400 ms (400 ms to 400 ms). Every repeat of the first is quicker than any of the last.",
  );
  expect(Object.values(finding?.evidence.figures ?? {})).toEqual([250, 2, 400]);
});

describe("phase-costs", () => {
  const pooled = (pool: "fresh" | "warm", startUpMs: readonly number[]) =>
    cell(
      { strategy: "process-pool", workers: 2, tasks: 4, pool, more: { bytes: 0, form: "bytes", transfer: "clone" } },
      [150, 160, 170],
      startUpMs.map((ms) => ({ startUpMs: ms, taskMs: [50, 52, 51, 53], figures: { "transfer-median-ms": 0.5 } })),
    );

  it("takes the start from a fresh pool beside a warm one", () => {
    const [finding] = findingsOf("phase-costs", [pooled("fresh", [59, 61, 60]), pooled("warm", [0.75, 0.75, 0.75])]);
    const [low, high] = tInterval([58.25, 60.25, 59.25], 0.95);
    expect(finding?.text).toBe(
      `Starting a process pool takes 59.3 ms once, handing out a task 750 µs. The start has a 95 % interval of ${low.toPrecision(3)} ms ` +
        `to ${high.toPrecision(3)} ms. Handing a result back takes 500 µs, around tasks of 51.5 ms with 2 workers: medians of a kept pool.`,
    );
    expect(finding?.evidence.figures).toEqual({ startMs: 59.25, dispatchMs: 0.75, workMs: 51.5, wayBackMs: 0.5 });
  });

  it("names no start that the trials do not show", () => {
    const [finding] = findingsOf("phase-costs", [pooled("fresh", [2, 0.5, 1]), pooled("warm", [0.5, 1, 0.75])]);
    expect(finding?.headline).toBe("A process pool hands out a task in 750 µs; no start-up cost is shown");
    expect(finding?.detail).not.toContain("start");
  });

  it("is silent without the fresh one", () => {
    expect(findingsOf("phase-costs", [pooled("warm", [0.75, 0.75, 0.75])])).toEqual([]);
  });
});
