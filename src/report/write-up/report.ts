import { access } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { packagePaths } from "../../package-paths.js";
import { makeFolder } from "../../record/files/make-folder.js";
import { fileError } from "../../record/files/regular-files.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { writeWhole } from "../../record/files/write-whole.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { UserError } from "../../user-error.js";
import { openEntry } from "../archive/run-entry.js";
import { createRenderer } from "../charts/output/render.js";
import { loadDocuments } from "../html/document-templates.js";
import { findBrowser, realSurroundings, type Surroundings } from "../pdf/browser.js";
import { browserPhotographer, type Photographer } from "../pdf/photograph.js";
import { browserPrinter, countPages, type Printer } from "../pdf/print.js";
import type { Answers } from "./answers/answer.js";
import { type AnswersFile, answersTemplate } from "./answers/answers-file.js";
import { refuseUnknownSections } from "./answers/check-sections.js";
import { questionsOf, sectionKey, sectionName } from "./answers/sections.js";
import { estimatedPages, listedPages } from "./estimate.js";
import { fitted } from "./fit.js";
import { type Format, type FormatName, formats, type ReportFile } from "./formats/index.js";
import type { FrontMatter, WriteUp } from "./model.js";
import { sourceFolders, sourcesOf } from "./sources.js";
import { type Drafting, openDraft } from "./write-up.js";

export interface ReportOptions {
  /** Runs with their lineages; the first is the reference of the others. */
  runs: readonly { stored: StoredRun; line: Lineage }[];
  format: FormatName;
  /** Path of the document; default: `report.<ending>`. */
  out?: string;
  /** Most pages of A4. */
  pages: number;
  /** Goes before what stands in the head of the answers. */
  front?: Partial<FrontMatter>;
  /** What the student wrote in place of questions. */
  answers?: AnswersFile;
  /** Whether the source of the user's own work stands at the end, beyond `pages`. */
  listing?: boolean;
  /** Program of the browser; default: the one that is found. */
  browser?: string;
  /** Whether a report that is there may be written over. */
  overwrite?: boolean;
  toolVersion: string;
  /** Where a browser is looked for; default: this machine. */
  surroundings?: Surroundings;
}

export interface Report {
  /** Paths of the files: the document first. */
  files: string[];
  /** Pages of A4; `exact` where they were counted in the PDF. */
  pages: number;
  exact: boolean;
  figures: number;
  tables: number;
  /** Figures and tables that the pages have no room for. */
  leftOut: number;
  /** Sections of the questions that are left open, where there are answers. */
  open: string[];
  /** Sections of answers that are left out with their figures. */
  answersLeftOut: string[];
  /** The browser that was used; `null` without one. */
  browser: string | null;
}

/**
 * Writes a report of the runs.
 *
 * @throws UserError where the document is there already, where a PDF is wanted and no browser is found, or where an answer
 *   belongs to no question
 */
export async function writeReport(options: ReportOptions): Promise<Report> {
  const { format: name, answers, toolVersion } = options;
  const format: Format = formats[name];
  const out = options.out ?? `report${format.ending}`;
  await refuseOverwriting(out, options.overwrite === true);
  const { browser, print, photograph } = browserFor(format, options);
  const documents = await loadDocuments(packagePaths.templates, toolVersion);
  const drafting = await draftingOf(options);
  const stem = basename(out, extname(out));
  const guess = (writeUp: WriteUp) => estimatedPages(writeUp, format.stretch);
  const make = async (writeUp: WriteUp) => {
    const made = await format.make(writeUp, stem, { documents, print, photograph });
    return { made, pages: name === "pdf" ? countPages(made[0]?.content as Buffer) : guess(writeUp) };
  };
  const { made, pages, writeUp, kept, parts } = await fitted(
    drafting,
    options.pages + listedPages(drafting.listedLines),
    guess,
    make,
  );
  const count = (kind: "figure" | "table") => writeUp.blocks.filter((block) => block.kind === kind).length;
  return {
    files: await writeFiles(made, out),
    pages,
    exact: name === "pdf",
    figures: count("figure"),
    tables: count("table"),
    leftOut: parts - kept,
    ...standingOf(answers, writeUp),
    browser,
  };
}

/**
 * Writes a file with the questions of the runs' report, for answers.
 *
 * @returns its path
 * @throws UserError where it is there already
 */
export async function writeAnswers(options: Omit<ReportOptions, "format">): Promise<string> {
  const { out = "answers.md", pages, overwrite } = options;
  await refuseOverwriting(out, overwrite === true);
  const drafting = await draftingOf(options);
  const { writeUp } = await fitted(drafting, pages, estimatedPages, async (draft) => ({
    made: null,
    pages: estimatedPages(draft),
  }));
  const content = answersTemplate(writeUp, frontOf(options), out);
  await writeFiles([{ name: basename(out), content }], out);
  return out;
}

async function draftingOf(options: Omit<ReportOptions, "format">): Promise<Drafting> {
  const { runs, answers: file, listing: hasListing = false, toolVersion } = options;
  const entries = runs.map(({ stored, line }) => openEntry(stored, line));
  const answers: Answers = file?.sections ?? new Map();
  const front = frontOf(options);
  const sources = await sourcesOf(
    entries.flatMap(({ line }) => line.runs),
    sourceFolders(runs.map(({ stored }) => stored.path)),
  );
  const render = await createRenderer();
  const drafting = openDraft({ entries, render, front, answers, sources, hasListing, toolVersion });
  if (file !== undefined) {
    const questions = questionsOf(await drafting.draft([])).map(({ id }) => id);
    const figures = drafting.parts.flatMap(({ kind, id }) => (kind === "figure" ? [id] : []));
    refuseUnknownSections(file, [...questions, ...figures]);
  }
  return drafting;
}

/** The head of the report: as asked for, else as it stands in the answers. */
function frontOf({ front = {}, answers }: Pick<ReportOptions, "front" | "answers">): FrontMatter {
  return { title: "", author: "", course: "", date: "", ...answers?.front, ...front };
}

/** Questions without an answer, and answers without a place. */
function standingOf(answers: AnswersFile | undefined, writeUp: WriteUp): Pick<Report, "open" | "answersLeftOut"> {
  if (answers === undefined) return { open: [], answersLeftOut: [] };
  const questions = questionsOf(writeUp);
  const asked = new Set(questions.map(({ id }) => sectionKey(id)));
  return {
    open: questions.filter(({ answer }) => answer === "").map(({ id }) => sectionName(id)),
    answersLeftOut: [...answers.sections].filter(([key]) => !asked.has(key)).map(([, { name }]) => name),
  };
}

/** Refuses to write over a report, which may hold the student's own words. */
async function refuseOverwriting(out: string, overwrite: boolean): Promise<void> {
  const isThere = await access(out).then(
    () => true,
    () => false,
  );
  if (isThere && !overwrite) {
    throw new UserError(
      `${out} is there already and may hold your own words: give another --out, or --force to write over it`,
    );
  }
}

function browserFor(
  { browser: use }: Format,
  { browser: named, surroundings = realSurroundings }: ReportOptions,
): { browser: string | null; print: Printer | null; photograph: Photographer | null } {
  const none = { browser: null, print: null, photograph: null };
  if (use === "none") return none;
  const browser = findBrowser(named, surroundings);
  if (browser === null && use === "document") {
    throw new UserError(
      "a PDF is printed by Chrome, Chromium or Edge, and none was found: name one with --browser <path> or SCALEBOOK_CHROMIUM, " +
        "or use --format html, open the report in any browser and print it to PDF",
    );
  }
  return browser === null
    ? none
    : { browser, print: browserPrinter(browser), photograph: browserPhotographer(browser) };
}

async function writeFiles(files: readonly ReportFile[], out: string): Promise<string[]> {
  const folder = dirname(out);
  const paths = files.map(({ name }, index) => (index === 0 ? out : join(folder, name)));
  try {
    makeFolder(folder);
    for (const [index, { content }] of files.entries()) await writeWhole(paths[index] as string, content);
  } catch (error) {
    throw fileError(`cannot write ${out}`, error);
  }
  return paths;
}
