import { isDated } from "../../../record/folder/run-facts.js";
import { runtimeTitle } from "../../../record/schema/interpreter-names.js";
import { formatBytes } from "../../../words/bytes.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { tex } from "../../format/tex.js";
import { neededWords, recordingCommand } from "../../page-model/alone-command.js";
import { runTitle } from "../../page-model/run-words.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A BibTeX entry; text from the run file is escaped for TeX. `author` is left out where it is not known. */
export function bibtex(entry: RunEntry, author = ""): string {
  const { run, sha256 } = entry;
  const { tool, node, interpreters = [] } = run.software;
  const on = new Date(run.startedAt);
  const note = [
    `Recorded with ${tool.name} ${tool.version}`,
    ...(node === null ? [] : [`Node ${node}`]),
    ...interpreters.map(({ runtime, version }) => `${runtimeTitle(runtime)} ${version}`),
  ].join(", ");
  const undated = isDated(entry.run) ? "" : "; the date is that of the import";
  const source = run.origin === undefined ? note : `Imported from ${run.origin.file}${undated}`;
  return [
    `@misc{${run.id},`,
    ...(author === "" ? [] : [`  author = {${tex(author)}},`]),
    `  title = {${tex(`${run.study} on ${run.machine.name}: a recording of how a program scales`)}},`,
    `  year = {${on.getUTCFullYear()}},`,
    `  month = ${MONTHS[on.getUTCMonth()]},`,
    `  note = {${tex(source)}.`,
    `    SHA-256 of the run file: ${sha256}},`,
    "}",
  ].join("\n");
}

/** A CITATION.cff (Citation File Format 1.2.0), as a repository or a data archive reads it. */
export function citationFile(entry: RunEntry, author = ""): string {
  const { run, sha256 } = entry;
  const { tool } = run.software;
  // JSON strings are YAML strings, and nothing in them ends one.
  const quoted = (text: string) => JSON.stringify(text);
  return [
    "cff-version: 1.2.0",
    `message: ${quoted("If you use this recording, please cite it as below.")}`,
    "type: dataset",
    `title: ${quoted(`${runTitle(entry)} on ${run.machine.name}: a recording of how a program scales`)}`,
    "authors:",
    `  - name: ${quoted(author === "" ? "author not given" : author)}`,
    `date-released: ${quoted(run.startedAt.slice(0, 10))}`,
    `version: ${quoted(run.id)}`,
    `abstract: ${quoted(`Recorded with ${tool.name} ${tool.version}: ${run.experiments.map(({ title }) => title).join("; ")}.`)}`,
    "identifiers:",
    "  - type: other",
    `    value: ${quoted(`sha256:${sha256}`)}`,
    `    description: ${quoted(`SHA-256 of the run file ${run.id}.json`)}`,
    "",
  ].join("\n");
}

/** Command for such a run, its run file and its citation. */
export function reproduceOf(entry: RunEntry, root: string, author = "") {
  const { run, sha256, bytes, download } = entry;
  const command = recordingCommand(run);
  return {
    command,
    needed: neededWords(command, run.experiments),
    runFile: { href: `${root}data/${download}`, name: download, size: formatBytes(bytes), sha256 },
    studyHash: run.studyHash ?? "",
    origin: run.origin === undefined ? null : { file: run.origin.file, sha256: run.origin.sha256 },
    bibtex: bibtex(entry, author),
  };
}
