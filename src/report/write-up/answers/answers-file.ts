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

/** An answer with its section of the file. */
interface Section extends Answer {
  /** Heading as it is written. */
  name: string;
  line: number;
}

/** An answers file: what stands in the head of the report, and the answered sections by their keys. */
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
    // This schema leaves everything as it is written, dates and numbers too.
    return parse(yaml, { schema: "failsafe", logLevel: "error" });
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
  const all: { name: string; line: number; tokens: Token[] }[] = [];
  let line = firstLine;
  for (const token of marked.lexer(body, { gfm: true, breaks: true })) {
    if (token.type === "heading" && token.depth <= SECTION_LEVEL) all.push({ name: token.text, line, tokens: [] });
    else if (all.length > 0) all.at(-1)?.tokens.push(token);
    else if (token.type !== "space" && !token.raw.startsWith("<!--")) {
      throw new UserError(
        `${path} line ${line}: this text belongs to no section: put a heading such as "## Aim" above it`,
      );
    }
    line += linesIn(token.raw);
  }
  refuseTwice(all, path);
  return new Map(
    all.flatMap(({ tokens, ...place }) => {
      const answer = answerOf(tokens);
      return answer === null ? [] : [[sectionKey(place.name), { ...place, ...answer }] as const];
    }),
  );
}

function refuseTwice(sections: readonly { name: string; line: number }[], path: string): void {
  const lines = new Map<string, number>();
  for (const { name, line } of sections) {
    const before = lines.get(sectionKey(name));
    if (before !== undefined) {
      throw new UserError(`${path} line ${line}: "${name}" stands in line ${before} already: join the two`);
    }
    lines.set(sectionKey(name), line);
  }
}

/** The answer in the tokens of a section, whose first quotation is the question; `null` without one. */
function answerOf(tokens: readonly Token[]): Answer | null {
  const first = tokens.findIndex(({ type }) => type !== "space");
  const own = tokens[first]?.type === "blockquote" ? tokens.slice(first + 1) : tokens;
  const blocks = answerBlocks(own);
  const markdown = own.map(({ raw }) => raw).join("");
  return blocks.length === 0 ? null : { markdown: markdown.trim(), blocks };
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
