import { recordRequest } from "../../app/record-request.js";
import { keepingOf } from "../../runner/recording/record-blocks.js";
import { type TimedPlan, timeCells } from "../../runner/recording/time-cells.js";
import type { RecordRequest } from "../../runner/request/record-request.js";
import { planBlocks } from "../../study/budget.js";
import { plural, whole } from "../../words/number.js";
import { clock } from "../../words/time.js";
import type { Io, Result } from "../command.js";
import { askedRecording } from "../options/asked-recording.js";
import type { RecordingGiven } from "../options/recording-flags.js";
import { textTable } from "../print/table.js";
import { showProgress } from "../progress/build-progress.js";
import { noSizeLine, sizeLine } from "../progress/plain-progress.js";
import { inWorkTrees, type OpenedRecording } from "./run-work-trees.js";

/** The plan of a recording: cells, blocks, expected time. Cells are tried once; commands are not. */
export async function planRecording(given: RecordingGiven, io: Io): Promise<Result> {
  return inWorkTrees(await askedRecording(given), io, (opened) => planOpened(opened, io));
}

async function planOpened({ asked, notes }: OpenedRecording, io: Io): Promise<Result> {
  for (const note of notes) io.err(`${note}\n`);
  const stop = new AbortController().signal;
  const onEvent: RecordRequest["onEvent"] = (event) => {
    if (event.kind === "calibrating") io.err(`${sizeLine(event)}\n`);
    if (event.kind === "no-size") io.err(`${noSizeLine(event)}\n`);
  };
  const request = { ...(await recordRequest(asked, { commit: Promise.resolve(null), stop })), onEvent };
  const progress = showProgress(io, "Trying combinations");
  const plan = await timeCells(request, (done, of) => progress.show({ what: "try", done, of }));
  progress.end();
  const { blocks, dropped } = blocksOf(plan, request.extent);
  const kept = plan.cells.filter((_, index) => !dropped.includes(index));
  const expectedMs = blocks === null ? null : timeOf(kept, plan, blocks);
  const cells = kept.map(({ cell, expectedMs: ms }) => ({
    experiment: cell.experimentId,
    cell: cell.label,
    expectedMs: ms === null ? null : Math.round(ms),
  }));
  const left = dropped.map((index) => plan.cells[index]?.cell.label);
  return {
    json: { study: request.study.id, cells, blocks, expectedMs, dropped: left },
    text(width) {
      const columns = [{ head: "experiment" }, { head: "combination" }, { head: "about, ms", figures: true }];
      const rows = cells.map(({ experiment, cell, expectedMs: ms }) => [
        experiment,
        cell,
        ms === null ? "" : whole(ms),
      ]);
      return [
        textTable(columns, rows, width),
        `\n${plural(cells.length, "combination")}, ${extentWords(blocks, expectedMs, request.extent)}; nothing was recorded\n`,
        left.length > 0 ? `${plural(left.length, "combination")} would be left out to fit the budget\n` : "",
      ];
    },
  };
}

/** "20 repeats, about 1:30 min"; where a command takes part, what can be said without its time. */
function extentWords(blocks: number | null, expectedMs: number | null, extent: RecordRequest["extent"]): string {
  const unknown = "how long a trial of a command takes is known after the first repeat";
  if (blocks === null) {
    const budget = "budgetMs" in extent ? clock(extent.budgetMs) : "";
    return `as many repeats as fit into ${budget}: ${unknown}`;
  }
  const most = "goal" in extent && extent.goal !== undefined ? "at most " : "";
  const about = expectedMs === null ? `: ${unknown}` : `, about ${clock(expectedMs)}`;
  return `${most}${plural(blocks, "repeat")}${about}`;
}

/** Blocks of the extent and the cells that do not fit into it; `null` where that depends on a time that is not known. */
function blocksOf(
  { cells, controlMs, calibrationMs }: TimedPlan,
  extent: RecordRequest["extent"],
): { blocks: number | null; dropped: number[] } {
  if ("blocks" in extent) return { blocks: extent.blocks, dropped: [] };
  const costed = cells.flatMap(({ cell, expectedMs }) =>
    expectedMs === null ? [] : [{ ...keepingOf(cell), expectedMs }],
  );
  if (costed.length < cells.length) return { blocks: null, dropped: [] };
  const { budgetMs, mostBlocks } = extent;
  const control = { expectedMs: controlMs, isKept: true };
  return planBlocks(
    [...costed, control],
    budgetMs - calibrationMs,
    mostBlocks === undefined ? {} : { most: mostBlocks },
  );
}

/** Time of the whole recording; `null` where that of a cell is not known. */
function timeOf(cells: TimedPlan["cells"], { controlMs, calibrationMs }: TimedPlan, blocks: number): number | null {
  let blockMs = controlMs;
  for (const { expectedMs } of cells) {
    if (expectedMs === null) return null;
    blockMs += expectedMs;
  }
  return Math.round(calibrationMs + blocks * blockMs);
}
