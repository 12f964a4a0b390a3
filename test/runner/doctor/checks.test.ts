import { describe, expect, it } from "vitest";
import type { Facts } from "../../../src/runner/doctor/facts.js";
import { type Checked, examine } from "../../../src/runner/doctor/index.js";
import { FIT, factsWith } from "./sample-facts.js";

const find = (facts: Facts, id: string): Checked => {
  const found = examine(facts).find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};

type Change = Parameters<typeof factsWith>[0];

/** Which check says what of which facts, and words that must stand in it. */
const CASES: [id: string, change: Change, status: Checked["status"], words: string][] = [
  ["cores", {}, "ok", "4 cores, 4 hardware threads"],
  ["cores", { machine: { logicalCores: 8 } }, "note", "beyond 4 workers"],
  ["cores", { machine: { logicalCores: 8, physicalCores: null, smt: true } }, "note", "number of cores not told"],
  ["cores", { machine: { logicalCores: 8, physicalCores: null, smt: null } }, "ok", "number of cores not told"],
  ["cores", { machine: { logicalCores: 1, physicalCores: 1 } }, "note", "On one core"],
  ["cores", { machine: { logicalCores: null } }, "unknown", "not told"],
  ["affinity", {}, "ok", "every core"],
  ["affinity", { machine: { availableParallelism: 2 } }, "note", "2 hardware threads of 4"],
  ["affinity", { machine: { availableParallelism: null } }, "unknown", "not told"],
  ["quota", {}, "ok", "none"],
  ["quota", { machine: { quotaCores: 1.5 } }, "note", "1.5 cores' worth"],
  ["quota", { machine: { quotaCores: 0.5 } }, "bad", "0.5 cores' worth"],
  ["quota", { machine: { quotaCores: 4 } }, "ok", "all of them"],
  ["quota", { machine: { platform: "darwin" } }, "unknown", "not told"],
  ["throttling", {}, "ok", "never"],
  ["throttling", { throttledMs: { now: 0, sinceStart: 3_200 } }, "note", "3.2 s in all"],
  ["throttling", { throttledMs: { now: 40, sinceStart: 3_200 } }, "bad", "40 ms in the last second"],
  ["throttling", { throttledMs: null }, "unknown", "not told"],
  ["frequency", {}, "ok", "governor performance, turbo off"],
  ["frequency", { machine: { governor: "powersave" } }, "note", "governor powersave"],
  ["frequency", { boost: true }, "note", "turbo on"],
  ["frequency", { machine: { governor: null }, boost: null }, "unknown", "not told"],
  ["frequency", { boost: null }, "ok", "turbo not told"],
  ["heat", {}, "ok", "never"],
  ["heat", { heatThrottles: 12 }, "note", "12 times"],
  ["heat", { heatThrottles: null }, "unknown", "not told"],
  ["battery", {}, "ok", "no battery"],
  ["battery", { battery: "charging" }, "ok", "plugged in"],
  ["battery", { battery: "discharging" }, "bad", "on battery"],
  ["battery", { battery: null }, "unknown", "not told"],
  ["load", {}, "ok", "0.02 of 4 cores busy"],
  ["load", { busyCores: 0.2 }, "note", "0.20 of 4 cores"],
  ["load", { busyCores: 1.3, load: 2.1 }, "bad", "load average 2.10"],
  ["load", { load: null, machine: { platform: "win32" } }, "ok", "busy in the last second"],
  ["pressure", {}, "ok", "0.1 % for a core"],
  ["pressure", { pressure: { cpu: 0.05, memory: 0, io: 0 } }, "note", "5.0 % for a core"],
  ["pressure", { pressure: { cpu: 0, memory: 0, io: 0.3 } }, "bad", "30.0 % for a disk"],
  ["pressure", { pressure: { cpu: 0, memory: null, io: null } }, "ok", "0.0 % for a core"],
  ["pressure", { pressure: null }, "unknown", "not told"],
  ["memory", {}, "ok", "12.0 GB of 16.0 GB free"],
  ["memory", { memory: { totalBytes: 16e9, availableBytes: 1e9 } }, "note", "1.0 GB of 16.0 GB"],
  ["memory", { memory: { totalBytes: 1e9, availableBytes: 2e8 } }, "bad", "200 MB of 1.0 GB"],
  [
    "memory",
    { machine: { memoryLimitBytes: 16e9 } },
    "ok",
    "12.0 GB of 16.0 GB free, the limit of this container or control group",
  ],
  ["swap", {}, "ok", "0 MB of 2.0 GB in use"],
  ["swap", { swap: { totalBytes: 0, usedBytes: 0, pagesPerSecond: 0 } }, "ok", "none"],
  ["swap", { swap: { totalBytes: 2e9, usedBytes: 4e8, pagesPerSecond: 0 } }, "note", "400 MB of 2.0 GB"],
  ["swap", { swap: { totalBytes: 2e9, usedBytes: 0, pagesPerSecond: 80 } }, "bad", "80 pages moved"],
  ["swap", { swap: null }, "unknown", "not told"],
  ["virtualisation", {}, "ok", "none"],
  ["virtualisation", { machine: { virtualisation: "container" } }, "note", "container"],
  ["virtualisation", { machine: { virtualisation: null } }, "unknown", "not told"],
  ["steal", {}, "ok", "0.0 % of CPU time"],
  ["steal", { steal: { now: 0, sinceStart: 0.004 } }, "note", "0.4 % since the machine started"],
  ["steal", { steal: { now: 0.03, sinceStart: 0 } }, "bad", "3.0 % of CPU time"],
  ["steal", { steal: null }, "unknown", "not told"],
  ["clock", {}, "ok", "steps of 40 ns, from tsc"],
  ["clock", { clock: { stepNs: 100, source: "hpet" } }, "note", "from hpet"],
  ["clock", { clock: { stepNs: 15_600, source: null } }, "note", "15.6 ms or more"],
  ["clock", { clock: { stepNs: 15.6e6, source: null } }, "bad", "steps of 15.6 ms"],
  ["scratch", {}, "ok", "/tmp on ext4, 50.0 GB free"],
  ["scratch", { machine: { scratchFileSystem: "tmpfs" } }, "note", "stay in memory"],
  ["scratch", { machine: { scratchFileSystem: "nfs" } }, "bad", "network"],
  ["scratch", { scratch: { folder: "/tmp", freeBytes: 1e8 } }, "bad", "100 MB free"],
  ["scratch", { machine: { scratchFileSystem: null }, scratch: { folder: "/tmp", freeBytes: null } }, "ok", "not told"],
  ["floor", {}, "ok", "0.8 %, measured on 2026-11-20"],
  ["floor", { machine: { floorPercent: 3.4 } }, "note", "3.4 %"],
  ["floor", { machine: { floorPercent: undefined } }, "note", "not measured"],
];

describe("the checks", () => {
  it.each(CASES)("%s: %j is %s", (id, change, status, words) => {
    const { status: found, seen, advice = "" } = find(factsWith(change), id);
    expect([found, `${seen} ${advice}`]).toEqual([status, expect.stringContaining(words)]);
  });

  it("are all held by a case that is ok and, but for memory, by one that is not", () => {
    for (const { id } of examine(FIT)) {
      const statuses = CASES.filter(([of]) => of === id).map(([, , status]) => status);
      expect(statuses, id).toContain("ok");
      expect(
        statuses.some((status) => status === "note" || status === "bad"),
        id,
      ).toBe(true);
    }
  });

  it("find nothing wrong where nothing is", () => {
    expect(examine(FIT).filter(({ status }) => status !== "ok")).toEqual([]);
  });

  it("say what to do wherever something is wrong, and never what was not seen", () => {
    for (const [id, change] of CASES) {
      const { status, advice, seen } = find(factsWith(change), id);
      if (status === "note" || status === "bad") expect(advice, `${id}: ${seen}`).toBeTruthy();
      else expect(advice).toBeUndefined();
      expect(`${seen} ${advice}`).not.toMatch(/null|NaN|undefined hardware|Infinity/);
    }
  });
});
