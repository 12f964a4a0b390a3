import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Recording } from "../../../src/runner/request/record-request.js";
import { mainScript } from "../../built.js";

// The compiled one: it starts a script that lies beside it.
const { ControlCell } = (await import(
  new URL("runner/recording/control-cell.js", pathToFileURL(mainScript)).href
)) as typeof import("../../../src/runner/recording/control-cell.js");

/** A recording as far as the control cell looks at it. */
function recordingOf(controlShare?: number): Recording {
  const stop = new AbortController().signal;
  const request = { seed: 7, stop, ...(controlShare === undefined ? {} : { controlShare }) };
  const watchdog = { guard() {}, release() {}, close() {} };
  return { request, environment: { TZ: "UTC" }, watchdog } as unknown as Recording;
}

describe("the control cell", () => {
  it("comes before the first trial whatever it costs, and later as its share of the run allows", async () => {
    const control = new ControlCell(recordingOf());
    expect(control.header().control?.trials).toEqual([]);
    expect(control.isDue(0)).toBe(true);
    const trial = await control.run({ block: 0, position: 2 });
    expect(trial).toMatchObject({ block: 0, position: 2 });
    expect(trial.wallMs).toBeGreaterThan(0);
    expect(control.spentMs).toBeGreaterThan(trial.wallMs as number);
    expect(control.isDue(control.spentMs)).toBe(false);
    // A second one is due once both together are a twentieth of the whole.
    const trialsMs = (2 * control.spentMs) / 0.05 - 2 * control.spentMs;
    expect(control.isDue(0.95 * trialsMs)).toBe(false);
    expect(control.isDue(1.05 * trialsMs)).toBe(true);
  });

  it("comes before every trial, or before none, where that is asked for", async () => {
    const always = new ControlCell(recordingOf(1));
    await always.run({ block: 0, position: 0 });
    expect(always.isDue(0)).toBe(true);
    const never = new ControlCell(recordingOf(0));
    expect(never.header()).toEqual({});
    expect(never.isDue(1e9)).toBe(false);
    expect(never.expectedMs(10, 1_000)).toBe(0);
  });

  it("says beforehand what it adds to a block", () => {
    const [usual, always] = [new ControlCell(recordingOf()), new ControlCell(recordingOf(1))];
    expect(usual.expectedMs(10, 190)).toBeCloseTo(10, 9);
    expect(usual.expectedMs(10, 1e6)).toBe(always.expectedMs(10, 1));
    expect(always.expectedMs(10, 1)).toBe(10 * always.expectedMs(1, 1));
  });
});
