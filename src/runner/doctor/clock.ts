import { bad, type Check, note, ok } from "./check.js";

/** A timed region is at least a thousand steps long: with this step, from 1 ms on. */
const STEP_NS = 1_000;
const BAD_STEP_NS = 1e6;
/** Sources that are read without asking the kernel. */
const QUICK = ["tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter", "xen"];

/** Step and source of the clock that times are read from. */
export const check: Check = {
  id: "clock",
  title: "Clock",
  look({ clock: { stepNs, source } }) {
    const from = source === null ? "" : `, from ${source}`;
    const seen = `steps of ${stepNs >= 1e6 ? `${(stepNs / 1e6).toFixed(1)} ms` : `${Math.round(stepNs)} ns`}${from}`;
    const shortest = `${((stepNs * 1_000) / 1e6).toFixed(1)} ms`;
    if (stepNs >= BAD_STEP_NS)
      return bad(seen, `Only times from ${shortest} on can be told apart well: use larger tasks.`);
    if (stepNs > STEP_NS) return note(seen, `A time should be a thousand steps long: ${shortest} or more.`);
    if (source === null || QUICK.includes(source)) return ok(seen);
    return note(
      seen,
      "Reading this clock takes a call of the kernel. Where the processor's own counter is sound, use that.",
      "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource",
    );
  },
};
