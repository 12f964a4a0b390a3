import type { Factors, Machine } from "../../record/schema/run-schema.js";
import { level, plural } from "../../words/number.js";
import { hasOwnCores, usableCores } from "./ideal-speed-up.js";

/** "1 core", "2 cores", "1.5 cores". */
export function coresWords(cores: number): string {
  return `${level(cores)} ${cores === 1 ? "core" : "cores"}`;
}

/**
 * Cores that so many workers meet, as the rest of a sentence: "this machine has 2 usable cores". Names the
 * quota where that is the tightest, and hardware threads that share a core (SMT).
 */
export function coreWords(machine: Machine, factors: Factors): string {
  const { availableParallelism, quotaCores, physicalCores } = machine;
  const usable = usableCores(machine, factors);
  if (usable !== null && hasOwnCores(factors)) return `these repeats had ${coresWords(usable)}`;
  if (usable === null) return "the recording does not say how many cores there were";
  if (quotaCores && quotaCores < (availableParallelism ?? Number.POSITIVE_INFINITY)) {
    return `the quota of this machine's control group pays for ${coresWords(quotaCores)}`;
  }
  if (physicalCores && physicalCores < usable && factors.workers >= physicalCores) {
    return `this machine has ${plural(physicalCores, "physical core")}, which show as ${level(usable)} by hyper-threading (SMT)`;
  }
  return `this machine has ${plural(usable, "usable core")}`;
}

type Limits = Pick<Factors, "more">;

/** Cores of a cell by its levels of `cores` and `cpu-quota`: the least of them; infinite where it has none. */
export function coreLevel({ more = {} }: Limits): number {
  const limits = [more.cores, more["cpu-quota"]].filter((limit) => typeof limit === "number");
  return Math.min(...limits);
}

/** The same without its cores and its quota. */
export function withoutCores({ more: { cores: _, "cpu-quota": __, ...more } = {}, ...factors }: Factors): Factors {
  return { ...factors, more };
}

/** "2 cores", "a quota of 0.5 CPUs", "2 cores at a quota of 1 CPU"; "" where a cell has neither. */
export function coreLevelWords({ more = {} }: Limits): string {
  const { cores, "cpu-quota": quota } = more;
  const bound = typeof cores === "number" ? coresWords(cores) : "";
  const paid = typeof quota === "number" ? `a quota of ${level(quota)} ${quota === 1 ? "CPU" : "CPUs"}` : "";
  return [bound, paid].filter(Boolean).join(" at ");
}
