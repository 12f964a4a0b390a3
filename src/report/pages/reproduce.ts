import { formatBytes } from "../../words/bytes.js";
import type { RunEntry } from "../archive/run-entry.js";
import { bibtex } from "./citation.js";

/** How to record such a run again, which file the page stands on, and how to cite it. */
export function reproduceOf(entry: RunEntry, root: string, author = "") {
  const { run, sha256, bytes, download } = entry;
  return {
    command: run.command ?? "",
    runFile: {
      href: `${root}data/${download}`,
      name: download,
      size: formatBytes(bytes),
      sha256,
    },
    studyHash: run.studyHash ?? "",
    origin: run.origin === undefined ? null : { file: run.origin.file, sha256: run.origin.sha256 },
    bibtex: bibtex(entry, author),
  };
}
