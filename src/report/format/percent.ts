import type { Interval } from "../../analysis/types.js";
import { fixed, significant } from "./number.js";

/** A change: "−41.3 %", "+4.0 %", "0.0 %". */
export function signedPercent(percent: number, decimals = 1): string {
  return `${signed(percent, decimals)} %`;
}

/** A share or the size of a change, without a plus sign: "41.3 %". */
export function plainPercent(percent: number, decimals = 1): string {
  return `${fixed(percent, decimals)} %`;
}

/** "−80.6 to −78.0 %". */
export function percentInterval([low, high]: Interval): string {
  return `${signed(low)} to ${signed(high)} %`;
}

/** "takes 81.7 % less time" or "takes 4.0 % more time", from a percentage of change. */
export function lessOrMore(percent: number): string {
  const size = plainPercent(Math.abs(percent));
  if (size === "0.0 %") return "the same time";
  return percent < 0 ? `${size} less time` : `${size} more time`;
}

function signed(percent: number, decimals = 1): string {
  if (Math.abs(percent) >= 1e6) return percent > 0 ? `+${significant(percent)}` : significant(percent);
  // From tenfold on a decimal is no longer read.
  const text = fixed(percent, Math.abs(percent) >= 1e3 ? 0 : decimals);
  return percent > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
