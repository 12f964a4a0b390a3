import { type Check, note, ok, unknown } from "./check.js";

/** Whether others may share the hardware unseen. */
export const check: Check = {
  id: "virtualisation",
  title: "Virtualisation",
  look({ machine: { virtualisation } }) {
    if (!virtualisation) return unknown("virtualisation");
    if (virtualisation === "none") return ok("none: this is the hardware itself");
    return note(
      virtualisation,
      "Neighbours share caches, memory and cores, and are not seen from here. What they cost is measured by",
      "scalebook doctor --self-test",
    );
  },
};
