import type { z } from "zod";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { decodeText, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { refuseHostileText } from "../limits/hostile-text.js";
import { explainIssues } from "../schema/explain-issues.js";
import { tidyRun } from "../schema/finish-run.js";
import { refuseHostileShape } from "../schema/hostile-shape.js";
import { parseRun } from "../schema/parse-run.js";
import { sha256 } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { checkerUnder } from "./check-entry.js";
import { entryLine, headerLine, type JournalEntry, MAX_JOURNAL_BYTES, unfinished } from "./journal-format.js";
import { isAlive, type Writer } from "./recording-process.js";

const NEWLINE = 0x0a;

/** A journal that was read. */
export interface StoredJournal extends StoredRun {
  live: boolean;
  lostLines: number;
}

/** Reads a journal; see {@link journalOf}. */
export async function readJournal(path: string, fs: FileSystem = nodeFiles): Promise<StoredJournal> {
  return journalOf(await readRegularFile(path, MAX_JOURNAL_BYTES, fs), path);
}

/**
 * The run in the bytes of a journal, with status `interrupted` and tidied as its file would be, so that it has the id of that
 * file. A torn last line (the writer was killed, or the disk was full) is left out, as are damaged lines before it, which are
 * counted; a damaged first line is a UserError, as no other line can be read without it.
 */
export function journalOf(bytes: Buffer, path: string): StoredJournal {
  const [first, ...rest] = linesOf(bytes);
  if (first === undefined) throw new UserError(`${path}: the run ended before it began: remove this file`);
  const { writer, run: begun } = readHeader(first, path);
  const { run, lostLines } = assemble(begun, rest);
  const sha = sha256(bytes);
  return {
    run: tidyRun(run),
    path,
    sha256: sha,
    content: sha,
    bytes: bytes.length,
    live: isAlive(writer),
    lostLines,
  };
}

/** The whole lines. A tear or a fault may run through a character, so bytes are cut before they are text. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0, end = bytes.indexOf(NEWLINE); end >= 0; from = end + 1, end = bytes.indexOf(NEWLINE, from)) {
    lines.push(bytes.subarray(from, end));
  }
  return lines;
}

function readHeader(line: Buffer, path: string): { writer: Writer; run: Run } {
  try {
    const { writer, run } = parseLine(line, headerLine);
    return { writer, run: parseRun({ ...run, ...unfinished(run.startedAt) }, "its run") };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${path}: the first line is damaged, and no other can be read without it (${error.message}): move this file away`,
    );
  }
}

/** Throws a UserError where the line is damaged. */
function parseLine<T>(line: Buffer, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    const text = decodeText(line, "line");
    refuseHostileText(text, "line");
    value = JSON.parse(text);
  } catch {
    throw new UserError("is not JSON");
  }
  refuseHostileShape(value, "line");
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new UserError(explainIssues(value, parsed.error.issues));
  return parsed.data;
}

/** Adds to a run that begins what the lines say; tells how many of them were damaged. */
function assemble(run: Run, lines: readonly Buffer[]): { run: Run; lostLines: number } {
  const check = checkerUnder(run);
  let [lostLines, planAt] = [0, run.startedAt];
  for (const line of lines) {
    const entry = checkedEntry(line, check);
    if (entry === null) {
      lostLines++;
      continue;
    }
    // Clocks are set back at times; a run never ends before it starts.
    if (Date.parse(entry.at) > Date.parse(run.finishedAt)) run.finishedAt = entry.at;
    if (entry.kind === "note" && entry.plan !== undefined) planAt = run.finishedAt;
    apply(run, entry);
  }
  // What was spent stands in the plan after each block; trials came after it.
  if (run.plan !== undefined) {
    run.plan = { ...run.plan, wallMs: run.plan.wallMs + Date.parse(run.finishedAt) - Date.parse(planAt) };
  }
  return { run, lostLines };
}

type Checked = JournalEntry & { at: string };

/** The entry of a line; `null` where it is damaged: not JSON, of another shape, or of a cell that is not there. */
function checkedEntry(line: Buffer, check: (entry: JournalEntry) => void): Checked | null {
  try {
    const entry = parseLine(line, entryLine) as Checked;
    check(entry);
    return entry;
  } catch {
    return null;
  }
}

/** Adds an entry that was checked. */
function apply(run: Run, entry: Checked): void {
  if (entry.kind === "trial") {
    run.experiments[entry.experiment]?.cells[entry.cell]?.trials.push(entry.trial);
    return;
  }
  if (entry.kind === "control") {
    run.control?.trials.push(entry.trial);
    return;
  }
  const { kind: _kind, at: _at, dropped = [], bounds = [], ...facts } = entry;
  Object.assign(run, facts);
  for (const { experiment, workload, ...found } of bounds) {
    Object.assign(run.experiments[experiment]?.workloads?.[workload] ?? {}, found);
  }
  for (const { experiment, cell, reason } of dropped) {
    Object.assign(run.experiments[experiment]?.cells[cell] ?? {}, { dropped: reason });
  }
}

/** Key of a recording: equal for its journal and its run file. */
export function recordingKey({
  startedAt,
  study,
  machine,
  seed,
}: Pick<Run, "startedAt" | "study" | "seed"> & {
  machine: { id: string };
}): string {
  return JSON.stringify([startedAt, study, machine.id, seed]);
}
