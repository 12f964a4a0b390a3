import { bad, type Check, note, ok, unknown } from "./check.js";

/** Whether the quota really stopped anything. */
export const check: Check = {
  id: "throttling",
  title: "Throttling",
  look({ throttledMs }) {
    if (throttledMs === null) return unknown("throttling");
    const { now, sinceStart } = throttledMs;
    if (sinceStart === 0) return ok("the quota never stopped this control group");
    const seen = `${now.toFixed(0)} ms in the last second, ${(sinceStart / 1e3).toFixed(1)} s in all`;
    const advice = "The CPU quota stops programs here. Raise it, or use fewer workers than it allows cores.";
    return now > 0 ? bad(seen, advice) : note(seen, advice);
  },
};
