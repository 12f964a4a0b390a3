import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadWorkload, workloadIds } from "../../src/workloads/index.js";
import { randomAt } from "../../src/workloads/random.js";
import type { Result } from "../../src/workloads/workload.js";

const sumOf = (result: Result) => (typeof result === "number" ? result : result.checksum);

const input = { index: 0, n: 1000, offset: 0, seed: 1, scratch: tmpdir(), prepared: tmpdir(), more: {} };

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

const SMALL: Partial<Record<string, number>> = { sleep: 1, globals: 1, matrix: 30, shapefile: 20 };
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scalebook-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(workloadIds)("%s gives the same checksum twice, and a whole number", async (id) => {
  const workload = await loadWorkload(id);
  const small = { ...input, n: SMALL[id] ?? 1000, scratch: folder, prepared: folder };
  await workload.setup?.([small]);
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

it("matrix gives the sum of all elements of the product", async () => {
  const n = 7;
  const digit = (matrix: number, row: number, column: number) => randomAt(1 + matrix, row * n + column) % 10;
  let sum = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      for (let inner = 0; inner < n; inner++) sum += digit(0, row, inner) * digit(1, inner, column);
    }
  }
  expect(await (await loadWorkload("matrix")).run({ ...input, n })).toBe(sum);
});

it("sort puts numbers in order", async () => {
  const inOrder = Array.from({ length: 50 }, (_, place) => randomAt(4, place)).sort((a, b) => (a < b ? -1 : 1));
  const expected = inOrder.reduce((mixed, number) => (Math.imul(mixed, 31) + number) >>> 0, 0);
  expect(await (await loadWorkload("sort")).run({ ...input, index: 3, n: 50 })).toBe(expected);
});

it("hello says who did the task, and how many there were", async () => {
  const { run, observe } = await loadWorkload("hello");
  const own = await run({ ...input, index: 2 });
  expect(own).toEqual({ checksum: 3, value: { number: 3, process: process.pid, thread: threadId } });
  const answers = [
    { index: 0, value: { number: 1, process: 70, thread: 1 } },
    { index: 1, value: { number: 2, process: 70, thread: 2 } },
    { index: 2, value: { number: 3, process: 81, thread: 1 } },
  ].map((answer) => ({ ...answer, endMs: 0, arrivedMs: 0 }));
  expect(observe?.(answers, { inputs: [], shared: undefined })).toEqual({
    figures: { processes: 2, threads: 3 },
    notes: {
      "task-1": "I am number 1, in process 70, thread 1",
      "task-2": "I am number 2, in process 70, thread 2",
      "task-3": "I am number 3, in process 81, thread 1",
    },
  });
});
describe("fault", () => {
  const shared = { faulty: 1 };

  it("goes wrong in the task in the middle, and only where a fault is asked for", async () => {
    const { run, prepare } = await loadWorkload("fault");
    expect(prepare?.({ tasks: 8 })).toEqual({ faulty: 4 });
    const asked = { ...input, shared, more: { fault: "throw" } };
    expect(() => run({ ...asked, index: 1 })).toThrow("the task threw");
    expect(sumOf(await run({ ...asked, index: 2 }))).toBeGreaterThan(0);
    expect(sumOf(await run({ ...input, shared, index: 1 }))).toBeGreaterThan(0);
  });
});

describe("payload", () => {
  const returned = async (more: Record<string, string | number>) => {
    const result = await (await loadWorkload("payload")).run({ ...input, more });
    return typeof result === "number" ? undefined : result.value;
  };

  it("hands back as many bytes as asked for", async () => {
    const bytes = (await returned({ bytes: 1000, form: "bytes" })) as Uint8Array;
    expect(bytes.length).toBe(1000);
    expect(bytes.buffer).toBeInstanceOf(ArrayBuffer);
    const shared = (await returned({ bytes: 1000, form: "bytes", transfer: "share" })) as Uint8Array;
    expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("hands back objects that take about as many bytes as JSON", async () => {
    const text = JSON.stringify(await returned({ bytes: 64_000, form: "objects" }));
    expect(Math.abs(text.length / 64_000 - 1)).toBeLessThan(0.25);
  });

  it("takes the way back from the end of the task that came last", async () => {
    const { observe } = await loadWorkload("payload");
    const answers = [
      { index: 0, value: new Uint8Array(1), endMs: 10, arrivedMs: 11 },
      { index: 1, value: new Uint8Array(1), endMs: 12, arrivedMs: 17 },
    ];
    expect(observe?.(answers, { inputs: [], shared: undefined })).toEqual({
      figures: { "transfer-ms": 5, "transfer-median-ms": 1 },
      notes: { "arrived-as": "Uint8Array" },
    });
  });
});

it("globals counts the worlds by the tasks that found nothing", async () => {
  const { observe } = await loadWorkload("globals");
  const answers = [0, 0, 1, 2].map((value, index) => ({ index, value, endMs: 0, arrivedMs: 0 }));
  expect(observe?.(answers, { inputs: [], shared: undefined }).figures).toMatchObject({ worlds: 2, "saw-others": 2 });
});

it.each([false, true])("shared-counter, alone, loses nothing (atomics %s)", async (atomics) => {
  const { run, prepare, observe } = await loadWorkload("shared-counter");
  const shared = prepare?.({ tasks: 2 });
  const inputs = [0, 1].map((index) => ({ ...input, index, shared, more: { atomics } }));
  const answers = inputs.map((one) => ({ index: one.index, value: valueIn(run(one)), endMs: 0, arrivedMs: 0 }));
  expect(observe?.(answers, { inputs, shared }).figures).toEqual({
    expected: 2000,
    counted: 2000,
    lost: 0,
    sharing: 2,
  });
});

function valueIn(result: Result | Promise<Result>): unknown {
  return typeof result === "object" && "value" in result ? result.value : undefined;
}
