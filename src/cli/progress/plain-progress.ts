import type { DroppedCell, Progress, RunEvent } from "../../runner/request/events.js";

/** Shows how a recording goes on. */
export interface ProgressView {
  onEvent(event: RunEvent): void;
  note(text: string): void;
  end(): void;
}

/** What is told once, on any kind of terminal. */
export function messagesOf(event: RunEvent): string[] {
  if (event.kind === "recovered") return event.ids.map((id) => `Recovered ${id} from a run that was cut off`);
  if (event.kind === "planned") {
    const { cells, blocks, expectedMs, targetPercent } = event;
    const about = expectedMs === null ? "" : `, about ${clock(expectedMs)}`;
    if (targetPercent === undefined) return [`${cells} cells, ${blocks} blocks${about}`];
    return [`${cells} cells, until every interval is within ±${targetPercent} %, at most ${blocks} blocks${about}`];
  }
  if (event.kind === "dropped") return event.cells.map(droppedLine);
  if (event.kind === "cleanup-failed") return [`cleanup failed: ${event.text}`];
  return [];
}

function droppedLine({ experimentId, label, reason }: DroppedCell): string {
  return `Dropped ${experimentId}: ${label} (${reason})`;
}

/** A line for a block that is done. */
export function blockLine({ block, blocks, elapsedMs, remainingMs, precision }: Progress): string {
  const times = `${clock(elapsedMs)} elapsed, about ${clock(remainingMs)} left`;
  if (precision === undefined) return `block ${block + 1} of ${blocks} done, ${times}`;
  return `block ${block + 1} of about ${blocks} done, ${times}, ${widthWords(precision)}`;
}

/** "widest interval ±3.41 %, wanted ±2 %". */
export function widthWords({ widestPercent, targetPercent }: NonNullable<Progress["precision"]>): string {
  const widest = widestPercent === null ? "not known yet" : `±${percent(widestPercent)} %`;
  return `widest interval ${widest}, wanted ±${percent(targetPercent)} %`;
}

/** "3.41": no more figures than a percentage may have. */
export function percent(figure: number): string {
  return String(Number(figure.toPrecision(figure < 1 ? 2 : 3)));
}

/** `75 s` as `1:15`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${String(seconds % 60).padStart(2, "0")} min`;
}
