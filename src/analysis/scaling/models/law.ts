/** A parameter of a law and what it may be. */
export interface Parameter {
  name: "alpha" | "beta" | "gamma";
  /** What it says, in words. */
  meaning: string;
  lower: number;
  upper: number;
}

/** A scaling law: throughput over the number of workers. `values` are its parameters in order. */
export interface Law {
  id: "amdahl" | "gustafson" | "usl";
  name: string;
  parameters: readonly Parameter[];
  /** What one run does: the same work whatever the workers, or as much more as there are workers. */
  work: "fixed" | "scaled";
  /** Work done in a unit of time by `workers`. */
  throughput(workers: number, values: readonly number[]): number;
  /** Derivatives of the throughput, one a parameter. */
  gradient(workers: number, values: readonly number[]): number[];
  /** Where the search starts; `single` is the largest throughput a worker. */
  start(single: number): number[];
  /** Worker count, 1 or more, of the highest throughput; `null` where it rises for ever. */
  peakWorkers(values: readonly number[]): number | null;
  /** What the throughput stays under however many workers there are; `null` where nothing holds it back. */
  limit(values: readonly number[]): number | null;
}

export const alpha: Parameter = {
  name: "alpha",
  meaning: "serial share: what one at a time must do",
  lower: 0,
  upper: 1,
};

export const beta: Parameter = {
  name: "beta",
  meaning: "coherency: what each pair of workers costs",
  lower: 0,
  upper: 1,
};

export const gamma: Parameter = {
  name: "gamma",
  meaning: "throughput of one worker",
  lower: 0,
  upper: Number.POSITIVE_INFINITY,
};
