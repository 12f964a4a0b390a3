/**
 * What is said between the machine at which a study is started and one that records it: a JSON object a line, requests on the
 * standard input of the other, replies on its standard output.
 */

/** What is carried over once and kept by its hash: the program, and the files of a study. */
export type Carried = "program" | "study";

export type ToMachine =
  | { kind: "have"; what: Carried; hash: string }
  /** `content`: a pack ({@link ./pack.ts}) in base64. */
  | { kind: "pack"; what: Carried; hash: string; content: string }
  | { kind: "record"; order: Order }
  /** Said every ten seconds: a connection that is cut says nothing. */
  | { kind: "here" }
  /** The files that were handed over are stored: that machine puts them aside. */
  | { kind: "stored"; names: string[] }
  /** Finish with what is there, as at a Ctrl-C. */
  | { kind: "interrupt" };

export type FromMachine =
  /** `kept`: the folder of all that is carried over and recorded there; `atMs`: its time of day. An old Node says its version and nothing else. */
  | { kind: "hello"; node: string; name: string; kept: string; atMs: number }
  | { kind: "present"; what: Carried; folder: string }
  | { kind: "wanted"; what: Carried }
  /** Said every ten seconds. */
  | { kind: "here" }
  /** It will not record, and says why. */
  | { kind: "refused"; message: string }
  /** A line that a person reads while it records. */
  | { kind: "line"; text: string }
  /** A run file, or the journal of a run that ended before it became one, in base64. */
  | { kind: "file"; name: string; content: string }
  /** All that there is has been handed over. */
  | { kind: "ended"; exitCode: number };

/** A recording to make on another machine. */
export interface Order {
  /** Hash of all that makes it: its runs lie together, so that it can be gone on with. */
  hash: string;
  /** Arguments of `scalebook run`. */
  args: string[];
  /** Folder to record in: below the files of the study that were carried over, or by itself a folder of that machine. */
  folder: string;
  /** Files of the programs under test as they are where it was ordered: those there must be the same. */
  files: { path: string; sha256: string }[];
  /** `resume`: go on with a run that was interrupted; one that is finished is handed over as it is. `fetch`: hand over what there is. */
  mode: "record" | "resume" | "fetch";
}
