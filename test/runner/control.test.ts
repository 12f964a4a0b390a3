import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Recording } from "../../src/runner/recording.js";
import { mainScript } from "../built.js";

// The compiled one: it starts a script that lies beside it.
const { ControlCell } = (await import(
  new URL("runner/control.js", pathToFileURL(mainScript)).href
)) as typeof import("../../src/runner/control.js");

/** A recording as far as the control cell looks at it. */
function recordingOf(controlShare?: number): Recording {
  const stop = new AbortController().signal;
  const request = { seed: 7, stop, ...(controlShare === undefined ? {} : { controlShare }) };
  return { request, environment: { TZ: "UTC" } } as unknown as Recording;
}

const ahead = (block: number, trialsMs: number, expectedMs = 100) => ({ block, cells: 3, expectedMs, trialsMs });

describe("the control cell", () => {
  it("is in the first block whatever it costs, and later as its share of the run allows", async () => {
    const control = new ControlCell(recordingOf());
    expect(control.header().control?.trials).toEqual([]);
    expect(control.placeIn(ahead(0, 0))).not.toBeNull();
    const trial = await control.run({ block: 0, position: 2 });
    expect(trial).toMatchObject({ block: 0, position: 2 });
    expect(trial.wallMs).toBeGreaterThan(0);
    expect(control.spentMs).toBeGreaterThan(trial.wallMs as number);
    expect(control.placeIn(ahead(1, 100, 0))).toBeNull();
    // A second one is due once both together are a twentieth of the whole.
    const whole = (2 * control.spentMs) / 0.05;
    expect(control.placeIn(ahead(2, 0.9 * whole))).toBeNull();
    expect(control.placeIn(ahead(3, 1.1 * whole))).not.toBeNull();
  });

  it("is in every block, or in none, where that is asked for", () => {
    const always = new ControlCell(recordingOf(1));
    const places = Array.from({ length: 60 }, (_, block) => always.placeIn(ahead(block, 0, 0)));
    expect(new Set(places)).toEqual(new Set([0, 1, 2, 3]));
    expect(always.placeIn(ahead(5, 0, 0))).toBe(places[5]);
    const never = new ControlCell(recordingOf(0));
    expect(never.header()).toEqual({});
    expect(never.placeIn(ahead(0, 0))).toBeNull();
    expect(never.expectedMs(1_000)).toBe(0);
  });

  it("says beforehand what it adds to a block", () => {
    expect(new ControlCell(recordingOf()).expectedMs(190)).toBeCloseTo(10, 9);
    const [usual, always] = [new ControlCell(recordingOf()), new ControlCell(recordingOf(1))];
    expect(usual.expectedMs(1e6)).toBe(always.expectedMs(1));
  });
});
