import { UserError } from "../user-error.js";

const MOST_LEVELS = 1_000;
const MOST_COUNT = 1e6;
const MOST_SIZE = 1e12;

/**
 * Whole numbers as written on the command line: `1,2,4`, a range `1..8`, or both `1..4,8`. Throws a UserError that names
 * the option, the value and what is allowed.
 */
export function parseCounts(text: string, option: string): number[] {
  return parseNumbers(text, option).map((level) => {
    if (!Number.isInteger(level) || level < 1 || level > MOST_COUNT) {
      throw new UserError(`${option} has ${level}: give whole numbers from 1 to ${MOST_COUNT}, such as 1,2,4 or 1..8`);
    }
    return level;
  });
}

/** Numbers of any size, a range in steps of 1: `0.5,1..4`. */
export function parseNumbers(text: string, option: string): number[] {
  return parseLevels(text, option, (low, high) => {
    if (high - low >= MOST_LEVELS) throw tooMany(high - low + 1, option);
    return Array.from({ length: Math.floor(high - low) + 1 }, (_, step) => low + step);
  });
}

/** Sizes as written on the command line: `1e3,1e6`; a range `1e3..1e6` has one size a power of ten. */
export function parseSizes(text: string, option: string): number[] {
  return parseLevels(text, option, (low, high) => {
    const levels: number[] = [];
    for (let level = low; level <= high * (1 + 1e-9); level *= 10) levels.push(Math.round(level));
    return levels;
  }).map((level) => {
    if (!Number.isInteger(level) || level < 1 || level > MOST_SIZE) {
      throw new UserError(`${option} has ${level}: give whole sizes from 1 to 1e12, such as 1000,1e6 or 1e3..1e6`);
    }
    return level;
  });
}

function parseLevels(text: string, option: string, range: (low: number, high: number) => number[]): number[] {
  const levels = text.split(",").flatMap((part) => {
    const [low, high, ...rest] = part.split("..").map((end) => toNumber(end, text, option));
    if (low === undefined || rest.length > 0) throw malformed(text, option);
    if (high === undefined) return [low];
    if (high < low) throw new UserError(`${option} has ${part}: a range runs from the smaller to the larger number`);
    if (low < 1) throw new UserError(`${option} has ${part}: a range starts at 1 or above`);
    return range(low, high);
  });
  const unique = [...new Set(levels)];
  if (unique.length > MOST_LEVELS) throw tooMany(unique.length, option);
  return unique;
}

function tooMany(levels: number, option: string): UserError {
  return new UserError(`${option} has ${levels} levels: at most ${MOST_LEVELS}`);
}

function toNumber(end: string, text: string, option: string): number {
  const trimmed = end.trim();
  const value = Number(trimmed);
  if (trimmed === "" || !Number.isFinite(value)) throw malformed(text, option);
  return value;
}

function malformed(text: string, option: string): UserError {
  return new UserError(`${option} is "${text}": give numbers with commas between them, or a range such as 1..8`);
}

/** A time such as `90s`, `5m`, `1h`, `250ms`, in ms. A number without a unit is a UserError. */
export function parseDuration(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ""];
  const value = Number(match?.[1]) * (unit ?? Number.NaN);
  if (!(value > 0)) throw new UserError(`${option} is "${text}": give a time with its unit, such as 90s, 5m or 250ms`);
  return value;
}

/** A percentage such as `2%` or `0.5 %`, as a number of percent. */
export function parsePercent(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const percent = Number(match?.[1] ?? Number.NaN);
  if (!(percent >= 0.1 && percent <= 50)) {
    throw new UserError(`${option} is "${text}": give a percentage from 0.1% to 50%, such as 2%`);
  }
  return percent;
}

/** A share from `0%` to `100%`, or `0`, as a fraction. */
export function parseShare(text: string, option: string): number {
  const trimmed = text.trim();
  const percent = trimmed === "0" ? 0 : Number(/^(\d+(?:\.\d+)?)\s*%$/.exec(trimmed)?.[1] ?? Number.NaN);
  if (percent >= 0 && percent <= 100) return percent / 100;
  throw new UserError(`${option} is "${text}": give a percentage from 0% to 100%, such as 10%`);
}

/** An amount of memory such as `256MB` or `1GB` (powers of 1024, as V8 counts), in bytes. */
export function parseBytes(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(MB|GB|MiB|GiB)$/i.exec(text.trim());
  const unit = match?.[2]?.toUpperCase().startsWith("G") ? 2 ** 30 : 2 ** 20;
  const bytes = Number(match?.[1]) * unit;
  if (!(bytes >= 2 ** 20) || bytes > 2 ** 40) {
    throw new UserError(`${option} is "${text}": give an amount of memory from 1MB on, such as 256MB or 1GB`);
  }
  return bytes;
}

/** A variant's name, which can be a level, a label and a key. Whole numbers come first among the keys of an object, whoever was named first. */
export const VARIANT_NAME =
  /^(?!(?:__proto__|constructor|prototype|\d+)$)[^\s=\p{Cc}](?:[^=\p{Cc}]{0,62}[^\s=\p{Cc}])?$/u;
export const VARIANT_ADVICE =
  "a name of 1 to 64 characters, more than digits, no = among them and no blank at either end";
