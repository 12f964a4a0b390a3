import { type Check, counted, note, ok, unknown } from "./check.js";

/** Which cores this process may use. */
export const check: Check = {
  id: "affinity",
  title: "Affinity",
  look({ machine: { availableParallelism, logicalCores } }) {
    if (!availableParallelism || !logicalCores) return unknown("affinity");
    if (availableParallelism >= logicalCores) return ok("every core may be used");
    return note(
      `${counted(availableParallelism, "hardware thread")} of ${logicalCores} may be used`,
      "Workers beyond that share cores. Fine where it is meant; else start Scalebook without the limit.",
      "taskset -cp $$",
    );
  },
};
