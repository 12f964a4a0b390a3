import { seededRandom } from "../../../.build/stats/random.js";
import type { Fault } from "./faulted.js";

/**
 * Faults of hosts by a seed: now and then one is killed, another than the last time, and started again after 2 s; and one is cut off the
 * network for a while.
 */
export function seededFaults(
  seed: number,
  { hosts, overMs, killEveryMs, cutMs }: Record<"hosts" | "overMs" | "killEveryMs" | "cutMs", number>,
): Fault[] {
  const random = seededRandom(seed);
  const any = (of: number) => Math.floor(random() * of);
  let host = any(hosts);
  const kills = Array.from({ length: Math.floor(overMs / killEveryMs) }, (_, index): Fault => {
    host = (host + 1 + any(hosts - 1)) % hosts;
    return { kind: "kill", atMs: (index + 1) * killEveryMs, forMs: 2_000, host };
  });
  return [...kills, { kind: "cut", atMs: Math.round(random() * (overMs - cutMs)), forMs: cutMs, host: any(hosts) }];
}
