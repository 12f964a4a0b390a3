import { performance } from "node:perf_hooks";
import { openGuardedFolder } from "../processes/watchdog.js";
import { boundTrials } from "../processors/processors.js";
import type { Recording, RecordRequest } from "../request/record-request.js";
import type { RunCell } from "../request/run-cells.js";
import { ControlCell } from "./control-cell.js";
import { BETWEEN_TRIALS_MS, guessedTrialMs } from "./expected-times.js";
import { openRecording } from "./record-study.js";
import { sidesOf } from "./side-by-side.js";
import { sizeCells } from "./size-cells.js";

/** What a recording would take. */
export interface TimedPlan {
  /** Cells with the expected time of a trial; `null` for commands, which are not timed before they run. */
  cells: { cell: RunCell; expectedMs: number | null }[];
  /** Time of the control cell in a block. */
  controlMs: number;
  /** Time that finding the sizes took, and takes again. */
  calibrationMs: number;
}

/** Hears before a cell is tried how many were, of how many. */
export type OnTry = (done: number, of: number) => void;

/** For so long cells are timed; the others are guessed by how far off the guesses of these are. */
const LONGEST_MS = 15_000;

/** Finds sizes as a recording does, then runs cells once, those of short trials first. Records nothing, and runs no command. */
export async function timeCells(request: RecordRequest, onTry: OnTry): Promise<TimedPlan> {
  const startMs = performance.now();
  const { folder, watchdog, close } = await openGuardedFolder();
  try {
    const recording = await openRecording(request, { scratch: folder, watchdog, startMs });
    const { cells, calibrationMs } = await sizeCells(recording);
    const guessed = cells.map((cell) => ({ cell, expectedMs: guessedTrialMs(cell, request.catalogue) }));
    const timed = await tryCells(recording, guessed, onTry);
    const trialsMs = timed.reduce((total, { expectedMs }) => total + (expectedMs ?? 0), 0);
    const controlMs = new ControlCell(recording).expectedMs(cells.length, trialsMs);
    return { cells: timed, controlMs, calibrationMs };
  } finally {
    await close();
  }
}

/** The cells with the time that a trial took, or is guessed to take by those that were tried. */
async function tryCells(recording: Recording, guessed: TimedPlan["cells"], onTry: OnTry): Promise<TimedPlan["cells"]> {
  const known = guessed.flatMap(({ cell, expectedMs }) => (expectedMs === null ? [] : [{ cell, expectedMs }]));
  if (known.length === 0) return guessed;
  const { hostTrials } = await import("../trials/host-trial.js");
  const execute = boundTrials(recording.processors, hostTrials(recording));
  const took = new Map<RunCell, number>();
  const startMs = performance.now();
  const tried = { guessedMs: 0, tookMs: 0 };
  for (const [position, { cell, expectedMs }] of known.toSorted((a, b) => a.expectedMs - b.expectedMs).entries()) {
    if (performance.now() - startMs > LONGEST_MS) break;
    onTry(position, known.length);
    const { tookMs } = await execute(cell, { block: 0, position });
    const ownMs = tookMs / sidesOf(cell) + BETWEEN_TRIALS_MS;
    took.set(cell, ownMs);
    tried.guessedMs += expectedMs;
    tried.tookMs += ownMs;
  }
  const scale = tried.tookMs / tried.guessedMs;
  return guessed.map(({ cell, expectedMs }) => ({
    cell,
    expectedMs: expectedMs === null ? null : (took.get(cell) ?? expectedMs * scale),
  }));
}
