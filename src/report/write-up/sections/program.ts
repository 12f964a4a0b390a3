import { extname } from "node:path";
import type { Run } from "../../../record/schema/run-schema.js";
import { formatBytes } from "../../../words/bytes.js";
import { list, sentenceCase } from "../../../words/sentence.js";
import { namedPrograms, startedWords } from "../../page-model/program-words.js";
import { type Draft, heading, paragraph, sentences } from "../model.js";
import type { Source } from "../sources.js";

/** Names of languages by the endings of files, for programs that colour code. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ".py": "python",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".rb": "ruby",
  ".pl": "perl",
  ".sh": "sh",
  ".c": "c",
  ".cpp": "cpp",
  ".rs": "rust",
  ".go": "go",
  ".java": "java",
  ".jl": "julia",
  ".r": "r",
  ".lua": "lua",
  ".php": "php",
};

/** What the file at the path is now. */
const STATES: Record<Source["state"], string> = {
  measured: "the file is still the one that was measured",
  changed: "the file at that path is another one by now",
  missing: "no such file is found from here",
};

/** The user's own work: what was started, its files, their hashes, and what ran them. */
export function programPart(sources: readonly Source[], runs: readonly Run[] = []): Draft[] {
  const started = runs.flatMap(namedPrograms).flatMap(({ term, program }) => {
    const words = startedWords(program);
    return words === "" ? [] : [`${sentenceCase(term)}: ${words}.`];
  });
  if (sources.length === 0 && started.length === 0) return [];
  const several = new Set(sources.flatMap(({ runs }) => runs)).size > 1;
  const items = sources.map(({ path, bytes, sha256, interpreter, state, runs }) => {
    const words = [
      formatBytes(bytes),
      `SHA-256 ${sha256}`,
      interpreter === "" ? "" : `run by ${interpreter}`,
      several ? `in ${list(runs)}` : "",
      STATES[state],
    ];
    return [`${path}: ${words.filter(Boolean).join("; ")}.`];
  });
  const all = [...new Set(started)].map((words) => [words]);
  return [heading(3, "program", "The program"), ...sentences([...all, ...items])];
}

/** The text of the programs that were measured, at the end of the write-up. */
export function listing(sources: readonly Source[]): Draft[] {
  const shown = sources.flatMap(({ path, text }): Draft[] =>
    text === null
      ? []
      : [{ kind: "code", label: path, text: text.trimEnd(), language: LANGUAGES[extname(path).toLowerCase()] ?? "" }],
  );
  const lacking = sources.filter(({ text }) => text === null);
  const words = lacking.map(({ path, state }) => {
    const why = state === "measured" ? "it is no text, or too long" : STATES[state];
    return `${path} is not listed: ${why}.`;
  });
  return [
    heading(2, "listing", "Program listing"),
    ...(sources.length === 0
      ? [paragraph("The work that was measured is part of Scalebook; the run names no program.")]
      : []),
    ...(words.length === 0 ? [] : [paragraph(words.join(" "))]),
    ...shown,
  ];
}
