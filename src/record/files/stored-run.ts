import type { Run } from "../schema/run-schema.js";

/** A run with the file that it was read from. */
export interface StoredRun {
  run: Run;
  /** Path of the file as given: the run file, or the journal of a run that did not finish. */
  path: string;
  /** SHA-256 of the file's bytes, 64 hex digits. */
  sha256: string;
  /** SHA-256 of the JSON in it: that of the file, unless the file is compressed. */
  content: string;
  bytes: number;
  /** Journals only: whether the process that records the run is still at work. Its id changes with every trial. */
  live?: boolean;
}
