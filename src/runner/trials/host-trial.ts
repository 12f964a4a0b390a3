import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { usualLevels } from "../../record/schema/factors.js";
import type { Request } from "../../trial/messages.js";
import { launchHost } from "../processes/launch-host.js";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, RunCell } from "../request/run-cells.js";
import { hostOptions, workloadSource } from "./host-options.js";
import { withLoss } from "./lost-tasks.js";
import { trialRecord } from "./trial-record.js";

/**
 * Executes cells in hosts, each forked fresh with a scratch folder of its own. The checksum of the first trial of a size is
 * kept, as all trials of that size must have the same.
 */
export function hostTrials(recording: Recording): ExecuteCell {
  const checksums = new Map<string, number>();
  return async (cell, place, launcher) => {
    const scratch = join(recording.scratch, `${place.block}-${place.position}`);
    await mkdir(scratch);
    const options = { ...hostOptions(recording, cell.sized.more), launcher };
    const launched = await launchHost(requestOf(recording, cell, scratch), options);
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    const { workload, tasks, n, more = {} } = cell.sized;
    const size = JSON.stringify([workload, tasks, n, more]);
    const recorded = trialRecord(launched, place, { factors: cell.factors, checksum: checksums.get(size) });
    const trial = withLoss(recorded, launched, taskCount(recording, cell));
    if (trial.checksum !== undefined && trial.status === "ok") checksums.set(size, trial.checksum);
    return { trial, tookMs: launched.hostMs };
  };
}

function requestOf({ request, environment, prepared }: Recording, { sized }: RunCell, scratch: string): Request {
  const { taskMs: _, workload, more = {}, ...levels } = sized;
  const source = workloadSource(workload, request.catalogue);
  const folders = { scratch, prepared, env: environment };
  const all = { ...usualLevels, ...levels, workload: source, more };
  return { kind: "trial", spec: { ...all, seed: request.seed, ...folders } };
}

/** Number of tasks in a trial of the cell: those asked for, or the shares of one job. */
function taskCount({ request }: Recording, { sized }: RunCell): number {
  const division = request.catalogue.workloads[sized.workload]?.division;
  return division === "shares" ? sized.workers : sized.tasks;
}
