import type { Run } from "../record/schema/run-schema.js";
import type { ParameterMap } from "./parameter-map.js";

/** What an importer is given: a file's text and what the person said about it. */
export interface ImportInput {
  /** The file's text, without a byte order mark or with one. */
  text: string;
  /** Name or path of the file; only its last part is recorded. */
  file: string;
  /** SHA-256 of the file's bytes, 64 hex digits. */
  sha256: string;
  /** Which parameters or columns of the file stand for which factors; default: those of the factors' own names. */
  map?: ParameterMap | undefined;
  /** Name of the study; default: the file's name. Becomes a slug; the experiment's title keeps its words. */
  study?: string | undefined;
  /** Name of the machine that was measured; default: what the file tells of it, else "unknown machine". */
  machine?: string | undefined;
  /** Name of the experiment; default: "imported". Becomes a slug. */
  experiment?: string | undefined;
  /** What the person says about where the figures come from; stands before what the import took for granted. */
  note?: string | undefined;
  /** Time of the import, for files that do not say when they were measured. */
  now: Date;
}

/** One way to turn a foreign file into a run. Pure; what is wrong with the file is a UserError that names the place. */
export interface Importer {
  /** What it reads, in a few words, for help texts. */
  title: string;
  /** What a parameter or column may be mapped to, beside factors of one's own. */
  targets: readonly string[];
  importRun(input: ImportInput): Run;
}
