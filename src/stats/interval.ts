/** Low and high end, in the unit of the figure. */
export type Interval = [low: number, high: number];

/** An estimate with its 95 % interval; `null` where the trials give none. */
export interface Ratio {
  value: number;
  interval: Interval | null;
}
