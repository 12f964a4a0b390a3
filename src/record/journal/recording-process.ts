import { readFileSync } from "node:fs";
import { codeOf } from "../files/regular-files.js";

/** The process that records a run. The system gives process ids anew, so the start time is part of it. */
export interface Writer {
  pid: number;
  /** Start time as `/proc/<pid>/stat` gives it (clock ticks since boot); `null` where there is no such file. */
  start: string | null;
}

/** This process as a journal's writer. */
export function thisWriter(): Writer {
  return { pid: process.pid, start: statOf(process.pid)?.start ?? null };
}

/**
 * Whether the process that wrote a journal still runs on this machine. Without `/proc` (macOS, Windows) a new process
 * of the same id passes for the old one. A writer on another machine or in another container is not seen: its journal
 * counts as dead, which costs no data, as the writer finishes its run into a file of its own.
 */
export function isAlive(writer: Writer): boolean {
  const stat = statOf(writer.pid);
  // A zombie is dead, though it still answers to signals.
  if (stat !== undefined) return !"ZX".includes(stat.state) && (writer.start ?? stat.start) === stat.start;
  if (writer.start !== null) return false;
  try {
    process.kill(writer.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function statOf(pid: number): { state: string; start: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold anything, so count from its end: state is field 3, start time field 22.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state, start] = [fields[0], fields[19]];
    return state === undefined || start === undefined ? undefined : { state, start };
  } catch {
    return undefined;
  }
}
