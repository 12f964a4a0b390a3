import type { Trial } from "../../record/schema/run-schema.js";
import { withoutHome } from "../processes/environment.js";
import { lastWords } from "./last-words.js";

const LONGEST_DETAIL = 500;
const LONGEST_LINE = 200;
/** Lines beside the one that tells the error. */
const MOST_LINES = 5;

/** Last words of V8 when a heap is full, when there is no room for one (`ulimit -v`), or when an array is pushed past its limit. */
export const HEAP_EXHAUSTED =
  /heap out of memory|invalid (?:array|table|string)? ?(?:length|size)|Reached heap limit|Fatal (?:process|JavaScript) (?:OOM|out of memory)/i;

/** Failure of a trial, as in the run file. */
export type Failure = Pick<Trial, "status" | "reason" | "detail" | "trace">;

/** A failure with its reason (a slug) and what was said: the error in the first line. Home folders are left out. */
export function failed(reason: string, said: string): Failure {
  const [detail = "", ...lines] = withoutHome(said).split("\n");
  const trace = lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  return {
    status: "failed",
    reason,
    detail: detail.slice(0, LONGEST_DETAIL),
    ...(trace.length > 0 && { trace }),
  };
}

/** Traces of a process that ended badly. */
export interface Death {
  exitCode: number | null;
  signal: string | null;
  stderr: string;
  /** Whether the system killed a process for want of memory meanwhile. */
  outOfMemory?: true;
}

/**
 * The failure of a process that ended badly. Node ends as SIGABRT where its heap is exhausted, as SIGTRAP at array limits;
 * the caller knows its own kills. Where Node aborts for another reason, its first line tells the reason, and the native
 * stack below does not.
 */
export function deathOf({ exitCode, signal, stderr, outOfMemory }: Death): Failure {
  const said = lastWords(stderr);
  if (HEAP_EXHAUSTED.test(stderr) && (signal === "SIGABRT" || signal === "SIGTRAP" || exitCode === 134)) {
    return failed("out-of-memory", /^.*(?:heap|size|length|OOM|out of memory).*$/im.exec(stderr)?.[0] ?? said);
  }
  // A shell tells with 137 that what it ran was killed.
  if (outOfMemory && (signal === "SIGKILL" || exitCode === 137)) {
    return failed("out-of-memory", "ended by SIGKILL: the system had no more memory for it");
  }
  if (signal === null && exitCode === null) return failed("not-started", said);
  if (signal !== null) return failed("killed", `ended by ${signal}${said && `: ${said}`}`);
  return failed("exit", `exit code ${exitCode}${said && `: ${said}`}`);
}

/** As {@link deathOf}, for programs in any language: they may report that memory ran out and leave with an exit code. */
export function commandDeathOf(death: Death): Failure {
  const said = /^.*(?:\bMemoryError\b|\bOutOfMemoryError\b|\bstd::bad_alloc\b|\bcannot allocate memory\b).*$/im.exec(
    death.stderr,
  );
  return said === null ? deathOf(death) : failed("out-of-memory", said[0].trim());
}
