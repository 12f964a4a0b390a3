import { resolveRecording } from "../../app/record-request.js";
import { usableCores } from "../../runner/machine/cgroup.js";
import { cellLabel, recordedFactors } from "../../runner/request/run-cells.js";
import { type BudgetPlan, type CostedCell, MANY_BLOCKS, planBlocks } from "../../study/budget.js";
import { expectedTrialMs, roughTaskMs } from "../../study/cost.js";
import { expandExperiment } from "../../study/expand.js";
import type { Extent } from "../../study/extent.js";
import type { Catalogue, ExperimentDefinition, Overrides, PlannedCell } from "../../study/study.js";
import { plural, whole } from "../../words/number.js";
import { clock } from "../../words/time.js";
import type { Result } from "../command.js";
import { askedRecording } from "../options/asked-recording.js";
import type { RecordingGiven } from "../options/recording-flags.js";
import { textTable } from "../print/table.js";

/** The plan of a recording: cells, blocks, expected time. Nothing is timed, so the times are rough. */
export async function planRecording(given: RecordingGiven): Promise<Result> {
  const { asked } = await askedRecording(given);
  const { study, catalogue, extent } = await resolveRecording(asked, new AbortController().signal);
  const cells = study.experiments.flatMap((experiment) => planExperiment(experiment, catalogue, asked.overrides));
  const costed = cells.map(({ expectedMs, ...cell }) => ({ ...cell, expectedMs: expectedMs ?? 0 }));
  const { blocks, dropped } = planOf(costed, extent);
  const kept = cells.filter((_, index) => !dropped.includes(index)).map(({ isBaseline: _, ...cell }) => cell);
  const expectedMs = timesOf(kept, blocks);
  return {
    json: { study: study.id, cells: kept, blocks, expectedMs, dropped: dropped.map((index) => cells[index]?.cell) },
    text() {
      const columns = [{ head: "experiment" }, { head: "cell" }, { head: "about, ms", figures: true }];
      const rows = kept.map(({ experiment, cell, expectedMs: ms }) => [experiment, cell, ms === null ? "" : whole(ms)]);
      const most = "precisionPercent" in extent ? "at most " : "";
      const about = expectedMs === null ? "" : `, about ${clock(expectedMs)}`;
      return [
        textTable(columns, rows),
        `\n${plural(kept.length, "cell")}, ${most}${plural(blocks, "block")}${about}; nothing was run\n`,
        dropped.length > 0 ? `${plural(dropped.length, "cell")} would be dropped to fit the budget\n` : "",
      ];
    },
  };
}

function planOf(cells: CostedCell[], extent: Extent): BudgetPlan {
  if ("blocks" in extent) return { blocks: extent.blocks, dropped: [] };
  return planBlocks(cells, extent.budgetMs, extent.precisionPercent === undefined ? {} : { most: MANY_BLOCKS });
}

interface PlannedTrial {
  experiment: string;
  cell: string;
  /** `null` for commands, whose time is not known before they run. */
  expectedMs: number | null;
  isBaseline: boolean;
}

function planExperiment(experiment: ExperimentDefinition, catalogue: Catalogue, overrides: Overrides): PlannedTrial[] {
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

function timesOf(cells: readonly Pick<PlannedTrial, "expectedMs">[], blocks: number): number | null {
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
