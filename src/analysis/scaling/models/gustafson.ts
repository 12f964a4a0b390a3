import { alpha, gamma, type Law } from "./law.js";

/**
 * Gustafson's law (CACM 31(5), 1988) for work that grows with the workers: scaled speed-up S = N + (1 - N) a, a the serial
 * share of the *parallel* run; as throughput g (N - a (N - 1)). It rises for ever.
 */
export const gustafson: Law = {
  id: "gustafson",
  name: "Gustafson's law",
  parameters: [alpha, gamma],
  work: "scaled",
  throughput: (workers, [a = 0, g = 0]) => g * (workers - a * (workers - 1)),
  gradient: (workers, [a = 0, g = 0]) => [-g * (workers - 1), workers - a * (workers - 1)],
  start: (single) => [0.01, single],
  peakWorkers: () => null,
  limit: ([a = 0, g = 0]) => (a < 1 ? null : g),
};
