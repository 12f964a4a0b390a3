import type { Run } from "../record/schema.js";

/** What an importer is given: a file's text and what the person said about it. */
export interface ImportInput {
  /** The file's text, without a byte order mark or with one. */
  text: string;
  /** Name or path of the file; only its last part is recorded. */
  file: string;
  /** SHA-256 of the file's bytes, 64 hex digits. */
  sha256: string;
  /** Name of the study; default: the file's name. Becomes a slug; the experiment's title keeps its words. */
  study?: string | undefined;
  /** Name of the machine that was measured; default: "unknown machine". */
  machine?: string | undefined;
  /** Name of the experiment; default: "imported". Becomes a slug. */
  experiment?: string | undefined;
  /** What the person says about where the figures come from; stands before what the import took for granted. */
  note?: string | undefined;
  /** Time of the import: the file does not say when it was measured. */
  now: Date;
}

/** One way to turn a foreign file into a run. Pure; what is wrong with the file is a UserError that names the line. */
export interface Importer {
  /** What it reads, in a few words, for help texts. */
  title: string;
  importRun(input: ImportInput): Run;
}
