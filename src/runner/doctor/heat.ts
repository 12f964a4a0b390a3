import { type Check, counted, note, ok, unknown } from "./check.js";

/** Whether cores had to slow down for heat. */
export const check: Check = {
  id: "heat",
  title: "Heat",
  look({ heatThrottles }) {
    if (heatThrottles === null) return unknown("throttling for heat");
    if (heatThrottles === 0) return ok("never throttled for heat since the machine started");
    return note(
      `throttled for heat ${counted(heatThrottles, "time")} since the machine started`,
      "A long run may heat up, and its later blocks be slower. Blocks take that out of comparisons, not out of times; let it cool down between runs.",
      "sensors",
    );
  },
};
