import type { Run } from "../record/schema/run-schema.js";
import type { ParameterMap } from "./foreign/parameter-map.js";

/** One file of a folder. */
export interface InputText {
  /** Path within the folder, with slashes. */
  path: string;
  text: string;
}

/** A file's text, and the user's options for its import. */
export interface ImportInput {
  /** The file's text, with or without a byte order mark; empty where a folder was given. */
  text: string;
  /** What the importer reads of a folder, sorted by path; absent where a file was given. */
  files?: readonly InputText[] | undefined;
  /** Name or path of the file or folder; only its last part is recorded. */
  file: string;
  /** SHA-256 of the file's bytes, or of the paths and bytes of a folder's files, 64 hex digits. */
  sha256: string;
  /** Factors of the file's parameters or columns; default: those of the factors' own names. */
  map?: ParameterMap | undefined;
  /** Strategy of a table that has no such column; default: "program". */
  strategy?: string | undefined;
  /** Worker count of a table that has no such column. */
  workers?: number | undefined;
  /** Factor whose levels name the other columns of a wide table, see `longTable`. */
  wide?: string | undefined;
  /** Whether the work of a table grows with the workers; default: found by its sizes. */
  weak?: boolean | undefined;
  /** Told what the import found, and the user should know of at once: whole sentences. */
  tell?: ((sentence: string) => void) | undefined;
  /** Name of the study; default: the file's name. Becomes a slug; the experiment's title keeps its words. */
  study?: string | undefined;
  /** Name of the machine that was measured; default: the facts that the file tells, else that it is not recorded. */
  machine?: string | undefined;
  /** Name of the experiment; default: "imported". Becomes a slug. */
  experiment?: string | undefined;
  /** The user's note on the origin of the figures; it precedes the assumptions of the import. */
  note?: string | undefined;
  /** When it was measured, ISO 8601; default: what the file tells. */
  measuredAt?: string | undefined;
  /** Time of the import. */
  now: Date;
}

/** Pure converter of one foreign format into a run. A fault of the file is a UserError with its place. */
export interface Importer {
  /** Names that a parameter or column may be mapped to, beside the user's own factors. */
  targets: readonly string[];
  /** Whether it reads a file of a folder, by its path; absent: it takes no folder. */
  reads?: (path: string) => boolean;
  importRun(input: ImportInput): Run;
}
