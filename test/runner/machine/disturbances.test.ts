import { describe, expect, it } from "vitest";
import type { Disturbance } from "../../../src/record/schema/run-schema.js";
import { DisturbanceWatch, type MachineState } from "../../../src/runner/machine/disturbances.js";

const START = Date.parse("2026-11-30T12:00:00.000Z");

/** A machine whose clocks run together until something happens. */
function machine(before: Disturbance[] = []) {
  const now = { wallMs: START, runningMs: 5, bootMs: 9 as number | null, cores: 8, quotaCores: null as number | null };
  const state: MachineState = {
    wallMs: () => now.wallMs,
    runningMs: () => now.runningMs,
    bootMs: () => now.bootMs,
    cores: () => now.cores,
    quotaCores: () => now.quotaCores,
  };
  const watch = new DisturbanceWatch(before, state);
  const pass = (ms: number, { suspended = 0, set = 0 } = {}) => {
    now.runningMs += ms;
    if (now.bootMs !== null) now.bootMs += ms + suspended;
    now.wallMs += ms + suspended + set;
  };
  return { now, watch, pass, look: () => watch.look({ block: 2, position: 1 }) };
}

const place = { block: 2, position: 1 };
const HOUR = 3_600_000;

describe("what must not happen to a machine while it is measured on", () => {
  it("is nothing where its clocks run together, those that are disciplined included", () => {
    const { look, pass, watch } = machine();
    pass(60_000, { set: 30 });
    expect(look()).toEqual([]);
    expect(watch.nowMs()).toBe(START + 60_030);
  });

  it("is a suspension, which no clock of the trials counts", () => {
    const { look, pass, watch } = machine();
    pass(500, { suspended: 9_000 });
    expect(look()).toEqual([{ kind: "suspended", ...place, byMs: 9_000 }]);
    expect(look()).toEqual([]);
    expect(watch.nowMs()).toBe(START + 9_500);
  });

  it("is a clock that is set, and the run still ends after it began", () => {
    const { look, pass, watch } = machine();
    pass(2_000, { set: -HOUR });
    expect(look()).toEqual([{ kind: "clock-set", ...place, byMs: -HOUR }]);
    pass(1_000, { suspended: 4_000, set: 2 * HOUR });
    expect(look().map(({ kind, byMs }) => [kind, byMs])).toEqual([
      ["suspended", 4_000],
      ["clock-set", 2 * HOUR],
    ]);
    expect(watch.nowMs()).toBe(START + 7_000);
    expect(watch.seen).toHaveLength(3);
  });

  it("is a clock that is set where the system does not tell how long it has been on", () => {
    const { look, pass, now } = machine();
    now.bootMs = null;
    look();
    pass(100, { set: -HOUR });
    expect(look()).toEqual([{ kind: "clock-set", ...place, byMs: -HOUR }]);
  });

  it("are cores that are taken away, and a quota that changes", () => {
    const { look, now } = machine();
    now.cores = 4;
    now.quotaCores = 2;
    expect(look()).toEqual([
      { kind: "cores", ...place, before: 8, after: 4 },
      { kind: "quota", ...place, before: null, after: 2 },
    ]);
    now.quotaCores = null;
    expect(look()).toEqual([{ kind: "quota", ...place, before: 2, after: null }]);
  });

  it("is kept behind what was seen before an interruption, as far as a run file has room for it", () => {
    const before = Array.from({ length: 999 }, () => ({ kind: "cores" as const, ...place, before: 2, after: 1 }));
    const { look, now, watch } = machine(before);
    now.cores = 4;
    now.quotaCores = 2;
    expect(look()).toHaveLength(2);
    expect(watch.seen).toEqual([...before, { kind: "cores", ...place, before: 8, after: 4 }]);
  });
});
