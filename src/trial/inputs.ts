import type { OwnContext, TaskInput, Workload } from "../workloads/workload.js";
import type { TrialSpec } from "./messages.js";
import { payloadsOf } from "./own-work.js";

/** The inputs of a trial, those of a user's module included: it may make them, which may take a while. */
export async function prepareInputs(workload: Workload, spec: TrialSpec): Promise<TaskInput[]> {
  if (workload.own === undefined) return trialInputs(workload, spec);
  const payloads = await payloadsOf(workload.own, ownContext(spec), spec.tasks);
  const inputs = trialInputs(workload, { ...spec, tasks: payloads.length });
  return inputs.map((input) => ({ ...input, payload: payloads[input.index] }));
}

/** What a user's module is told of a trial. */
export function ownContext({ n, scratch, seed, more = {} }: TrialSpec): OwnContext {
  return { size: n, scratch, seed, more };
}

/**
 * The inputs of a trial: `tasks` tasks of size n, or, where the workload is one job that is shared, one share a
 * worker; the first shares are one larger where n does not divide.
 */
export function trialInputs(workload: Workload, spec: TrialSpec): TaskInput[] {
  const { seed, scratch, more = {} } = spec;
  if (workload.division === "tasks") {
    return Array.from({ length: spec.tasks }, (_, index) => ({ index, n: spec.n, offset: 0, seed, scratch, more }));
  }
  const shares = spec.workers;
  const base = Math.floor(spec.n / shares);
  const larger = spec.n % shares;
  let offset = 0;
  return Array.from({ length: shares }, (_, index) => {
    const n = base + (index < larger ? 1 : 0);
    const input = { index, n, offset, seed, scratch, more };
    offset += n;
    return input;
  });
}
