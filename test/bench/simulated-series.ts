import { gaussian, NOISES, type Noise } from "./noise.js";

/** A kind of series with a known answer: its times, and where its step is. */
export interface SeriesKind {
  name: string;
  /** First place at the new level of a series of so many runs; `null` where there is no step. */
  stepAt(runs: number): number | null;
  /** Logarithms of times. */
  logs(runs: number, random: () => number): number[];
}

const NORMAL = NOISES["log-normal"] as Noise;
const STEP = Math.log(1.05);
/** Runs before a correlated series has forgotten how it began. */
const FORGET = 60;

/** Flat: each run goes on with so much of how the one before it lay from the level; the spread is that of the noise. */
export function correlated(r: number): SeriesKind {
  const logs = (runs: number, random: () => number) => {
    let at = 0.02 * gaussian(random);
    const next = () => (at = r * at + 0.02 * Math.sqrt(1 - r * r) * gaussian(random));
    return Array.from({ length: FORGET + runs }, next).slice(FORGET);
  };
  return { name: `flat, serial correlation ${r}`, stepAt: () => null, logs };
}

export function independent([name, noise]: [string, Noise]): SeriesKind {
  const logs = (runs: number, random: () => number) => Array.from({ length: runs }, () => noise(random));
  return { name: `flat, independent ${name}`, stepAt: () => null, logs };
}

/** 5 % more time from a place on, with noise of 2 %. */
export function stepped(share: number): SeriesKind {
  const stepAt = (runs: number) => Math.round(runs * share);
  const logs = (runs: number, random: () => number) =>
    Array.from({ length: runs }, (_, run) => NORMAL(random) + (run < stepAt(runs) ? 0 : STEP));
  return { name: `step of 5 % after ${share * 100} % of the runs`, stepAt, logs };
}

/** 12 % more time from the first run to the last, a little more in each. */
export function rising(noisePercent: number): SeriesKind {
  const logs = (runs: number, random: () => number) =>
    Array.from(
      { length: runs },
      (_, run) => (noisePercent / 100) * gaussian(random) + Math.log1p((0.12 * run) / (runs - 1)),
    );
  return { name: `steady rise of 12 %, noise ${noisePercent} %`, stepAt: () => null, logs };
}

export const SERIES_KINDS: readonly SeriesKind[] = [
  ...Object.entries(NOISES).map(independent),
  ...[0.3, 0.5, 0.7].map(correlated),
  ...[0.5, 0.8].map(stepped),
  ...[1, 2].map(rising),
];

/** How often a kind of series is said to have what. */
export interface Rates {
  /** A step, suspected or confirmed; a drift; either. */
  step: number;
  drift: number;
  either: number;
  /** A step within three runs of its place. */
  found: number;
}

/** Where steps and drifts are said to be: the rule that is tried. */
export type Rule = (values: readonly number[]) => {
  changes: readonly { at: number }[];
  segments: readonly { drift: unknown }[];
};

/** Counts over so many series. */
export function ratesOf(
  rule: Rule,
  kind: SeriesKind,
  { series, runs, random }: { series: number; runs: number; random: () => number },
): Rates {
  const rates = { step: 0, drift: 0, either: 0, found: 0 };
  const place = kind.stepAt(runs);
  for (let one = 0; one < series; one++) {
    const { changes, segments } = rule(kind.logs(runs, random).map((log) => 100 * Math.exp(log)));
    const [isStep, isDrift] = [changes.length > 0, segments.some(({ drift }) => drift !== null)];
    if (isStep) rates.step++;
    if (isDrift) rates.drift++;
    if (isStep || isDrift) rates.either++;
    if (place !== null && changes.some(({ at }) => Math.abs(at - place) <= 3)) rates.found++;
  }
  return rates;
}
