import { alpha, beta, gamma, type Law } from "./law.js";

/**
 * Universal Scalability Law (Gunther, Guerrilla Capacity Planning, 2007): X(N) = g N / (1 + a (N - 1) + b N (N - 1)).
 * Peak at sqrt((1 - a) / b); the limit is Amdahl's asymptote g / a, which b > 0 keeps it from reaching.
 */
export const usl: Law = {
  id: "usl",
  name: "Universal Scalability Law",
  parameters: [alpha, beta, gamma],
  work: "fixed",
  throughput(workers, values) {
    const [, , g = 0] = values;
    return (g * workers) / slowdown(workers, values);
  },
  gradient(workers, values) {
    const down = slowdown(workers, values);
    const alone = workers / down;
    const [, , g = 0] = values;
    const change = (-g * alone) / down;
    return [change * (workers - 1), change * workers * (workers - 1), alone];
  },
  start: (single) => [0.01, 0.0001, single],
  peakWorkers: ([a = 0, b = 0]) => (b > 0 ? Math.max(1, Math.sqrt((1 - a) / b)) : null),
  limit: ([a = 0, , g = 0]) => (a > 0 ? g / a : null),
};

/** How many times longer the work of one worker takes where there are `workers`. */
function slowdown(workers: number, [a = 0, b = 0]: readonly number[]): number {
  return 1 + a * (workers - 1) + b * workers * (workers - 1);
}
