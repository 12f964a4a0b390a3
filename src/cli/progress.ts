import { logUpdateStderr } from "log-update";
import pc from "picocolors";
import type { Experiment } from "../record/schema.js";
import type { DroppedCell, Progress, RunEvent } from "../runner/events.js";
import type { Io } from "./command.js";
import { firstEstimates } from "./estimates.js";

/** Shows how a recording goes on. */
export interface ProgressView {
  onEvent(event: RunEvent): void;
  note(text: string): void;
  end(): void;
}

/** On a terminal a view that is redrawn; elsewhere a plain line a block. */
export function showProgress(io: Io): ProgressView {
  return io.isTerminal ? terminalView(io) : plainView(io);
}

function plainView(io: Io): ProgressView {
  const line = (text: string) => io.err(`${text}\n`);
  return {
    onEvent(event) {
      for (const text of messagesOf(event)) line(text);
      if (event.kind === "block-finished") line(blockLine(event.at));
    },
    note: line,
    end() {},
  };
}

/** Redraws at most once a second: drawing takes a core away from what is measured. */
const REDRAW_MS = 1_000;

function terminalView(io: Io): ProgressView {
  let current = "";
  let at: Progress | null = null;
  let estimates: string[] = [];
  let since = Date.now();
  const view = () => {
    if (at === null) return current;
    const { block, blocks, trial, trials, elapsedMs, remainingMs } = at;
    const passed = Math.min(Date.now() - since, remainingMs);
    const head = `Block ${block + 1} of ${blocks}  ${bar((block + trial / trials) / blocks)}  trial ${Math.min(trial + 1, trials)} of ${trials}`;
    const times = `${clock(elapsedMs + (Date.now() - since))} elapsed, about ${clock(remainingMs - passed)} left`;
    return [pc.bold(head), pc.dim(times), `now: ${current}`, ...estimates].join("\n");
  };
  const draw = () => logUpdateStderr(view());
  const timer = setInterval(draw, REDRAW_MS);
  const say = (text: string) => {
    logUpdateStderr.clear();
    io.err(`${text}\n`);
  };
  return {
    onEvent(event) {
      for (const text of messagesOf(event)) say(text);
      if (event.kind === "calibrating") current = `Finding sizes: ${event.workload} ...`;
      if (event.kind === "trial-started") current = event.label;
      if ("at" in event) {
        at = event.at;
        since = Date.now();
      }
      if (event.kind === "block-finished") estimates = firstEstimates(event.experiments as Experiment[]).map(pc.dim);
      if (event.kind === "calibrating" || event.kind === "block-finished") draw();
    },
    note: say,
    end() {
      clearInterval(timer);
      logUpdateStderr.clear();
      logUpdateStderr.done();
    },
  };
}

/** What is told once, on any kind of terminal. */
function messagesOf(event: RunEvent): string[] {
  if (event.kind === "recovered") return event.ids.map((id) => `Recovered ${id} from a run that was cut off`);
  if (event.kind === "planned") {
    const { cells, blocks, expectedMs } = event;
    return [`${cells} cells, ${blocks} blocks, about ${clock(expectedMs)}`];
  }
  if (event.kind === "dropped") return event.cells.map(droppedLine);
  return [];
}

function droppedLine({ experimentId, label, reason }: DroppedCell): string {
  return `Dropped ${experimentId}: ${label} (${reason})`;
}

function blockLine({ block, blocks, elapsedMs, remainingMs }: Progress): string {
  return `block ${block + 1} of ${blocks} done, ${clock(elapsedMs)} elapsed, about ${clock(remainingMs)} left`;
}

function bar(share: number): string {
  const width = 24;
  const filled = Math.round(Math.min(1, share) * width);
  return `${"━".repeat(filled)}${pc.dim("─".repeat(width - filled))}`;
}

/** `75 s` as `1:15`. */
function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${String(seconds % 60).padStart(2, "0")} min`;
}
