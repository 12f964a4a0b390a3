import { describe, expect, it } from "vitest";
import type { TaskOutcome } from "../../src/strategies/strategy.js";
import { judgeOutputs, payloadsOf, withSetup } from "../../src/trial/own-work.js";
import type { OwnWork } from "../../src/workloads/workload.js";

const context = { size: 3, scratch: "/tmp", seed: 1, more: {} };

function outcome(index: number, value: unknown, worker = 1): TaskOutcome {
  const record = {
    index,
    worker,
    startMs: 0,
    endMs: 1,
    cpuMs: null,
    queueMs: null,
    waitBeforeMs: null,
    checksum: 0,
    value,
  };
  return { status: "ok", record };
}

describe("payloadsOf", () => {
  it("makes plain inputs where the module makes none", async () => {
    expect(await payloadsOf({}, context, 2)).toEqual([
      { index: 0, size: 3 },
      { index: 1, size: 3 },
    ]);
  });

  it("takes the module's list, promised or not", async () => {
    expect(await payloadsOf({ inputs: (size) => [size, size] }, context, 9)).toEqual([3, 3]);
    expect(await payloadsOf({ inputs: async () => ["a"] }, context, 9)).toEqual(["a"]);
  });

  it.each([
    [() => new Set([1]), "inputs(3) gave no list"],
    [() => [], "empty list"],
    [
      () => {
        throw new TypeError("no such folder");
      },
      "inputs threw TypeError: no such folder",
    ],
  ])("refuses %s", async (inputs, message) => {
    await expect(payloadsOf({ inputs }, context, 1)).rejects.toThrow(message);
  });
});

describe("judgeOutputs", () => {
  it("keeps the lines that a module notes, and in how many processes and threads the tasks ran", async () => {
    const notes = (outputs: unknown[]) => outputs.map((output) => `said ${output}`);
    const ran = [outcome(1, "b", 8 * 4096 + 2), outcome(0, "a", 8 * 4096), outcome(2, "c", 9 * 4096)];
    const judged = await judgeOutputs({ notes }, ran, context);
    expect(judged.notes).toEqual({ "task-1": "said a", "task-2": "said b", "task-3": "said c" });
    expect(judged.figures).toEqual({ processes: 2, threads: 3 });
    expect(await judgeOutputs({}, ran, context)).not.toHaveProperty("notes");
  });

  it("keeps no more lines than a page has room for, and refuses what is no list", async () => {
    const long = await judgeOutputs({ notes: () => Array(50).fill("x".repeat(999)) }, [outcome(0, 1)], context);
    expect(Object.values(long.notes ?? {})).toEqual(Array(20).fill("x".repeat(200)));
    const refused = judgeOutputs({ notes: () => "one" }, [outcome(0, 1)], context);
    await expect(refused).rejects.toThrow("notes(outputs) gave no list");
  });

  it("gives outputs in the order of the inputs, and notices two that changed places", async () => {
    let seen: unknown[] = [];
    const own: OwnWork = {
      check(outputs) {
        seen = outputs;
      },
    };
    const { outputs } = await judgeOutputs(own, [outcome(1, "b"), outcome(0, "a")], context);
    expect(seen).toEqual(["a", "b"]);
    expect(outputs).toMatchObject({ checked: true, fault: null });
    const swapped = await judgeOutputs(own, [outcome(0, "b"), outcome(1, "a")], context);
    expect(swapped.outputs?.checksum).not.toBe(outputs?.checksum);
  });

  it("says why outputs are wrong", async () => {
    const no = await judgeOutputs({ check: async () => false }, [outcome(0, 1)], context);
    expect(no.outputs?.fault).toBe("check(outputs) said false");
    const check = () => {
      throw new RangeError("too few");
    };
    const thrown = await judgeOutputs({ check }, [outcome(0, 1)], context);
    // The lines after it are those of the user's file.
    expect(thrown.outputs?.fault?.split("\n")[0]).toBe("check(outputs) threw RangeError: too few");
  });

  it("has no checksum for what cannot be compared, and no judgement where a task failed", async () => {
    const functions = await judgeOutputs({}, [outcome(0, () => 1)], context);
    expect(functions.outputs).toEqual({ checksum: null, checked: false, fault: null });
    const failed: TaskOutcome = { status: "failed", index: 1, message: "Error: x" };
    expect(await judgeOutputs({}, [outcome(0, 1), failed], context)).toEqual({});
  });
});

describe("withSetup", () => {
  it("cleans up whatever happens in between, and tells the first error", async () => {
    const calls: string[] = [];
    const own: OwnWork = {
      setup: () => calls.push("setup"),
      cleanup: () => {
        calls.push("cleanup");
        throw new Error("second");
      },
    };
    const failing = withSetup(own, context, async () => {
      calls.push("act");
      throw new Error("first");
    });
    await expect(failing).rejects.toThrow("first");
    expect(calls).toEqual(["setup", "act", "cleanup"]);
    await expect(withSetup(own, context, async () => 1)).rejects.toThrow("cleanup threw Error: second");
  });

  it("says where setup failed, and does nothing else then", async () => {
    let acted = false;
    const own: OwnWork = { setup: () => Promise.reject(new Error("no disk")) };
    const act = async () => {
      acted = true;
    };
    await expect(withSetup(own, context, act)).rejects.toThrow("setup threw Error: no disk");
    expect(acted).toBe(false);
  });
});
