import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { whyNotPooled } from "../../record/folder/lineage.js";
import { finishJournals } from "../../record/folder/recover-journals.js";
import { blockRange } from "../../record/folder/run-facts.js";
import { sweepTemporary } from "../../record/folder/sweep-temporary.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
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
import { recordBlocks, type WatchedMachine } from "./record-blocks.js";
import { type SizedRun, sizeCells } from "./size-cells.js";

/** Records a study on this machine: from its cells to a run file. Throws only for users' mistakes and bugs. */
export async function recordStudy(request: RecordRequest): Promise<{ run: Run; file: string }> {
  checkParent(request);
  const startMs = performance.now();
  const machine = watchMachine();
  const startedAt = new Date(machine.disturbances.nowMs()).toISOString();
  await recoverEarlier(request);
  const { folder, watchdog, close } = await openGuardedFolder();
  try {
    const recording = await openRecording(request, { scratch: folder, watchdog, startMs });
    const { halves, shareCores = false } = recording.processors ?? {};
    if (halves !== undefined) request.onEvent({ kind: "side-by-side", halves, shareCores });
    const sized = await withPrograms(await sizeCells(recording), recording);
    const experiments = withCoreSets(sized.experiments, recording.processors);
    const { cells, calibration } = sized;
    const described = { ...describeRun(recording, startedAt), commit: await request.commit, calibration };
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

/** Watches the machine from now on. */
function watchMachine(): WatchedMachine {
  const [busy, disturbances] = [watchConditions(), new DisturbanceWatch()];
  const conditions = () => {
    const { seen } = disturbances;
    return { ...busy(), ...(seen.length > 0 && { disturbances: [...seen] }) };
  };
  return { conditions, disturbances };
}

/** Finishes and sweeps up what recordings left that were ended by force. */
async function recoverEarlier({ runsDir, onEvent }: RecordRequest): Promise<void> {
  removeDeadFolders();
  await sweepTemporary(runsDir);
  const { written } = await finishJournals(runsDir);
  if (written.length > 0) onEvent({ kind: "recovered", ids: written.map(({ id }) => id) });
}

/** Throws a UserError where the parent is a run of another study, machine or Node. */
function checkParent(request: RecordRequest): void {
  const { parent, study, overrides, seed, identity, interpreters } = request;
  if (parent === undefined) return;
  const software = { node: process.versions.node, ...(interpreters && { interpreters: [...interpreters] }) };
  const here = { study: study.id, studyHash: hashOf({ study, overrides }), seed, machine: identity, software };
  const why = whyNotPooled(parent, here);
  const isOther = parent.study !== here.study || parent.studyHash !== here.studyHash;
  const then = isOther && parent.command !== undefined ? `; it was recorded by ${parent.command}` : "";
  if (why !== null) throw new UserError(`${parent.id} cannot be extended: ${why}${then}`);
  if (blockRange(parent).count === 0) throw new UserError(`${parent.id} cannot be extended: it has no trials`);
}

function hashOf(asked: Pick<RecordRequest, "study" | "overrides">): string {
  return sha256(canonicalJson(asked));
}

function describeRun({ request, environment }: Recording, startedAt: string) {
  const { study, overrides, seed, label, hypothesis, identity, command, toolVersion, parent, interpreters } = request;
  return {
    schemaVersion: 1 as const,
    ...(parent === undefined ? {} : { parent: parent.id }),
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
