import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadWorkload, workloadIds } from "../../src/workloads/index.js";
import { randomAt } from "../../src/workloads/random.js";
import type { Result } from "../../src/workloads/workload.js";

const sumOf = (result: Result) => (typeof result === "number" ? result : result.checksum);

const input = { index: 0, n: 1000, offset: 0, seed: 1, scratch: tmpdir(), more: {} };

describe("randomAt", () => {
  it("depends on seed and counter only", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (seed, counter) => {
        expect(randomAt(seed, counter)).toBe(randomAt(seed, counter));
      }),
    );
  });

  it("spreads evenly over 0..10", () => {
    const counts = new Array<number>(11).fill(0);
    for (let i = 0; i < 110_000; i++) {
      const value = randomAt(42, i) % 11;
      counts[value] = (counts[value] ?? 0) + 1;
    }
    // Chi-square with 10 degrees of freedom: 29.6 is the 0.1 % point.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(29.6);
  });
});

it.each(workloadIds)("%s gives the same checksum twice, and a whole number", async (id) => {
  const workload = await loadWorkload(id);
  const small = { ...input, n: id === "sleep" ? 1 : 1000 };
  const first = sumOf(await workload.run(small));
  expect(Number.isSafeInteger(first)).toBe(true);
  expect(sumOf(await workload.run(small))).toBe(first);
});

it("random-sum adds up to the same whatever the shares", async () => {
  const { run } = await loadWorkload("random-sum");
  const whole = await run(input);
  let inShares = 0;
  for (const [offset, n] of [
    [0, 300],
    [300, 1],
    [301, 699],
  ] as const) {
    inShares += sumOf(await run({ ...input, offset, n }));
  }
  expect(inShares).toBe(sumOf(whole));
});

it("random-sum draws integers in 0..10", async () => {
  const { run } = await loadWorkload("random-sum");
  // 11 values with mean 5 and variance 10: the mean of 1000 lies within 5 standard errors of 5.
  expect(Math.abs(sumOf(await run(input)) / 1000 - 5)).toBeLessThan(5 * Math.sqrt(10 / 1000));
});

it("file-write leaves nothing behind", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  const { run } = await loadWorkload("file-write");
  expect(await run({ ...input, scratch })).toBe(1000);
  expect(readdirSync(scratch)).toEqual([]);
  rmSync(scratch, { recursive: true });
});
