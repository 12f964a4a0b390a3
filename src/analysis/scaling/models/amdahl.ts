import { alpha, gamma, type Law } from "./law.js";
import { usl } from "./usl.js";

/**
 * Amdahl's law (AFIPS 1967): S = 1 / (a + (1 - a) / N), a the serial share; as throughput g N / (1 + a (N - 1)), which is
 * the Universal Scalability Law with beta 0. Limit g / a.
 */
export const amdahl: Law = {
  id: "amdahl",
  name: "Amdahl's law",
  parameters: [alpha, gamma],
  work: "fixed",
  throughput: (workers, values) => usl.throughput(workers, widened(values)),
  gradient(workers, values) {
    const [byAlpha = 0, , byGamma = 0] = usl.gradient(workers, widened(values));
    return [byAlpha, byGamma];
  },
  start: (single) => [0.01, single],
  peakWorkers: () => null,
  limit: (values) => usl.limit(widened(values)),
};

function widened([a = 0, g = 0]: readonly number[]): number[] {
  return [a, 0, g];
}
