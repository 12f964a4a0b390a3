import type { TaskInput, Workload } from "../workloads/workload.js";
import type { TrialSpec } from "./messages.js";

/**
 * The inputs of a trial: `tasks` tasks of size n, or, where the workload is one job that is shared, one share a
 * worker; the first shares are one larger where n does not divide.
 */
export function trialInputs(workload: Workload, spec: TrialSpec): TaskInput[] {
  const shares = workload.division === "tasks" ? spec.tasks : spec.workers;
  const shared = workload.prepare?.({ tasks: shares });
  const { seed, scratch, more = {} } = spec;
  const common = { seed, scratch, more, ...(shared === undefined ? {} : { shared }) };
  if (workload.division === "tasks") {
    return Array.from({ length: shares }, (_, index) => ({ index, n: spec.n, offset: 0, ...common }));
  }
  const base = Math.floor(spec.n / shares);
  const larger = spec.n % shares;
  let offset = 0;
  return Array.from({ length: shares }, (_, index) => {
    const n = base + (index < larger ? 1 : 0);
    const input = { index, n, offset, ...common };
    offset += n;
    return input;
  });
}
