import { cellLabel } from "../runner/cells.js";
import { usableCores } from "../runner/cgroup.js";
import { planBlocks } from "../study/budget.js";
import { expectedTrialMs, roughTaskMs } from "../study/cost.js";
import { expandExperiment } from "../study/expand.js";
import type { PlannedCell } from "../study/study.js";
import type { Given, Io } from "./command.js";
import { recordingOptionsOf } from "./run-options.js";
import { textTable } from "./table.js";

/** Prints what a recording would do: cells, blocks, expected time. Times nothing, so times are rough. */
export async function printPlan(given: Given, io: Io): Promise<number> {
  const { study, catalogue, overrides, extent } = await recordingOptionsOf(given, new AbortController().signal);
  const cores = usableCores();
  const cells = study.experiments.flatMap((experiment) =>
    expandExperiment(experiment, catalogue, overrides).map((cell) => ({
      experiment: experiment.id,
      cell: planLabel(cell),
      expectedMs: Math.round(expectedTrialMs(cell, roughTaskMs(cell, catalogue), cores, catalogue)),
      isBaseline: cell.strategy === "sequential",
    })),
  );
  const { blocks, dropped } =
    "blocks" in extent ? { blocks: extent.blocks, dropped: [] } : planBlocks(cells, extent.budgetMs);
  const kept = cells.filter((_, index) => !dropped.includes(index));
  const blockMs = kept.reduce((total, { expectedMs }) => total + expectedMs, 0);
  const plan = {
    study: study.id,
    cells: kept.map(({ isBaseline: _, ...cell }) => cell),
    blocks,
    expectedMs: blocks * blockMs,
  };
  if (given.has("json")) {
    io.out(`${JSON.stringify({ ...plan, dropped: dropped.map((index) => cells[index]?.cell) })}\n`);
    return 0;
  }
  const columns = [{ head: "experiment" }, { head: "cell" }, { head: "about, ms", figures: true }];
  io.out(
    textTable(
      columns,
      plan.cells.map(({ experiment, cell, expectedMs }) => [experiment, cell, String(expectedMs)]),
    ),
  );
  io.out(`\n${kept.length} cells, ${blocks} blocks, about ${Math.round(plan.expectedMs / 1_000)} s; nothing was run\n`);
  if (dropped.length > 0) io.out(`${dropped.length} cells would be dropped to fit the budget\n`);
  return 0;
}

function planLabel(cell: PlannedCell): string {
  if (typeof cell.n === "number") return cellLabel({ ...cell, n: cell.n });
  const { n, ...rest } = cell;
  return `${cellLabel(rest)} of about ${n.taskMs} ms`;
}
