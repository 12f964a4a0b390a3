import type { Trial } from "../../record/schema/run-schema.js";
import { trialsOf } from "../foreign/process-times.js";

/** Benchmarks of one library are different work; their names hold the parameters. */
export const JS_MAPPING = { usual: { name: "workload" }, strategy: "benchmark", others: "work" } as const;

export const ONE_AFTER_THE_OTHER = "Benchmarks ran one after the other, not interleaved.";

/** Figure of a trial that is the mean of so many samples, which the file does not hold; the analysis says so. */
const MEAN_OF = "mean-of-samples";

/** What libraries for JavaScript keep of a benchmark, times in milliseconds. */
export interface Sampled {
  samples?: readonly number[] | null | undefined;
  mean?: number | undefined;
  /** How many samples the mean is of. */
  count?: number | undefined;
  /** What was thrown; `null`: nothing. */
  error: string | null;
}

/** A trial for each sample; one with the mean, where samples were not kept; a failed one, where something was thrown. */
export function trialsOfSamples({ samples, mean, count, error }: Sampled): Trial[] {
  if (error !== null) {
    const detail = error.slice(0, 2_000);
    return [{ block: 0, status: "failed", reason: "error", ...(detail !== "" && { detail }), wallMs: null }];
  }
  if (samples && samples.length > 0) return trialsOf([samples]);
  const figures = count === undefined ? {} : { figures: { [MEAN_OF]: count } };
  return mean === undefined ? [] : [{ block: 0, status: "ok", wallMs: mean, ...figures }];
}

/** What `trialsOfSamples` took for a repeat. `record` says how samples are kept. */
export function sampleNote(sampled: readonly Sampled[], record: string): string {
  const taken = sampled.filter(({ error }) => error === null);
  const means = taken.filter(({ samples }) => !samples || samples.length === 0).length;
  const each = [
    "A repeat is one sample, the time of one operation; samples stand in the file in order of size.",
    "All samples come from one process, so intervals do not tell how much another start of the program differs.",
  ];
  const one = `one figure is there, the mean over its samples: nothing is known of how much times differ (${record})`;
  if (means === 0) return each.join(" ");
  if (means === taken.length) return `Of each benchmark ${one}.`;
  return `${each.join(" ")} Of ${means} ${means === 1 ? "benchmark" : "benchmarks"} ${one}.`;
}
