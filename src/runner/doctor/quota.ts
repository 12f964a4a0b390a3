import { bad, type Check, note, ok, unknown } from "./check.js";

/** A CPU quota stops all workers at once when it is used up, and no count of cores tells. */
export const check: Check = {
  id: "quota",
  title: "CPU quota",
  look({ machine: { quotaCores, platform, logicalCores } }) {
    if (platform !== "linux") return unknown("CPU quota");
    if (quotaCores === null || quotaCores === undefined) return ok("none");
    const seen = `${quotaCores.toFixed(1)} cores' worth of time`;
    if (quotaCores >= (logicalCores ?? 1)) return ok(`${seen}, which is all of them`);
    const advice =
      "Workers beyond the quota are stopped for part of every 100 ms. Give whole cores instead of a share of time.";
    const command = "docker run --cpuset-cpus 0-1 ... instead of --cpus";
    return quotaCores < 1 ? bad(seen, advice, command) : note(seen, advice, command);
  },
};
