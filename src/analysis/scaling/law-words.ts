import { trimmed } from "../../words/number.js";
import type { FittedParameter } from "./models/fit-model.js";

/** "10.1 % (95 % interval 9.52 to 10.7 %)", "at most 0.121 %" where it may be none. */
export function serialWords(parameter: FittedParameter): string {
  const [low, high] = parameter.interval ?? [0, 1];
  const brief = briefSerialWords(parameter);
  return low <= 0 ? brief : `${brief} (95 % interval ${fineWords(low)} to ${fineWords(shareAtMost(high))} %)`;
}

/** "10.1 %", "at most 0.121 %": as {@link serialWords}, without the interval. */
export function briefSerialWords({ estimate, interval }: FittedParameter): string {
  const [low, high] = interval ?? [0, 1];
  return low <= 0 ? `at most ${fineWords(shareAtMost(high))} %` : `${fineWords(estimate)} %`;
}

/** A share in percent with three figures: 0.05 % is a lot where each pair of workers costs it. */
function fineWords(share: number): string {
  return trimmed(share * 100);
}

/** A share's interval as far as there can be such shares. */
export function shareAtMost(high: number): number {
  return Math.min(1, high);
}
