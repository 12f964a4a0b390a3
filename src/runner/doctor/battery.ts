import { bad, type Check, ok, unknown } from "./check.js";

/** On a battery, cores are slowed down to save it. */
export const check: Check = {
  id: "battery",
  title: "Power",
  look({ battery }) {
    if (battery === null) return unknown("power supply");
    if (battery === "none") return ok("no battery");
    if (battery === "charging") return ok("plugged in");
    return bad("on battery", "The machine saves power: its speed changes with the charge. Plug it in.");
  },
};
