import { basename } from "node:path";
import { marked, type Token } from "marked";
import { parse } from "yaml";
import { decodeText, readRegularFile } from "../../../record/files/regular-files.js";
import { UserError } from "../../../user-error.js";
import { markdownText } from "../../format/markdown.js";
import type { FrontMatter, WriteUp } from "../model.js";
import type { Answer } from "./answer.js";
import { answerBlocks } from "./parse-answer.js";
import { type Question, questionsOf, sectionKey } from "./sections.js";

/** A section of an answers file. */
interface Section {
  /** Heading as it is written. */
  name: string;
  line: number;
  /** `null` where nothing is written below the question. */
  answer: Answer | null;
}

/** An answers file: what stands in the head of the report, and sections by their keys. */
export interface AnswersFile {
  path: string;
  front: FrontMatter;
  sections: ReadonlyMap<string, Section>;
}

const MAX_BYTES = 2_000_000;
const HEAD = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const FIELDS = ["title", "author", "course", "date"] as const;
const LONGEST_FIELD = 300;
/** Headings of these levels begin a section; deeper ones belong to the answer. */
const SECTION_LEVEL = 2;

/** Reads the answers file at `path`; see {@link parseAnswers}. */
export async function readAnswers(path: string): Promise<AnswersFile> {
  return parseAnswers(decodeText(await readRegularFile(path, MAX_BYTES), path), path);
}

/**
 * An answers file: an optional head in YAML, then sections of Markdown, each below a heading with its name. The first
 * quotation of a section is its question.
 *
 * @throws UserError that names the place in the file and what to do
 */
export function parseAnswers(text: string, path: string): AnswersFile {
  const head = HEAD.exec(text);
  const body = text.slice(head?.[0].length ?? 0);
  const firstLine = 1 + linesIn(head?.[0] ?? "");
  return { path, front: frontMatterOf(head?.[1] ?? "", path), sections: sectionsOf(body, firstLine, path) };
}

function frontMatterOf(yaml: string, path: string): FrontMatter {
  const value = parsedHead(yaml, path) ?? {};
  const known: readonly string[] = FIELDS;
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new UserError(
      `${path}: its head holds no fields: write lines such as "author: Ada Lovelace" between the ---`,
    );
  }
  const strange = Object.keys(value).find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new UserError(`${path}: "${strange}" is no field of its head: there are ${FIELDS.join(", ")}`);
  }
  const field = (name: (typeof FIELDS)[number]) => fieldOf((value as Record<string, unknown>)[name], name, path);
  return { title: field("title"), author: field("author"), course: field("course"), date: field("date") };
}

function parsedHead(yaml: string, path: string): unknown {
  try {
    // The core schema leaves dates as they are written.
    return parse(yaml, { schema: "failsafe" });
  } catch (error) {
    throw new UserError(`${path}: its head is not YAML: ${(error as Error).message.split("\n")[0]}`);
  }
}

function fieldOf(value: unknown, name: string, path: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string" || value.length > LONGEST_FIELD) {
    throw new UserError(`${path}: ${name} in its head is no text of at most ${LONGEST_FIELD} characters`);
  }
  return value.trim();
}

function sectionsOf(body: string, firstLine: number, path: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let line = firstLine;
  let open: { name: string; line: number; tokens: Token[] } | null = null;
  const close = () => {
    if (open === null) return;
    const key = sectionKey(open.name);
    const before = sections.get(key);
    if (before !== undefined) {
      throw new UserError(
        `${path} line ${open.line}: "${open.name}" stands in line ${before.line} already: join the two`,
      );
    }
    sections.set(key, { name: open.name, line: open.line, answer: answerOf(open.tokens) });
  };
  for (const token of marked.lexer(body, { gfm: true, breaks: true })) {
    if (token.type === "heading" && token.depth <= SECTION_LEVEL) {
      close();
      open = { name: token.text, line, tokens: [] };
    } else if (open !== null) open.tokens.push(token);
    else if (token.type !== "space" && !token.raw.startsWith("<!--")) {
      throw new UserError(
        `${path} line ${line}: this text belongs to no section: put a heading such as "## Aim" above it`,
      );
    }
    line += linesIn(token.raw);
  }
  close();
  return sections;
}

/** The answer in the tokens of a section, whose first quotation is the question; `null` without one. */
function answerOf(tokens: readonly Token[]): Answer | null {
  const first = tokens.findIndex(({ type }) => type !== "space");
  const own = tokens[first]?.type === "blockquote" ? tokens.slice(first + 1) : tokens;
  const blocks = answerBlocks(own);
  const markdown = own
    .map(({ raw }) => raw)
    .join("")
    .trim();
  return blocks.length === 0 ? null : { markdown, blocks };
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

/** The file at `path` to write answers into: every question of the write-up, with what was answered already. */
export function answersTemplate(writeUp: WriteUp, front: FrontMatter, path: string): string {
  return [
    "---",
    ...FIELDS.map((name) => `${name}: ${JSON.stringify(front[name])}`),
    "---",
    "",
    "<!-- Write below each question, in Markdown; the lines that begin with > are the questions, and stay here. A section",
    "without an answer leaves its question in the report. The report with your words:",
    `scalebook report ${writeUp.runs.join(" ")} --answers ${basename(path)} -->`,
    ...questionsOf(writeUp).map(sectionText),
    "",
  ].join("\n");
}

function sectionText({ section, text, answer }: Question): string {
  return `\n## ${section}\n\n> ${markdownText(text)}\n${answer === "" ? "" : `\n${answer}\n`}`;
}
