import type { z } from "zod";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { decodeText, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { explainIssues } from "../schema/explain-issues.js";
import { tidyRun } from "../schema/finish-run.js";
import { refuseHostileShape } from "../schema/hostile-shape.js";
import { parseRun } from "../schema/parse-run.js";
import { sha256 } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import {
  type EntryLine,
  entryLine,
  type HeaderLine,
  headerLine,
  MAX_JOURNAL_BYTES,
  unfinished,
} from "./journal-format.js";
import { isAlive } from "./recording-process.js";

/** Reads a journal; see {@link journalOf}. */
export async function readJournal(path: string, fs: FileSystem = nodeFiles): Promise<StoredRun & { live: boolean }> {
  return journalOf(await readRegularFile(path, MAX_JOURNAL_BYTES, fs), path);
}

/**
 * The run in the bytes of a journal, with status `interrupted` and tidied as its file would be, so that it has the id of that
 * file. A torn last line (the writer was killed, or the disk was full) is left out; any other damage is a UserError, as is a
 * torn first line.
 */
export function journalOf(bytes: Buffer, path: string): StoredRun & { live: boolean } {
  // The tear may run through a character, so bytes are cut before they are text.
  const whole = bytes.subarray(0, bytes.lastIndexOf("\n") + 1);
  const [first, ...rest] = decodeText(whole, path).split("\n").slice(0, -1);
  if (first === undefined) throw new UserError(`${path}: the run ended before it began: remove this file`);
  const header = parseLine(first, headerLine, `${path} line 1`);
  const entries = rest.map((line, index) => parseLine(line, entryLine, `${path} line ${index + 2}`));
  const run = tidyRun(parseRun(assemble(header, entries, path), path));
  const sha = sha256(bytes);
  return { run, path, sha256: sha, content: sha, bytes: bytes.length, live: isAlive(header.writer) };
}

function parseLine<T>(line: string, schema: z.ZodType<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UserError(`${place}: is not JSON: the journal is damaged; cut it off before this line to keep the rest`);
  }
  refuseHostileShape(value, place);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new UserError(`${place}: ${explainIssues(value, parsed.error.issues)}`);
  return parsed.data;
}

/** The lines put together as input of {@link parseRun}. */
function assemble(header: HeaderLine, entries: readonly EntryLine[], path: string): unknown {
  const run: HeaderLine["run"] = { ...header.run };
  let finishedAt = header.run.startedAt;
  for (const [number, entry] of entries.entries()) {
    // Clocks are set back at times; a run never ends before it starts.
    if (Date.parse(entry.at) > Date.parse(finishedAt)) finishedAt = entry.at;
    if (!apply(run, entry)) {
      throw new UserError(
        `${path} line ${number + 2}: names a cell or a workload that is not in the run: the journal was damaged`,
      );
    }
  }
  return { ...run, ...unfinished(finishedAt) };
}

function apply(run: HeaderLine["run"], entry: EntryLine): boolean {
  if (entry.kind === "trial") {
    const cell = run.experiments[entry.experiment]?.cells[entry.cell];
    cell?.trials.push(entry.trial);
    return cell !== undefined;
  }
  if (entry.kind === "control") {
    run.control?.trials.push(entry.trial);
    return run.control !== undefined;
  }
  const { kind: _kind, at: _at, dropped = [], bounds = [], ...facts } = entry;
  Object.assign(run, facts);
  const isKnown = bounds.every(({ experiment, workload, ...found }) => {
    const target = run.experiments[experiment]?.workloads?.[workload];
    return target !== undefined && Object.assign(target, found);
  });
  if (!isKnown) return false;
  return dropped.every(({ experiment, cell, reason }) => {
    const target = run.experiments[experiment]?.cells[cell];
    if (target !== undefined) target.dropped = reason;
    return target !== undefined;
  });
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
