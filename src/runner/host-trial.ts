import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Trial } from "../record/schema.js";
import type { RunCell } from "./cells.js";
import type { Place } from "./execution.js";
import { hostOptions, workloadSource } from "./host-options.js";
import { launchHost } from "./launch.js";
import type { Recording } from "./recording.js";
import { trialRecord } from "./trial-record.js";

/**
 * Executes cells in hosts, each forked fresh with a scratch folder of its own. Results of one size must be equal in all
 * trials, so what the first gave is kept.
 */
export function hostTrials(recording: Recording) {
  const checksums = new Map<string, number>();
  return async (cell: RunCell, place: Place): Promise<{ trial: Trial; tookMs: number }> => {
    const scratch = join(recording.scratch, `${place.block}-${place.position}`);
    await mkdir(scratch);
    const launched = await launchHost(requestOf(recording, cell, scratch), hostOptions(recording, cell.sized.more));
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    const { workload, tasks, n, more = {} } = cell.sized;
    const size = JSON.stringify([workload, tasks, n, more]);
    const trial = trialRecord(launched, place, checksums.get(size));
    if (trial.checksum !== undefined && trial.status === "ok") checksums.set(size, trial.checksum);
    return { trial, tookMs: launched.hostMs };
  };
}

function requestOf({ request, environment }: Recording, { sized }: RunCell, scratch: string) {
  const { strategy, workload, workers, tasks, n, launch = "bounded", pool = "fresh", more = {} } = sized;
  const spec = {
    strategy,
    workload: workloadSource(workload, request.catalogue),
    workers,
    tasks,
    n,
    launch,
    pool,
    seed: request.seed,
    scratch,
    env: environment,
    more,
  };
  return { kind: "trial", spec };
}
