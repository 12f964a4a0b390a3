import type { Interval } from "../../stats/interval.js";
import { trimmed } from "../../words/number.js";
import type { FittedParameter } from "./models/fit-model.js";

/** Further apart, the ends of an interval tell nobody anything. */
const WIDEST = 10;

/** Whether an interval of a figure that is above 0 is no answer: it reaches 0, or spans more than a factor of 10. */
export function isTooWide([low, high]: Interval): boolean {
  return low <= 0 || high > WIDEST * low;
}

/** "10.1 % (95 % interval 9.52 to 10.7 %)", "at most 0.121 %" where it may be none, or next to none. */
export function serialWords(parameter: FittedParameter): string {
  const interval = shareInterval(parameter);
  const brief = briefSerialWords(parameter);
  if (isTooWide(interval)) return brief;
  return `${brief} (95 % interval ${fineWords(interval[0])} to ${fineWords(interval[1])} %)`;
}

/** "10.1 %", "at most 0.121 %": as {@link serialWords}, without the interval. */
export function briefSerialWords(parameter: FittedParameter): string {
  const interval = shareInterval(parameter);
  return isTooWide(interval) ? `at most ${fineWords(interval[1])} %` : `${fineWords(parameter.estimate)} %`;
}

/** A share in percent with three figures: 0.05 % is a lot where each pair of workers costs it. */
function fineWords(share: number): string {
  return trimmed(share * 100);
}

/** A share's interval as far as there can be such shares. */
export function shareInterval({ interval }: FittedParameter): Interval {
  const [low, high] = interval ?? [0, 1];
  return [low, Math.min(1, high)];
}
