import { describe, expect, it } from "vitest";
import type { HostEnd } from "../../../src/runner/processes/launch-host.js";
import { Calibrator, type Question, sizeCells, snapSize } from "../../../src/runner/recording/size-cells.js";
import type { Recording, RecordRequest } from "../../../src/runner/request/record-request.js";
import { Interrupted } from "../../../src/user-error.js";
import { sampleRun } from "../../record/sample.js";

const answered = (n: number, taskMs: number): HostEnd => ({
  reply: { kind: "calibrated", n, taskMs },
  hostMs: 1,
  peakPssBytes: null,
  ended: "exit",
  exitCode: 0,
  signal: null,
  stderr: "",
});

/** A machine that does a thousand units a millisecond. */
const machine = async (question: Question) =>
  question.kind === "calibrate"
    ? answered(question.targetMs * 1_000, question.targetMs)
    : answered(sizeOf(question), sizeOf(question) / 1_000);

const sizeOf = (question: Question) => ("n" in question ? question.n : 1);

const nothing = { earlierSizes: [] };

const found = (n: number) => ({
  experiment: "e",
  workload: "random-loop",
  targetTaskMs: 60,
  n,
  measuredTaskMs: 60,
});

const earlier = (n: number): Pick<RecordRequest, "earlierSizes"> => ({
  earlierSizes: [
    { ...found(3), targetTaskMs: 61, run: "other" },
    { ...found(n), run: "earlier" },
    { ...found(n + 1), run: "older" },
  ],
});

const cell = { workload: "random-loop", strategy: "sequential", workers: 1, tasks: 8, n: { taskMs: 60 } };

describe("Calibrator", () => {
  it("finds a round size, measures it, and records both", async () => {
    const calibrator = new Calibrator(nothing, machine);
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 50_000, taskMs: 50 });
    expect(calibrator.found).toEqual([
      { experiment: "e", workload: "random-loop", targetTaskMs: 60, n: 50_000, measuredTaskMs: 50 },
    ]);
  });

  it("takes the size of a run that is gone on with, whatever its time is now", async () => {
    const parent = { ...sampleRun(), calibration: [found(7_000)] };
    const calibrator = new Calibrator({ parent, ...earlier(60_000) }, machine);
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 7_000, taskMs: 7 });
    expect(calibrator.found[0]).toMatchObject({ n: 7_000, takenFrom: parent.id });
    const other = { ...cell, workload: "sort" };
    await expect(calibrator.size("e", other)).rejects.toThrow("does not say which size of sort it used");
  });

  it("asks the machine once for all cells of a size", async () => {
    let asked = 0;
    const counting = (question: Question) => {
      asked++;
      return machine(question);
    };
    const calibrator = new Calibrator(nothing, counting);
    await calibrator.size("e", cell);
    await calibrator.size("e", { ...cell, strategy: "thread-pool" });
    expect(asked).toBe(2);
  });

  it("keeps an earlier run's size while it is within a factor of two", async () => {
    const calibrator = new Calibrator(earlier(100_000), machine);
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 100_000 });
    expect(calibrator.found[0]).toMatchObject({ n: 100_000, measuredTaskMs: 100, takenFrom: "earlier" });
  });

  it("finds a new size where the earlier one takes too long now", async () => {
    const calibrator = new Calibrator(earlier(200_000), machine);
    expect(await calibrator.size("e", cell)).toMatchObject({ n: 50_000 });
  });

  it("knows a module whose tasks get no longer, in a run that is gone on with too", async () => {
    const flat = async ({ kind }: Question): Promise<HostEnd> => ({
      ...answered(1, 3),
      ...(kind === "calibrate" ? { reply: { kind: "calibrated", n: null, taskMs: 3 } } : {}),
    });
    const [cells] = [[{ factors: { strategy: "sequential", workers: 1 }, trials: [] }]];
    const parent = { ...sampleRun(), calibration: [], experiments: [{ id: "e", title: "", division: "tasks", cells }] };
    for (const request of [nothing, { ...nothing, parent: parent as never }]) {
      const calibrator = new Calibrator(request, flat);
      expect(await calibrator.size("e", cell)).toMatchObject({ n: 1, taskMs: 3 });
      expect(calibrator.flat).toEqual(new Set(["e"]));
      expect(calibrator.found).toEqual([]);
    }
  });

  it("asks once how many inputs a size makes", async () => {
    const asked: Question[] = [];
    const calibrator = new Calibrator(nothing, async (question) => {
      asked.push(question);
      return { ...answered(1, 1), reply: { kind: "described", title: "", bound: null, tasks: [6], sized: true } };
    });
    expect([await calibrator.tasks(cell, 50), await calibrator.tasks(cell, 50)]).toEqual([6, 6]);
    expect(asked).toEqual([{ kind: "describe", workload: "random-loop", runtime: "node", sizes: [50] }]);
  });

  it("records no size that was not measured", async () => {
    const cutShort = async (): Promise<HostEnd> => ({ ...answered(1, 1), reply: null, ended: "stopped" });
    const silent = new Calibrator(nothing, cutShort);
    expect(await silent.size("e", cell)).toMatchObject({ n: 1, taskMs: 1_000 });
    expect(silent.found).toEqual([]);
    const [found, taken] = [nothing, earlier(100_000)].map(
      (request) => new Calibrator(request, (asked) => (asked.kind === "calibrate" ? machine(asked) : cutShort())),
    ) as [Calibrator, Calibrator];
    for (const one of [found, taken]) {
      expect(await one.size("e", cell)).toMatchObject({ n: 50_000, taskMs: 1_000 });
      expect(one.found).toEqual([]);
    }
  });

  it("measures a given size as it is", async () => {
    const calibrator = new Calibrator(nothing, machine);
    expect(await calibrator.size("e", { ...cell, n: 1_234 })).toMatchObject({ n: 1_234, taskMs: 1.234 });
    expect(calibrator.found).toEqual([]);
  });
});

it("sizes that were interrupted are no sizes: nothing is recorded", async () => {
  const request = { study: { experiments: [] }, overrides: {}, catalogue: {}, stop: AbortSignal.abort() };
  const sizing = sizeCells({ request, startMs: 0 } as unknown as Recording);
  await expect(sizing).rejects.toThrow(new Interrupted("interrupted before the first trial: nothing was recorded"));
});

it("snapSize finds the nearest of 1, 2, 5 by ratio", () => {
  expect([0.3, 1, 1.3, 1.5, 3, 3.3, 68, 71, 7_300, 62_673_791].map(snapSize)).toEqual([
    1, 1, 1, 2, 2, 5, 50, 100, 10_000, 50_000_000,
  ]);
});
