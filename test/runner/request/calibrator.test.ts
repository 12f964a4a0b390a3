import { describe, expect, it } from "vitest";
import type { Launched } from "../../../src/runner/processes/launch-host.js";
import { type AskHost, Calibrator } from "../../../src/runner/request/calibrator.js";

const answered = (n: number, taskMs: number): Launched => ({
  reply: { kind: "calibrated", n, taskMs },
  hostMs: 1,
  peakPssBytes: null,
  ended: "exit",
  exitCode: 0,
  signal: null,
  stderr: "",
});

/** A machine that does a thousand units a millisecond. */
const machine: AskHost = async (question) =>
  question.kind === "calibrate"
    ? answered(question.targetMs * 1_000, question.targetMs)
    : answered(question.n, question.n / 1_000);

const cell = { workload: "random-loop", strategy: "sequential", workers: 1, tasks: 8, n: { taskMs: 60 } };

describe("Calibrator", () => {
  it("finds a round size, measures it, and records both", async () => {
    const calibrator = new Calibrator(machine, () => undefined);
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 50_000, taskMs: 50 });
    expect(calibrator.found).toEqual([
      { experiment: "e", workload: "random-loop", targetTaskMs: 60, n: 50_000, measuredTaskMs: 50 },
    ]);
  });

  it("takes the size of a run that is gone on with, whatever its time is now", async () => {
    const calibrator = new Calibrator(machine, () => ({ n: 7_000, run: "r", fixed: true }));
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 7_000, taskMs: 7 });
    expect(calibrator.found[0]).toMatchObject({ n: 7_000, takenFrom: "r" });
  });

  it("asks the machine once for all cells of a size", async () => {
    let asked = 0;
    const counting: AskHost = (question) => {
      asked++;
      return machine(question);
    };
    const calibrator = new Calibrator(counting, () => undefined);
    await calibrator.size("e", cell);
    await calibrator.size("e", { ...cell, strategy: "thread-pool" });
    expect(asked).toBe(2);
  });

  it("keeps an earlier run's size while it is within a factor of two", async () => {
    const calibrator = new Calibrator(machine, () => ({ n: 100_000, run: "earlier" }));
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 100_000 });
    expect(calibrator.found[0]).toMatchObject({ n: 100_000, measuredTaskMs: 100, takenFrom: "earlier" });
  });

  it("finds a new size where the earlier one takes too long now", async () => {
    const calibrator = new Calibrator(machine, () => ({ n: 200_000, run: "earlier" }));
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 50_000 });
  });

  it("measures a given size as it is", async () => {
    const calibrator = new Calibrator(machine, () => undefined);
    expect(await calibrator.size("e", { ...cell, n: 1_234 })).toMatchObject({ n: 1_234, taskMs: 1.234 });
    expect(calibrator.found).toEqual([]);
  });
});
