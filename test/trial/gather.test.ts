import { describe, expect, it } from "vitest";
import type { Session, TaskOutcome } from "../../src/strategies/strategy.js";
import { closedInTime, gather } from "../../src/trial/gather.js";
import type { TaskInput } from "../../src/workloads/workload.js";

const inputs: TaskInput[] = [0, 1, 2].map((index) => ({
  index,
  n: 1,
  offset: 0,
  seed: 1,
  scratch: "",
  prepared: "",
  more: {},
}));
const done = (index: number): TaskOutcome => ({
  status: "ok",
  record: { index, worker: 1, startMs: 0, endMs: 1, cpuMs: null, queueMs: null, waitBeforeMs: null, checksum: index },
});

/** A session whose tasks are done after these times; a task without one never answers. */
function sessionOf(times: (number | null)[]): Session {
  return {
    run: (given, arrived) =>
      Promise.all(
        given.map(
          ({ index }) =>
            new Promise<TaskOutcome>((resolve) => {
              const ms = times[index];
              if (typeof ms !== "number") return;
              setTimeout(() => {
                arrived?.(done(index));
                resolve(done(index));
              }, ms);
            }),
        ),
      ),
    close: async () => {},
  };
}

describe("gather", () => {
  it("knows when each outcome came", async () => {
    const { outcomes, arrivedMs, hung } = await gather(sessionOf([30, 1, 1]), inputs, 2_000);
    expect(outcomes.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(hung).toEqual([]);
    expect(arrivedMs.get(0)).toBeGreaterThan(arrivedMs.get(1) as number);
  });

  it("gives up the tasks of which nothing is heard, and keeps the others", async () => {
    const { outcomes, hung } = await gather(sessionOf([1, null, 1]), inputs, 60);
    expect(hung).toEqual([1]);
    expect(outcomes.map((outcome) => (outcome.status === "ok" ? outcome.record.index : outcome))).toEqual([
      0,
      2,
      { status: "failed", index: 1, message: expect.stringMatching(/^Error: no answer within 60 ms/) },
    ]);
  });

  it("is patient as long as something comes", async () => {
    const { hung } = await gather(sessionOf([50, 100, 150]), inputs, 90);
    expect(hung).toEqual([]);
  });

  it("hands on what a session throws", async () => {
    const broken: Session = { run: () => Promise.reject(new Error("no pool")), close: async () => {} };
    await expect(gather(broken, inputs, 1_000)).rejects.toThrow("no pool");
  });
});

describe("closedInTime", () => {
  it("says whether everything was gone by the deadline", async () => {
    expect(await closedInTime(Promise.resolve(), 1_000)).toBe(true);
    expect(await closedInTime(new Promise(() => {}), 20)).toBe(false);
  });

  it("waits without a deadline", async () => {
    expect(await closedInTime(new Promise((resolve) => setTimeout(resolve, 30)))).toBe(true);
  });
});
