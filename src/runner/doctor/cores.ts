import { type Check, counted, note, ok, unknown } from "./check.js";

/** Number of cores, and whether two workers may share one. */
export const check: Check = {
  id: "cores",
  title: "Cores",
  look({ machine: { logicalCores, physicalCores, smt } }) {
    if (!logicalCores) return unknown("number of cores");
    const known = physicalCores ?? null;
    const threads = counted(logicalCores, "hardware thread");
    const seen = known === null ? `${threads}, number of cores not told` : `${counted(known, "core")}, ${threads}`;
    if (logicalCores === 1) return note(seen, "On one core no work gets faster with more workers, but for waiting.");
    const shared = known === null ? smt === true : known < logicalCores;
    if (!shared) return ok(seen);
    const most = known ?? Math.floor(logicalCores / 2);
    return note(
      seen,
      `Two hardware threads of one core share it: beyond ${counted(most, "worker")} a worker is worth less. Stay within them, or switch that off for the measurement.`,
      "echo off | sudo tee /sys/devices/system/cpu/smt/control",
    );
  },
};
