import { furtherFactors, levelWords } from "../../record/schema/factors.js";
import type { Factors, Machine } from "../../record/schema/run-schema.js";
import type { CoreLimits } from "../../record/timing/core-level.js";
import { isElsewhere } from "../../record/timing/effective-workers.js";
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
  if (isElsewhere(factors.strategy)) return "its workers were on other machines";
  if (usable === null) return "the recording does not say how many cores there were";
  if (quotaCores && quotaCores < (availableParallelism ?? Number.POSITIVE_INFINITY)) {
    return `the quota of this machine's control group pays for ${coresWords(quotaCores)}`;
  }
  if (physicalCores && physicalCores < usable && factors.workers >= physicalCores) {
    return `this machine has ${plural(physicalCores, "physical core")}, which show as ${level(usable)} by hyper-threading (SMT)`;
  }
  return `this machine has ${plural(usable, "usable core")}`;
}

/** The same without its cores and its quota. */
export function withoutCores({ more: { cores: _, "cpu-quota": __, ...more } = {}, ...factors }: Factors): Factors {
  return { ...factors, more };
}

/** "2 cores", "a quota of 0.5 CPUs", "2 cores at a quota of 1 CPU"; "" where a cell has neither. */
export function coreLevelWords({ more = {} }: CoreLimits): string {
  const words = ["cores", "cpu-quota"].map((name) => {
    const limit = more[name];
    return typeof limit === "number" && levelWords(furtherFactors.get(name)?.words, limit, level(limit));
  });
  return words.filter(Boolean).join(" at ");
}

/** The same in a headline: "0.5 CPUs". */
export function briefCoreWords(cell: CoreLimits): string {
  return coreLevelWords(cell).replace("a quota of ", "");
}

/** Whether cells that differ in these levels do in the quota alone. */
export function areQuotas(cells: readonly { factors: CoreLimits }[]): boolean {
  return cells.every(({ factors }) => factors.more?.cores === undefined);
}
