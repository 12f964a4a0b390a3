import { usableCores } from "../../runner/machine/cgroup.js";
import { cellLabel, recordedFactors } from "../../runner/request/run-cells.js";
import { type BudgetPlan, type CostedCell, MANY_BLOCKS, planBlocks } from "../../study/budget.js";
import { expectedTrialMs, roughTaskMs } from "../../study/cost.js";
import { expandExperiment } from "../../study/expand.js";
import type { Extent } from "../../study/extent.js";
import type { ExperimentDefinition, PlannedCell } from "../../study/study.js";
import { type Given, type Io, runsDirOf } from "../command.js";
import { type RecordingOptions, recordingOptionsOf } from "../options/recording-options.js";
import { textTable } from "../print/table.js";

/** Prints what a recording would do: cells, blocks, expected time. Times nothing, so times are rough. */
export async function printPlan(given: Given, io: Io): Promise<number> {
  const asked = given.has("extend")
    ? (await (await import("../options/extended-run.js")).extensionOf(given, runsDirOf(given))).given
    : given;
  const options = await recordingOptionsOf(asked, new AbortController().signal);
  const { study, extent } = options;
  const cells = study.experiments.flatMap((experiment) => planExperiment(experiment, options));
  const costed = cells.map(({ expectedMs, ...cell }) => ({ ...cell, expectedMs: expectedMs ?? 0 }));
  const { blocks, dropped } = planOf(costed, extent);
  const kept = cells.filter((_, index) => !dropped.includes(index));
  const plan = {
    study: study.id,
    cells: kept.map(({ isBaseline: _, ...cell }) => cell),
    blocks,
    expectedMs: timesOf(kept, blocks),
  };
  if (given.has("json")) {
    io.out(`${JSON.stringify({ ...plan, dropped: dropped.map((index) => cells[index]?.cell) })}\n`);
    return 0;
  }
  const columns = [{ head: "experiment" }, { head: "cell" }, { head: "about, ms", figures: true }];
  const rows = plan.cells.map(({ experiment, cell, expectedMs }) => [experiment, cell, String(expectedMs ?? "")]);
  io.out(textTable(columns, rows));
  const most = "precisionPercent" in extent ? "at most " : "";
  const about = plan.expectedMs === null ? "" : `, about ${Math.round(plan.expectedMs / 1_000)} s`;
  io.out(`\n${kept.length} cells, ${most}${blocks} blocks${about}; nothing was run\n`);
  if (dropped.length > 0) io.out(`${dropped.length} cells would be dropped to fit the budget\n`);
  return 0;
}

function planOf(cells: CostedCell[], extent: Extent): BudgetPlan {
  if ("blocks" in extent) return { blocks: extent.blocks, dropped: [] };
  return planBlocks(cells, extent.budgetMs, extent.precisionPercent === undefined ? {} : { most: MANY_BLOCKS });
}

interface PlannedTrial {
  experiment: string;
  cell: string;
  /** `null` where nobody knows: how long does a command take that has never run? */
  expectedMs: number | null;
  isBaseline: boolean;
}

function planExperiment(experiment: ExperimentDefinition, { catalogue, overrides }: RecordingOptions): PlannedTrial[] {
  const cores = usableCores();
  const planned = expandExperiment(experiment, catalogue, overrides);
  const timeOf = (cell: PlannedCell) => expectedTrialMs(cell, roughTaskMs(cell, catalogue), cores, catalogue);
  return planned.map((cell) => ({
    experiment: experiment.id,
    cell: planLabel(cell, experiment, planned),
    expectedMs: experiment.command === undefined ? Math.round(timeOf(cell)) : null,
    isBaseline: cell.strategy === "sequential",
  }));
}

function timesOf(cells: readonly PlannedTrial[], blocks: number): number | null {
  let total = 0;
  for (const { expectedMs } of cells) {
    if (expectedMs === null) return null;
    total += blocks * expectedMs;
  }
  return total;
}

function planLabel(cell: PlannedCell, experiment: ExperimentDefinition, planned: readonly PlannedCell[]): string {
  const { n, ...rest } = cell;
  if (typeof n === "number") return cellLabel(recordedFactors({ ...rest, n }, experiment, planned));
  return `${cellLabel(rest)} of about ${n.taskMs} ms`;
}
