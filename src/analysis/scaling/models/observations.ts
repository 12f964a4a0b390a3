import { mean } from "../../../stats/mean.js";
import type { Law } from "./law.js";

/** Figure that is fitted, and its scale. */
export interface Reading {
  /** plain: least squares of every measurement, as published tables are fitted; log: of the geometric means. */
  scale: "plain" | "log";
  /** Whether throughputs were measured or times: on the plain scale the two give different fits. */
  figure: "throughput" | "time";
}

/** All that was measured with one number of workers. */
export interface ScalingPoint {
  workers: number;
  /** Work in a unit of time, above 0; one figure a measurement. */
  throughputs: readonly number[];
}

/** One figure that the law is fitted to, on the scale of the reading. */
export interface Observation {
  workers: number;
  value: number;
}

/** The measurements on the scale of the reading, one list a point, in the order of the points. */
export function readings(law: Law, points: readonly ScalingPoint[], reading: Reading): number[][] {
  return points.map(({ workers, throughputs }) =>
    throughputs.map((throughput) => {
      if (!(throughput > 0 && workers > 0 && Number.isFinite(throughput))) {
        throw new RangeError(`no law goes through a throughput of ${throughput} at ${workers} workers`);
      }
      return onScale(figureOf(law, workers, throughput, reading), reading);
    }),
  );
}

/** Observations for least squares: every measurement on the plain scale, one mean a worker count on the log scale. */
export function observationsOf(law: Law, points: readonly ScalingPoint[], reading: Reading): Observation[] {
  const values = readings(law, points, reading);
  return points.flatMap(({ workers }, index) => {
    const at = values[index] as number[];
    return (reading.scale === "log" ? [mean(at)] : at).map((value) => ({ workers, value }));
  });
}

/** What the law says of `workers` on the scale of the reading. */
export function predicted(law: Law, workers: number, values: readonly number[], reading: Reading): number {
  return onScale(figureOf(law, workers, law.throughput(workers, values), reading), reading);
}

/** The derivatives of {@link predicted} by the parameters. */
export function gradientOf(law: Law, workers: number, values: readonly number[], reading: Reading): number[] {
  const throughput = law.throughput(workers, values);
  const figure = figureOf(law, workers, throughput, reading);
  const byThroughput = reading.figure === "time" ? -figure / throughput : 1;
  const byFigure = reading.scale === "log" ? 1 / figure : 1;
  return law.gradient(workers, values).map((slope) => slope * byThroughput * byFigure);
}

/** The figure itself, from its value on the scale of the reading. */
export function offScale(value: number, { scale }: Reading): number {
  return scale === "log" ? Math.exp(value) : value;
}

/** The throughput that a measured figure stands for: times turn over, and are of as much work as the law says. */
export function throughputOf(law: Law, workers: number, figure: number, reading: Reading): number {
  // What turns a throughput into a time turns it back.
  return figureOf(law, workers, figure, reading);
}

function onScale(figure: number, { scale }: Reading): number {
  return scale === "log" ? Math.log(figure) : figure;
}

/** A throughput, or the time that the law's work takes at it. */
export function figureOf({ work }: Law, workers: number, throughput: number, { figure }: Reading): number {
  if (figure === "throughput") return throughput;
  return (work === "scaled" ? workers : 1) / throughput;
}
