import type { Interval } from "../stats/interval.js";
import { ENDLESS, fixed, isEndless, MOST_FACTOR, onPaper, significant, withoutZeros } from "./number.js";

/** A share or the size of a change, without a plus sign: "41.3 %", "139 %". From 100 % on nobody reads a decimal. */
export function plainPercent(percent: number, decimals = 1): string {
  return `${figure(percent, decimals)} %`;
}

/** A percentage that somebody set, or a floor: "2 %", "3.7 %", "0.25 %". */
export function percentLevel(percent: number): string {
  const text = Math.abs(percent) < 1 ? significant(percent, 2) : figure(percent);
  return `${withoutZeros(text)} %`;
}

/** "98.1 %" for 0.9812, "103 %" for 1.031. */
export function shareWords(share: number): string {
  return plainPercent(share * 100);
}

/** "97.0 to 103 %" for the interval of a share. */
export function shareIntervalWords([low, high]: Interval): string {
  return plainInterval([low * 100, high * 100]);
}

/** "97.0 to 103 %": {@link plainPercent} of both ends. */
export function plainInterval([low, high]: Interval): string {
  return `${figure(low)} to ${plainPercent(high)}`;
}

/** A change: "−41.3 %", "+4.0 %", "0.0 %", "+139 %". */
export function signedPercent(percent: number, decimals = 1): string {
  return `${signed(percent, decimals)} %`;
}

/** A change as a step of a calculation, to be followed with the digits beside it: "−41.28 %", "+199.75 %", "+2,987 %". */
export function exactPercent(percent: number): string {
  return `${withPlus(exact(percent), percent)} %`;
}

/** Whether the ends of an interval of a change are so far apart that they say nothing. */
export function isEndlessChange([low, high]: Interval): boolean {
  return isEndless([1 + low / 100, 1 + high / 100]);
}

/** "−80.6 to −78.0 %"; "wider than 10×". */
export function percentInterval([low, high]: Interval): string {
  if (isEndlessChange([low, high])) return ENDLESS;
  return `${signed(low)} to ${signed(high)} %`;
}

/** Whether two changes that differ would be printed alike in three figures. */
export function printAlike(one: number, other: number): boolean {
  return one !== other && signed(one) === signed(other);
}

/** A change of a time: "41.3 % less", "4.0 % more"; "the same time" where it prints as 0.0 %, or as 0.00 % where exact. */
export function lessOrMore(percent: number, isExact = false): string {
  return isNoChange(percent, isExact) ? "the same time" : `${sizeOf(percent, isExact)} ${direction(percent)}`;
}

/** "41.3 % less time", "41.3 % less time than 1 worker"; "the same time as 1 worker" where the change prints as 0.0 %. */
export function timeChange(percent: number, other?: string, isExact = false): string {
  if (isNoChange(percent, isExact)) return `the same time${other === undefined ? "" : ` as ${other}`}`;
  return `${sizeOf(percent, isExact)} ${direction(percent)} time${other === undefined ? "" : ` than ${other}`}`;
}

/** "4.0 % more memory", "the same memory". */
export function memoryChange(percent: number): string {
  return isNoChange(percent) ? "the same memory" : `${lessOrMore(percent)} memory`;
}

/** "40.1 to 42.4 % less", "2.1 % less to 3.0 % more", "0.0 to 3.0 % more": from the nearer end, or across no change. */
export function intervalWords([low, high]: Interval): string {
  if (isEndlessChange([low, high])) return `wider than a factor of ${MOST_FACTOR}`;
  const isBelow = low < 0 && !isNoChange(low);
  const isAbove = high > 0 && !isNoChange(high);
  if (isBelow && isAbove) return `${lessOrMore(low)} to ${lessOrMore(high)}`;
  const [near, far] = isAbove ? [low, high] : [high, low];
  const range = plainInterval([Math.abs(near), Math.abs(far)]);
  return isNoChange(far) ? range : `${range} ${direction(far)}`;
}

/** Whether a change prints as 0.0 %, or as 0.00 % where exact. */
export function isNoChange(percent: number, isExact = false): boolean {
  return isExact ? exact(percent) === "0.00" : figure(percent) === "0.0";
}

function direction(percent: number): "less" | "more" {
  return percent < 0 ? "less" : "more";
}

function signed(percent: number, decimals = 1): string {
  return withPlus(figure(percent, decimals), percent);
}

function withPlus(text: string, percent: number): string {
  return percent > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Three figures at most. */
function figure(percent: number, decimals = 1): string {
  return Math.abs(onPaper(percent)) < 99.95 ? fixed(percent, decimals) : significant(percent);
}

function sizeOf(percent: number, isExact: boolean): string {
  const size = Math.abs(percent);
  return isExact ? `${exact(size)} %` : plainPercent(size);
}

function exact(percent: number): string {
  return fixed(percent, Math.abs(percent) >= 1e3 ? 0 : 2);
}
