import { type Check, note, ok } from "./check.js";

/** Below this, verdicts use the general floor. */
const GENERAL_FLOOR_PERCENT = 2;

/** Whether this machine knows its own noise. */
export const check: Check = {
  id: "floor",
  title: "Noise floor",
  look({ machine: { floorPercent, selfTest } }) {
    const command = "scalebook doctor --self-test";
    if (typeof floorPercent !== "number" || selfTest === undefined) {
      return note(
        "not measured: verdicts must reach 2 %, whatever this machine's noise is",
        "Equal programs may differ by more than that here. Two minutes tell:",
        command,
      );
    }
    const seen = `${floorPercent.toFixed(1)} %, measured on ${selfTest.measuredAt.slice(0, 10)}`;
    if (floorPercent <= GENERAL_FLOOR_PERCENT) return ok(`${seen}: below the general floor of 2 %`);
    return note(
      seen,
      `Smaller changes cannot be told from noise on this machine. In a quieter hour it may be less:`,
      command,
    );
  },
};
