import type { Entry } from "../archive.js";
import { formatBytes } from "../format/bytes.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** How to record such a run again, which file the page stands on, and how to cite it. */
export function reproduceOf(entry: Entry, root: string) {
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
    bibtex: bibtex(entry),
  };
}

/** A BibTeX entry; text from the run file is escaped for TeX. */
export function bibtex({ run, sha256 }: Entry): string {
  const { tool, node } = run.software;
  const on = new Date(run.startedAt);
  const note = [`Recorded with ${tool.name} ${tool.version}`, node === null ? "" : `Node ${node}`]
    .filter(Boolean)
    .join(", ");
  const source = run.origin === undefined ? note : `Imported from ${run.origin.file}`;
  return [
    `@misc{${run.id},`,
    `  title = {${tex(`${run.study} on ${run.machine.name}: a recording of how a program scales`)}},`,
    `  year = {${on.getUTCFullYear()}},`,
    `  month = ${MONTHS[on.getUTCMonth()]},`,
    `  note = {${tex(source)}.`,
    `    SHA-256 of the run file: ${sha256}},`,
    "}",
  ].join("\n");
}

const TEX_ESCAPES: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function tex(text: string): string {
  return text.replace(/[\\~^&%$#_{}]/g, (character) => TEX_ESCAPES[character] ?? `\\${character}`);
}
