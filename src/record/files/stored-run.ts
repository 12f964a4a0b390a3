import type { Run } from "../schema/run-schema.js";

/** A run, or the facts of one, with the file that it was read from. */
export interface StoredRun<R = Run> {
  run: R;
  /** Path as given of the run file, or of the journal of a run that did not finish. */
  path: string;
  /** SHA-256 of the file's bytes, 64 hex digits. */
  sha256: string;
  /** SHA-256 of the JSON in the file, which may be compressed. */
  content: string;
  bytes: number;
  /** Journals only: whether the process that records the run is still at work. Its id changes with every trial. */
  live?: boolean;
  /** Journals only: lines that were damaged and are left out. */
  lostLines?: number;
}
