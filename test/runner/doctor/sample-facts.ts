import type { Facts } from "../../../src/runner/doctor/facts.js";

/** A machine with which nothing is wrong. */
export const FIT: Facts = {
  machine: {
    id: "m-000000000000",
    name: "box",
    logicalCores: 4,
    physicalCores: 4,
    availableParallelism: 4,
    quotaCores: null,
    platform: "linux",
    virtualisation: "none",
    governor: "performance",
    smt: false,
    scratchFileSystem: "ext4",
    floorPercent: 0.8,
    selfTest: {
      measuredAt: "2026-11-20T12:00:00.000Z",
      blocks: 150,
      comparisons: 1_000,
      falseAlarmPercent: 0.4,
      coveragePercent: 95,
    },
  },
  usableCores: 4,
  busyCores: 0.02,
  load: 0.1,
  steal: { now: 0, sinceStart: 0 },
  throttledMs: { now: 0, sinceStart: 0 },
  boost: false,
  heatThrottles: 0,
  clock: { stepNs: 40, source: "tsc" },
  memory: { totalBytes: 16e9, availableBytes: 12e9 },
  swap: { totalBytes: 2e9, usedBytes: 0, pagesPerSecond: 0 },
  pressure: { cpu: 0.001, memory: 0, io: 0 },
  scratch: { folder: "/tmp", freeBytes: 50e9 },
  battery: "none",
};

/** The same machine but for some of its facts. */
export function factsWith({ machine = {}, ...facts }: Partial<Omit<Facts, "machine">> & { machine?: object }): Facts {
  return { ...FIT, ...facts, machine: { ...FIT.machine, ...machine } };
}
