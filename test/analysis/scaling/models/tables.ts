import type { Reading, ScalingPoint } from "../../../../src/analysis/scaling/models/observations.js";

/** As published tables are fitted: throughputs, least squares as they are. */
export const PLAIN: Reading = { scale: "plain", figure: "throughput" };
/** As runs are fitted. */
export const LOG: Reading = { scale: "log", figure: "throughput" };

/** SGI Origin 2000 and BRL-CAD's ray tracer (Gunther, Guerrilla Capacity Planning, 2007; CRAN usl 3.0.3). */
export const RAYTRACER = points(
  [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64],
  [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310],
);

/** MySQL on a Cisco UCS server (Schwartz, Practical Scalability Analysis with the Universal Scalability Law). */
export const CISCO = points(
  Array.from({ length: 32 }, (_, index) => index + 1),
  [
    955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71, 8646.7, 9047.84,
    9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806.0, 12089.37, 12075.41,
    12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39,
  ],
);

/** One measurement a worker count. */
export function points(workers: readonly number[], throughputs: readonly number[]): ScalingPoint[] {
  return workers.map((count, index) => ({ workers: count, throughputs: [throughputs[index] as number] }));
}

/** Blocks of log-normal noise around a truth. */
export function measured(
  workers: readonly number[],
  truth: (workers: number) => number,
  { blocks, noise }: { blocks: number; noise: () => number },
): ScalingPoint[] {
  return workers.map((count) => ({
    workers: count,
    throughputs: Array.from({ length: blocks }, () => truth(count) * Math.exp(noise())),
  }));
}
