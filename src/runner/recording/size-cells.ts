import type { Run } from "../../record/schema/run-schema.js";
import type { ExperimentDefinition, PlannedCell } from "../../study/study.js";
import type { Calibrator, SizedCell } from "../request/calibrator.js";
import type { Recording } from "../request/record-request.js";
import { layOutCells, type RunCell } from "../request/run-cells.js";

/** The cells of a recording with their sizes, and how those were found. */
export interface SizedRun {
  cells: RunCell[];
  experiments: Run["experiments"];
  calibration: NonNullable<Run["calibration"]>;
}

/** Lays out the cells and finds the sizes that are still to be found. Commands take theirs as they are. */
export async function sizeCells(recording: Recording): Promise<SizedRun> {
  const { study, catalogue, overrides } = recording.request;
  const needsHosts = study.experiments.some(({ command }) => command === undefined);
  const calibrator = needsHosts ? await hostCalibrator(recording) : null;
  const sizeOf = async (cell: PlannedCell, { id, command }: ExperimentDefinition): Promise<SizedCell> => {
    if (calibrator !== null && command === undefined) return calibrator.size(id, cell);
    if (typeof cell.n !== "number") throw new Error(`the sizes of the command ${id} are not given as numbers`);
    return { ...cell, n: cell.n, taskMs: 0 };
  };
  const { cells, experiments } = await layOutCells(study, catalogue, overrides, sizeOf);
  return { cells, experiments, calibration: calibrator?.found ?? [] };
}

/** Loaded only where something is calibrated, as what launches hosts is heavy. */
async function hostCalibrator(recording: Recording): Promise<Calibrator> {
  const [{ Calibrator }, { hostOptions, workloadSource }, { launchHost }] = await Promise.all([
    import("../request/calibrator.js"),
    import("../trials/host-options.js"),
    import("../processes/launch-host.js"),
  ]);
  const { request, scratch, prepared } = recording;
  const { study, catalogue, seed, onEvent } = request;
  return new Calibrator((question) => {
    onEvent({ kind: "calibrating", experiment: study.id, workload: question.workload });
    const workload = workloadSource(question.workload, catalogue);
    return launchHost({ ...question, workload, seed, scratch, prepared }, hostOptions(recording));
  }, request.earlierSizes);
}
