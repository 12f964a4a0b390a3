import type { Trial } from "../../record/schema/run-schema.js";
import { withoutHome } from "../processes/environment.js";

const LONGEST_DETAIL = 500;
const LAST_LINES = 4;

/** Last words of V8 when a heap is full, or when an array is pushed past its limit. */
export const HEAP_EXHAUSTED = /heap out of memory|invalid (?:array|table|string)? ?(?:length|size)|Reached heap limit/i;

/** Failure of a trial, as in the run file. */
export type Failure = Pick<Trial, "status" | "reason" | "detail">;

/** A failure with its reason (a slug) and its detail, home folders left out. */
export function failed(reason: string, detail: string): Failure {
  return { status: "failed", reason, detail: withoutHome(detail).slice(0, LONGEST_DETAIL) };
}

/** Traces of a process that ended badly. */
export interface Death {
  exitCode: number | null;
  signal: string | null;
  stderr: string;
}

/**
 * The failure of a process that ended badly. Node ends as SIGABRT where its heap is exhausted, as SIGTRAP at array limits;
 * the caller knows its own kills. Where Node aborts for another reason, its first line tells the reason, and the native
 * stack below does not.
 */
export function deathOf({ exitCode, signal, stderr }: Death): Failure {
  const lastWords = /^FATAL ERROR: .*$/m.exec(stderr)?.[0] ?? stderr.trim().split("\n").slice(-LAST_LINES).join("\n");
  if (HEAP_EXHAUSTED.test(stderr) && (signal === "SIGABRT" || signal === "SIGTRAP" || exitCode === 134)) {
    return failed("out-of-memory", /^.*(?:heap|size|length).*$/im.exec(stderr)?.[0] ?? lastWords);
  }
  if (signal !== null) return failed("killed", `ended by ${signal}${lastWords && `: ${lastWords}`}`);
  return failed("exit", `exit code ${exitCode}${lastWords && `: ${lastWords}`}`);
}

/** As {@link deathOf}, for programs in any language: they may report that memory ran out and leave with an exit code. */
export function commandDeathOf(death: Death): Failure {
  const said = /^.*(?:\bMemoryError\b|\bOutOfMemoryError\b|\bstd::bad_alloc\b|\bcannot allocate memory\b).*$/im.exec(
    death.stderr,
  );
  return said === null ? deathOf(death) : failed("out-of-memory", said[0].trim());
}
