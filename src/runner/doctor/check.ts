import type { Facts } from "./facts.js";

/** `unknown`: this platform does not give the figure. */
export type Status = "ok" | "note" | "bad" | "unknown";

/** Finding of one check. */
export interface Found {
  status: Status;
  /** The observation, with its figures. */
  seen: string;
  /** Meaning for measurements, and a remedy. */
  advice?: string;
  /** A command that does it, or that shows more. */
  command?: string;
}

/** One question about the machine: a file, a line in the index, a test. */
export interface Check {
  id: string;
  title: string;
  /** Judges facts; reads nothing itself. */
  look(facts: Facts): Found;
}

export function ok(seen: string): Found {
  return { status: "ok", seen };
}

export function note(seen: string, advice: string, command?: string): Found {
  return { status: "note", seen, advice, ...(command === undefined ? {} : { command }) };
}

export function bad(seen: string, advice: string, command?: string): Found {
  return { ...note(seen, advice, command), status: "bad" };
}

/** A figure that the platform does not give: named as such, never taken for good. */
export function unknown(what: string): Found {
  return { status: "unknown", seen: `${what}: not told by this platform` };
}

/** "1 core", "2 cores". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "12.4 GB" (10^9 bytes), "812 MB". */
export function bytesWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

/** "3.1 %" for 0.031. */
export function shareWords(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
