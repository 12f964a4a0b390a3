import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { canonicalJson } from "../record/canonical.js";
import { finishJournals } from "../record/finish.js";
import { sha256 } from "../record/id.js";
import type { Run } from "../record/schema.js";
import { BlockRunner } from "./blocks.js";
import { Calibrator } from "./calibrate.js";
import { layOutCells, type RunCell } from "./cells.js";
import { currentCommit } from "./commit.js";
import { watchConditions } from "./conditions.js";
import { measuredEnvironment, withoutHome } from "./environment.js";
import { launchHost } from "./launch.js";
import { describeMachine } from "./machine.js";
import { Recorder } from "./recorder.js";
import type { Recording, RecordRequest } from "./recording.js";
import { startWatchdog } from "./watchdog.js";

/** Records a study on this machine: from its cells to a run file. Throws only for users' mistakes and bugs. */
export async function recordStudy(request: RecordRequest): Promise<{ run: Run; file: string }> {
  await recoverEarlier(request);
  const startMs = performance.now();
  const startedAt = new Date().toISOString();
  const conditions = watchConditions();
  const scratch = await mkdtemp(join(tmpdir(), "scalebook-"));
  const environment = measuredEnvironment(process.env);
  const watchdog = startWatchdog();
  try {
    const prepared = join(scratch, "prepared");
    await mkdir(prepared);
    const recording: Recording = { request, environment, scratch, prepared, watchdog, startMs };
    const { calibrator, experiments, cells } = await calibrateCells(recording);
    const calibrationMs = performance.now() - startMs;
    const recorder = await Recorder.open(request.runsDir, {
      ...(await describeRun(request, startedAt, environment)),
      calibration: calibrator.found,
      experiments,
    });
    return await recorder.finishAfter(conditions, async () => {
      const blocks = new BlockRunner(recording, cells, recorder, calibrationMs);
      await blocks.runAll();
      return blocks.summary();
    });
  } finally {
    watchdog.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function recoverEarlier({ runsDir, onEvent }: RecordRequest): Promise<void> {
  const { written } = await finishJournals(runsDir);
  if (written.length > 0) onEvent({ kind: "recovered", ids: written.map(({ id }) => id) });
}

async function calibrateCells(recording: Recording) {
  const { request, environment, scratch, prepared, watchdog } = recording;
  const { study, catalogue, overrides, seed, timeoutMs, stop, onEvent } = request;
  const calibrator = new Calibrator((question) => {
    onEvent({ kind: "calibrating", experiment: study.id, workload: question.workload });
    return launchHost({ ...question, seed, scratch, prepared }, { environment, timeoutMs, watchdog, stop });
  }, request.earlierSizes);
  const laidOut: { cells: RunCell[]; experiments: Run["experiments"] } = await layOutCells(
    study,
    catalogue,
    overrides,
    calibrator,
  );
  return { calibrator, ...laidOut };
}

async function describeRun(request: RecordRequest, startedAt: string, environment: Record<string, string>) {
  const { study, overrides, seed, label, identity, command, toolVersion } = request;
  const machine = describeMachine(identity);
  const shown = Object.entries(environment).map(([name, value]) => [name, withoutHome(value)]);
  return {
    schemaVersion: 1 as const,
    study: study.id,
    studyHash: sha256(canonicalJson({ study, overrides })),
    ...(label === undefined ? {} : { label }),
    startedAt,
    seed,
    machine,
    software: {
      tool: { name: "scalebook", version: toolVersion },
      node: process.versions.node,
      v8: process.versions.v8,
      libuv: process.versions.uv,
      environment: Object.fromEntries(shown),
      execArgv: [],
    },
    command: withoutHome(command),
    commit: await currentCommit(process.cwd()),
  };
}
