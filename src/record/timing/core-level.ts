import { smallest } from "../limits/extremes.js";
import type { Factors } from "../schema/run-schema.js";

/** What limits the cores of a cell: its levels of `cores` and `cpu-quota`. */
export type CoreLimits = Pick<Factors, "more">;

/** Cores of a cell by these levels: the least of them; infinite where it has none. */
export function coreLevel({ more = {} }: CoreLimits): number {
  const limits = [more.cores, more["cpu-quota"]].filter((limit) => typeof limit === "number" && limit > 0);
  return smallest(limits as number[]);
}
