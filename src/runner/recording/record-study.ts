import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { refuseUnwritable } from "../../record/files/regular-files.js";
import { whyNotPooled } from "../../record/folder/lineage.js";
import { finishJournals } from "../../record/folder/recover-journals.js";
import { blockRange } from "../../record/folder/run-facts.js";
import { sweepTemporary } from "../../record/folder/sweep-temporary.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import { show } from "../../record/schema/quote-value.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import type { Interpreter } from "../hosts/interpreters.js";
import { watchConditions } from "../machine/conditions.js";
import { describeMachine } from "../machine/describe-machine.js";
import { DisturbanceWatch } from "../machine/disturbances.js";
import { measuredEnvironment, shownEnvironment, withoutHome } from "../processes/environment.js";
import { marked, unmarked } from "../processes/left-behind.js";
import { openGuardedFolder, removeDeadFolders } from "../processes/watchdog.js";
import { openProcessors, type Processors, processorLevels, withCoreSets } from "../processors/processors.js";
import { isOwnWork } from "../request/own-work.js";
import type { Recording, RecordRequest } from "../request/record-request.js";
import { planCells } from "../request/run-cells.js";
import { earlierRun, resumedRuns } from "./earlier-trials.js";
import { recordBlocks, type WatchedMachine } from "./record-blocks.js";
import { refuseUnfit } from "./refuse-unfit.js";
import { type SizedRun, sizeCells } from "./size-cells.js";

/** Records a study on this machine: from its cells to a run file. Throws only for users' mistakes and bugs. */
export async function recordStudy(request: RecordRequest): Promise<{ run: Run; file: string }> {
  checkParent(request);
  checkInterrupted(request);
  const startMs = performance.now();
  const machine = watchMachine(request);
  const startedAt = new Date(machine.disturbances.nowMs()).toISOString();
  await refuseUnwritable(request.runsDir);
  await recoverEarlier(request);
  const { folder, watchdog, close } = await openGuardedFolder();
  try {
    const recording = await openRecording(request, { scratch: folder, watchdog, startMs });
    const about = describeRun(recording, startedAt);
    refuseUnfit(about, request);
    const { halves, shareCores = false } = recording.processors ?? {};
    if (halves !== undefined) request.onEvent({ kind: "side-by-side", halves, shareCores });
    const sized = await withPrograms(await sizeCells(recording), recording);
    const experiments = withCoreSets(sized.experiments, recording.processors);
    const { cells, calibration } = sized;
    const commit = request.interrupted === undefined ? await request.commit : request.interrupted.run.commit;
    const described = { ...about, commit, calibration };
    const hooks = cells.some(({ definition }) => definition.hooks) ? await import("../trials/commands.js") : null;
    try {
      await hooks?.setUp(recording, cells);
      return await recordBlocks(recording, described, { ...sized, experiments }, machine);
    } finally {
      await hooks?.cleanUp(recording, cells);
    }
  } finally {
    await close();
  }
}

export async function openRecording(
  request: RecordRequest,
  common: Pick<Recording, "scratch" | "watchdog" | "startMs">,
): Promise<Recording> {
  const outer = measuredEnvironment(process.env, request.study.experiments.some(isOwnWork));
  const environment = marked(outer, common.scratch);
  const prepared = join(common.scratch, "prepared");
  await mkdir(prepared);
  const processors = processorsFor(request);
  const recording = { request, environment, prepared, ...common, ...(processors && { processors }) };
  const { interpreters } = request;
  if (interpreters === undefined) return recording;
  const { compileHosts } = await import("../hosts/compile-hosts.js");
  const compiled = await compileHosts(interpreters, common.scratch, environment);
  return { ...recording, request: { ...request, interpreters: compiled } };
}

/** The processors and quotas of trials, where the study has levels for them. */
function processorsFor({ study, catalogue, overrides }: RecordRequest): Processors | undefined {
  return openProcessors(processorLevels(planCells(study, catalogue, overrides)));
}

/** The experiments with the files of the user's own work, before their first trial. */
async function withPrograms(sized: SizedRun, { request, environment }: Recording): Promise<SizedRun> {
  const { study, folder, catalogue, versionSources } = request;
  if (!study.experiments.some(isOwnWork)) return sized;
  const { programsIn } = await import("../request/programs.js");
  const programs = await Promise.all(
    study.experiments.map((one) => programsIn(one, { folder, environment, catalogue }, versionSources)),
  );
  const experiments = sized.experiments.map((experiment, index) => ({ ...experiment, ...programs[index] }));
  return { ...sized, experiments };
}

/** Watches the machine from now on; what happened to it in an interrupted run is part of the one that goes on with it. */
function watchMachine(request: RecordRequest): WatchedMachine {
  const [busy, disturbances] = [watchConditions(), new DisturbanceWatch(earlierRun(request)?.conditions?.disturbances)];
  const { seen } = disturbances;
  return { conditions: () => ({ ...busy(), ...(seen.length > 0 && { disturbances: [...seen] }) }), disturbances };
}

/** Finishes and sweeps up what recordings left that were ended by force. */
async function recoverEarlier({ runsDir, interrupted, onEvent }: RecordRequest): Promise<void> {
  removeDeadFolders();
  await sweepTemporary(runsDir);
  const { written } = await finishJournals(runsDir, undefined, interrupted?.journal);
  if (written.length > 0) onEvent({ kind: "recovered", runs: written });
}

/** Throws a UserError where the parent is a run of another study, machine or Node. */
function checkParent(request: RecordRequest): void {
  const { parent } = request;
  if (parent === undefined) return;
  const why = whyOtherRun(parent, request);
  if (why !== null) throw new UserError(`${parent.id} cannot be extended: ${why}`);
  if (blockRange(parent).count === 0) throw new UserError(`${parent.id} cannot be extended: it has no trials`);
}

/** Throws a UserError where the interrupted run is of another study, machine, Node or Scalebook, or was planned otherwise. */
function checkInterrupted(request: RecordRequest): void {
  if (request.interrupted === undefined) return;
  const { run } = request.interrupted;
  const why = whyOtherRun(run, request) ?? otherTool(run, request) ?? otherExtent(run, request);
  if (why !== null) throw new UserError(`${run.id} cannot be resumed: ${why}`);
}

/** Why a recording is not one of the same study in the same place as a run; `null` where it is. */
function whyOtherRun(run: Run, { study, overrides, seed, identity, interpreters }: RecordRequest): string | null {
  const software = { node: process.versions.node, ...(interpreters && { interpreters: [...interpreters] }) };
  const here = { study: study.id, studyHash: hashOf({ study, overrides }), seed, machine: identity, software };
  const isOther = run.study !== here.study || run.studyHash !== here.studyHash;
  const then = isOther && run.command !== undefined ? `; it was recorded by ${run.command}` : "";
  const why = whyNotPooled(run, here);
  return why === null ? null : `${why}${then}`;
}

function otherTool({ software: { tool } }: Run, { toolVersion }: RecordRequest): string | null {
  if (tool.version === toolVersion) return null;
  const versions = `it was recorded by Scalebook ${show(tool.version)}, and this is ${show(toolVersion)}`;
  return `${versions}; --extend records whole repeats beside it`;
}

/** Why an interrupted run was to have another length; `null` where it was not, or does not say. */
function otherExtent({ plan }: Run, { extent }: RecordRequest): string | null {
  if (plan === undefined) return null;
  const { budgetMs, blocksPlanned, precision } = plan;
  const then = budgetMs === null ? `${blocksPlanned} repeats` : extentWords(budgetMs, precision?.targetPercent);
  const now =
    "blocks" in extent ? `${extent.blocks} repeats` : extentWords(extent.budgetMs, extent.goal?.targetPercent);
  return then === now ? null : `it was planned for ${then}, and this for ${now}`;
}

function extentWords(budgetMs: number, targetPercent?: number): string {
  return `${targetPercent === undefined ? "" : `a precision of ${targetPercent} % within `}${budgetMs / 1_000} s`;
}

function hashOf(asked: Pick<RecordRequest, "study" | "overrides">): string {
  return sha256(canonicalJson(asked));
}

function describeRun({ request, environment }: Recording, startedAt: string) {
  const { study, overrides, seed, label, hypothesis, identity, command, toolVersion, parent, interpreters } = request;
  return {
    schemaVersion: 1 as const,
    ...(parent === undefined ? {} : { parent: parent.id }),
    ...resumedRuns(request),
    study: study.id,
    studyHash: hashOf({ study, overrides }),
    ...(label === undefined ? {} : { label }),
    ...(hypothesis === undefined ? {} : { hypothesis }),
    startedAt,
    seed,
    machine: describeMachine(identity),
    software: {
      tool: { name: "scalebook", version: toolVersion },
      node: process.versions.node,
      v8: process.versions.v8,
      libuv: process.versions.uv,
      ...(interpreters && { interpreters: interpreters.map(recordedInterpreter) }),
      environment: shownEnvironment(unmarked(environment)),
      execArgv: [],
    },
    command: withoutHome(command),
  };
}

/** An interpreter as a run file has it: where it lies is left out. */
function recordedInterpreter({ runtime, version, implementation, freeThreaded, startMethod }: Interpreter) {
  return { runtime, version, implementation, freeThreaded, startMethod };
}
