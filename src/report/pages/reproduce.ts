import type { Entry } from "../archive.js";
import { bibtex } from "../citation.js";
import { formatBytes } from "../format/bytes.js";

/** How to record such a run again, which file the page stands on, and how to cite it. */
export function reproduceOf(entry: Entry, root: string, author = "") {
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
