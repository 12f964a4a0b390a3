import type { Interval } from "../stats/interval.js";
import { fixed, significant } from "./number.js";

/** A change: "−41.3 %", "+4.0 %", "0.0 %", "+139 %". */
export function signedPercent(percent: number, decimals = 1): string {
  return `${signed(percent, decimals)} %`;
}

/** A change as a step of a calculation, to be followed with the digits beside it: "−41.28 %", "+199.75 %", "+2,987 %". */
export function exactPercent(percent: number): string {
  const text = fixed(percent, Math.abs(percent) >= 1e3 ? 0 : 2);
  return `${percent > 0 && /[1-9]/.test(text) ? `+${text}` : text} %`;
}

/** A share or the size of a change, without a plus sign: "41.3 %". */
export function plainPercent(percent: number, decimals = 1): string {
  return `${Math.abs(percent) < 99.95 ? fixed(percent, decimals) : significant(percent)} %`;
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

/** Three figures at most: from 100 % on nobody reads a decimal. */
function signed(percent: number, decimals = 1): string {
  const size = Math.abs(percent);
  const text = size < 99.95 ? fixed(percent, decimals) : significant(percent);
  return percent > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
