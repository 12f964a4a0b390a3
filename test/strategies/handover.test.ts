import { describe, expect, it } from "vitest";
import { loadStrategy } from "../../.build/strategies/index.js";
import { trialInputs } from "../../.build/trial/inputs.js";
import { loadWorkload } from "../../.build/workloads/index.js";

/** What the caller has in hand of two tasks that hand back so many bytes. */
async function handedBack(strategy: "thread-pool" | "process-pool", more: Record<string, string | number>) {
  const spec = { strategy, workload: "payload", workers: 1, tasks: 2, n: 1000, seed: 1, scratch: "", env: {}, more };
  const inputs = trialInputs(await loadWorkload("payload"), { ...spec, launch: "bounded", pool: "warm" });
  const session = (await loadStrategy(strategy)).open({
    workload: "payload",
    workers: 1,
    launch: "bounded",
    scheduling: "next-free",
    env: {},
    more,
  });
  try {
    await session.warm?.();
    const outcomes = await session.run(inputs);
    return outcomes.map((outcome) => {
      if (outcome.status === "failed") throw new Error(outcome.message);
      return outcome.record.value;
    });
  } finally {
    await session.close();
  }
}

describe.each(["thread-pool", "process-pool"] as const)("%s hands back", (strategy) => {
  it("bytes as bytes", async () => {
    const [first, second] = await handedBack(strategy, { form: "bytes", bytes: 5, transfer: "clone" });
    expect(first).toEqual(new Uint8Array([1, 1, 1, 1, 1]));
    expect(second).toEqual(new Uint8Array([2, 2, 2, 2, 2]));
  });

  it("junk instead of bytes where they travel as JSON", async () => {
    const [first] = await handedBack(strategy, { form: "bytes", bytes: 2, transfer: "json" });
    expect(first).toEqual({ 0: 1, 1: 1 });
  });

  it("the same objects cloned and as JSON", async () => {
    const [cloned] = await handedBack(strategy, { form: "objects", bytes: 640, transfer: "clone" });
    const [parsed] = await handedBack(strategy, { form: "objects", bytes: 640, transfer: "json" });
    expect(cloned).toHaveLength(10);
    expect(parsed).toEqual(cloned);
  });
});

it("a thread hands over its buffer instead of a copy", async () => {
  const [first] = await handedBack("thread-pool", { form: "bytes", bytes: 3, transfer: "transfer" });
  expect(first).toEqual(new Uint8Array([1, 1, 1]));
});

it("a thread shares its memory", async () => {
  const [first] = await handedBack("thread-pool", { form: "bytes", bytes: 3, transfer: "share" });
  expect((first as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer);
});
