import type { z } from "zod";
import { findTrialFault } from "../schema/consistency.js";
import { explainIssues } from "../schema/explain-issues.js";
import { control } from "../schema/machine-schema.js";
import { parseRun } from "../schema/parse-run.js";
import { runSchema } from "../schema/run-schema.js";
import { trial } from "../schema/trial-schema.js";
import { type JournalEntry, type JournalHeader, unfinished } from "./journal-format.js";

const factsSchema = runSchema.pick({ calibration: true, plan: true, conditions: true }).partial().loose();

/**
 * Checks the header of a journal, and gives the check of its entries. Both throw plain Errors, as a fault is a bug of the
 * caller: it shows when it is written and not when the journal is needed.
 */
export function entryChecker(header: JournalHeader): (entry: JournalEntry) => void {
  checkHeader(header);
  return checkerUnder(header);
}

/** The check of the entries that stand under a header which was checked. */
export function checkerUnder(header: JournalHeader): (entry: JournalEntry) => void {
  let { experiments } = header;
  let trials = 0;

  return (entry) => {
    const fault = findEntryFault(entry);
    if (fault !== undefined) throw new Error(`journal entry: ${fault}`);
    if (entry.kind === "note" && entry.experiments !== undefined) {
      if (trials > 0) throw new Error("journal entry: the matrix cannot change once a trial was recorded");
      experiments = entry.experiments;
      checkHeader({ ...header, experiments });
    }
    if (entry.kind === "control" && header.control === undefined) {
      throw new Error("journal entry: the header names no control cell");
    }
    for (const { experiment, cell } of placesOf(entry)) {
      if (experiments[experiment]?.cells[cell] === undefined) {
        throw new Error(`journal entry: there is no cell ${cell} in experiment ${experiment}`);
      }
    }
    for (const { experiment, workload } of entry.kind === "note" ? (entry.bounds ?? []) : []) {
      if (experiments[experiment]?.workloads?.[workload] === undefined) {
        throw new Error(`journal entry: there is no workload ${workload} in experiment ${experiment}`);
      }
    }
    if (entry.kind === "trial") trials += 1;
  };
}

/** Places of the cells in an entry. */
function placesOf(entry: JournalEntry): readonly { experiment: number; cell: number }[] {
  if (entry.kind === "control") return [];
  return entry.kind === "trial" ? [entry] : (entry.dropped ?? []);
}

function checkHeader(header: JournalHeader): void {
  try {
    parseRun({ ...header, ...unfinished(header.startedAt) }, "the journal's header");
  } catch (error) {
    throw new Error("the journal's header does not fit the schema", { cause: error });
  }
}

function findEntryFault(entry: JournalEntry): string | undefined {
  if (entry.kind === "note") return misfit(factsSchema, entry);
  if (entry.kind === "control") return misfit(control.shape.trials.element, entry.trial);
  return misfit(trial, entry.trial) ?? findTrialFault(entry.trial);
}

function misfit(schema: z.ZodType, value: unknown): string | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? undefined : explainIssues(value, parsed.error.issues);
}
