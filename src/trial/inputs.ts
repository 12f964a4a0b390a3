import type { OwnContext, TaskInput, Workload } from "../workloads/workload.js";
import type { TrialSpec } from "./messages.js";
import { payloadsOf } from "./own-work.js";
import { skewedSizes } from "./skew.js";

/** The inputs of a trial, those of a user's module included: it may make them, which may take a while. */
export async function prepareInputs(workload: Workload, spec: TrialSpec): Promise<TaskInput[]> {
  if (workload.own === undefined) return trialInputs(workload, spec);
  const payloads = await payloadsOf(workload.own, ownContext(spec), spec.tasks);
  const inputs = trialInputs(workload, { ...spec, tasks: payloads.length });
  return inputs.map((input) => ({ ...input, payload: payloads[input.index] }));
}

/** Context of a trial for a user's module. */
export function ownContext({ n, scratch, seed, more = {} }: TrialSpec): OwnContext {
  return { size: n, scratch, seed, more };
}

/**
 * The inputs of a trial: `tasks` tasks of size n (or, with a skew, of n on average), or, where the workload is one job
 * that is shared, one share a worker; the first shares are one larger where n does not divide.
 */
export function trialInputs(workload: Workload, spec: TrialSpec): TaskInput[] {
  const shared = workload.prepare?.({ tasks: workload.division === "tasks" ? spec.tasks : spec.workers });
  const { seed, scratch, prepared = scratch, more = {} } = spec;
  const common = { seed, scratch, prepared, more, ...(shared === undefined ? {} : { shared }) };
  if (workload.division === "tasks") {
    return skewedSizes(more.skew, spec).map((n, index) => ({ index, n, offset: 0, ...common }));
  }
  let offset = 0;
  return shareSizes(spec).map((n, index) => {
    const input = { index, n, offset, ...common };
    offset += n;
    return input;
  });
}

function shareSizes({ n, workers }: TrialSpec): number[] {
  const base = Math.floor(n / workers);
  const larger = n % workers;
  return Array.from({ length: workers }, (_, index) => base + (index < larger ? 1 : 0));
}
