import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { usualLevels } from "../../record/schema/factors.js";
import { isElsewhere } from "../../record/timing/effective-workers.js";
import { measuredVersion, withoutVersion } from "../../study/versions.js";
import { withoutUndefined } from "../../study/without-undefined.js";
import type { Request } from "../../trial/messages.js";
import { restoreHosts } from "../hosts/compile-hosts.js";
import { launchHost } from "../processes/launch-host.js";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, RunCell } from "../request/run-cells.js";
import { sourceOf } from "../request/version-sources.js";
import { hostOptions, workloadSource } from "./host-options.js";
import { withLoss } from "./lost-tasks.js";
import { trialRecord } from "./trial-record.js";

/**
 * Executes cells in hosts, each forked fresh with a scratch folder of its own. The checksum of the first trial of a size is
 * kept, as all trials of that size must have the same.
 */
export function hostTrials(recording: Recording): ExecuteCell {
  const checksums = new Map<string, number>();
  const tellOnce = differenceTeller(recording, checksums);
  return async (cell, place, launcher) => {
    const scratch = join(recording.scratch, `${place.block}-${place.position}`);
    // A module may have removed the folder that these lie in.
    for (const needed of [scratch, recording.prepared]) await mkdir(needed, { recursive: true });
    await restoreHosts(recording.request.interpreters ?? [], recording.scratch, recording.environment);
    const folder = sourceOf(recording.request, cell.definition, cell.sized.more)?.folder;
    const options = { ...hostOptions(recording, cell.sized.more), launcher, folder };
    const launched = await launchHost(requestOf(recording, cell, scratch), options);
    // What cannot be removed now goes with the whole folder, or stays.
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    const size = sizeKey(cell, measuredVersion(cell.definition, cell.sized.more));
    const recorded = trialRecord(launched, place, { factors: cell.factors, checksum: checksums.get(size) });
    const trial = withLoss(recorded, launched, taskCount(recording, cell));
    if (trial.checksum !== undefined && trial.status === "ok") checksums.set(size, trial.checksum);
    tellOnce(cell);
    return { trial, tookMs: launched.hostMs };
  };
}

/** What cells of the same work have in common. Two versions may give different results, and a twin gives those of the first. */
function sizeKey({ definition, sized }: RunCell, version: string | undefined): string {
  const { workload, tasks, n, more = {} } = sized;
  return JSON.stringify([workload, tasks, n, withoutVersion(definition, more), version]);
}

/** Tells once that the results of two versions differ. */
function differenceTeller({ request }: Recording, checksums: ReadonlyMap<string, number>): (cell: RunCell) => void {
  const told = new Set<number>();
  return (cell) => {
    const { versions } = cell.definition;
    if (versions === undefined || told.has(cell.experiment)) return;
    const { before, after } = versions;
    const [one, other] = [before, after].map((version) => checksums.get(sizeKey(cell, version)));
    if (one === undefined || other === undefined || one === other) return;
    told.add(cell.experiment);
    request.onEvent({ kind: "results-differ", before, after });
  };
}

function requestOf(
  { request, environment, prepared }: Recording,
  { sized, definition }: RunCell,
  scratch: string,
): Request {
  const { taskMs: _, workload, more: named = {}, ...levels } = sized;
  const source = workloadSource(workload, request.catalogue, named.version);
  const more = withoutVersion(definition, named);
  const folders = { scratch, prepared, env: environment };
  const all = { ...usualLevels, ...levels, workload: source, more };
  const module = request.moduleHashes?.get(source);
  const queue = isElsewhere(sized.strategy) ? withoutUndefined({ redis: request.redis, module }) : {};
  return { kind: "trial", spec: { ...all, seed: request.seed, ...folders, ...queue } };
}

/** Number of tasks in a trial of the cell: those asked for, or the shares of one job. */
function taskCount({ request }: Recording, { sized }: RunCell): number {
  const division = request.catalogue.workloads[sized.workload]?.division;
  return division === "shares" ? sized.workers : sized.tasks;
}
