import { type Check, note, ok, unknown } from "./check.js";

/** Governors that hold the frequency still. */
const STEADY = ["performance", "userspace"];

/** A frequency that changes with load and heat changes every time with it. */
export const check: Check = {
  id: "frequency",
  title: "Frequency",
  look({ machine: { governor }, boost }) {
    if (!governor && boost === null) return unknown("governor and turbo");
    const seen = `governor ${governor ?? "not told"}, turbo ${boost === null ? "not told" : boost ? "on" : "off"}`;
    if (governor && !STEADY.includes(governor)) {
      return note(
        seen,
        "The frequency follows the load: short tasks meet a slow core, long ones a fast one.",
        "sudo cpupower frequency-set -g performance",
      );
    }
    if (boost !== true) return ok(seen);
    return note(
      seen,
      "One busy core may run faster than many: part of what looks like bad scaling is that. Switch it off where you ask how work scales.",
      "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo || echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost",
    );
  },
};
