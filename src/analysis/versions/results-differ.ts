import type { Experiment, Factors } from "../../record/schema/run-schema.js";
import { versionOf } from "./match.js";

/** Whether the versions gave different results of the same work, by the checksums of trials that finished. */
export function resultsDiffer({ versions, cells }: Experiment): boolean {
  const resultsOf = (version: string | undefined) =>
    new Map(
      cells
        .filter((cell) => version !== undefined && versionOf(cell) === version)
        .flatMap(({ factors, trials }) =>
          trials.flatMap(({ status, checksum }) =>
            status !== "ok" || checksum === undefined ? [] : [[workOf(factors), checksum] as const],
          ),
        ),
    );
  const now = resultsOf(versions?.after);
  return [...resultsOf(versions?.before)].some(([work, checksum]) => (now.get(work) ?? checksum) !== checksum);
}

function workOf({ workload, tasks, n, more = {} }: Factors): string {
  const { version: _, ...others } = more;
  return JSON.stringify([workload, tasks, n, others]);
}
