import type { DroppedCell, Progress, RunEvent } from "../../runner/request/events.js";
import { plural, whole } from "../../words/number.js";
import { percentLevel, plainPercent } from "../../words/percent.js";
import { clock } from "../../words/time.js";
import type { Io } from "../command.js";

/** A view of the progress of a recording. */
export interface ProgressView {
  onEvent(event: RunEvent): void;
  note(text: string): void;
  end(): void;
}

/** A view of plain lines: messages, and one a block. */
export function plainView(io: Io): ProgressView {
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

/** Messages of an event that are printed once, on any kind of terminal. */
export function messagesOf(event: RunEvent): string[] {
  if (event.kind === "recovered") return event.ids.map((id) => `Recovered ${id} from a run that was cut off`);
  if (event.kind === "planned") {
    const { cells, blocks, expectedMs, targetPercent } = event;
    const about = expectedMs === null ? "" : `, about ${clock(expectedMs)}`;
    if (targetPercent === undefined) return [`${plural(cells, "cell")}, ${plural(blocks, "block")}${about}`];
    return [
      `${plural(cells, "cell")}, until every interval is within ±${percentLevel(targetPercent)}, at most ${plural(blocks, "block")}${about}`,
    ];
  }
  if (event.kind === "dropped") return event.cells.map(droppedLine);
  if (event.kind === "cleanup-failed") return [`cleanup failed: ${event.text}`];
  return [];
}

function droppedLine({ experimentId, label, reason }: DroppedCell): string {
  return `Dropped ${experimentId}: ${label} (${reason})`;
}

function blockLine({ block, blocks, elapsedMs, remainingMs, precision }: Progress): string {
  const times = `${clock(elapsedMs)} elapsed, about ${clock(remainingMs)} left`;
  if (precision === undefined) return `block ${whole(block + 1)} of ${whole(blocks)} done, ${times}`;
  return `block ${whole(block + 1)} of about ${whole(blocks)} done, ${times}, ${widthWords(precision)}`;
}

/** "widest interval ±3.4 %, wanted ±2 %". */
export function widthWords({ widestPercent, targetPercent }: NonNullable<Progress["precision"]>): string {
  const widest = widestPercent === null ? "not known yet" : `±${plainPercent(widestPercent)}`;
  return `widest interval ${widest}, wanted ±${percentLevel(targetPercent)}`;
}
