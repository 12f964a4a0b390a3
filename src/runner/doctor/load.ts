import { bad, type Check, note, ok } from "./check.js";

/** Cores that other programs may keep busy: below the first nothing is said, from the second on it is bad. */
const NOTED_CORES = 0.1;
const BAD_CORES = 0.4;

/** Other programs that run now. */
export const check: Check = {
  id: "load",
  title: "Other programs",
  look({ busyCores, load, machine: { logicalCores, platform } }) {
    const average = load === null ? "" : `; load average ${load.toFixed(2)} over a minute`;
    const seen = `${busyCores.toFixed(2)} of ${logicalCores ?? "all"} cores busy in the last second${average}`;
    if (busyCores < NOTED_CORES) return ok(seen);
    const advice =
      "Measured work and other programs take cores from each other. End those, or wait for a quieter hour.";
    const command =
      platform === "win32" ? "Get-Process | Sort-Object CPU -Descending" : "ps -Ao pcpu,comm | sort -rn | head";
    return busyCores < BAD_CORES ? note(seen, advice, command) : bad(seen, advice, command);
  },
};
