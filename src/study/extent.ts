import { UserError } from "../user-error.js";
import { isCommand } from "./command-line.js";
import { parseDuration, parsePercent } from "./levels.js";
import type { Study } from "./study.js";
import { withoutUndefined } from "./without-undefined.js";

/** Extent of a recording: a number of blocks, or what fits into a budget or is needed for a precision. */
export type Extent = { blocks: number } | { budgetMs: number; precisionPercent?: number };

/** Extent as a user gives it. */
export interface AskedExtent {
  blocks?: number;
  budgetMs?: number;
  /** Half the width that the interval of every comparison with a baseline shall have, in percent. */
  precisionPercent?: number;
}

/** Budget of a run where none is given. */
export const USUAL_BUDGET_MS = 90_000;
/** Budget of a run that ends by itself once its intervals are narrow enough. */
const PRECISION_BUDGET_MS = 600_000;

const USUAL_TIMEOUT_MS = 60_000;
/** Programs are whole jobs, tasks are parts of one. */
const USUAL_COMMAND_TIMEOUT_MS = 600_000;

/** Timeout of the study's trials where none is given. */
export function usualTimeoutMs({ experiments }: Study): number {
  const commands = experiments.some(isCommand);
  return commands ? USUAL_COMMAND_TIMEOUT_MS : USUAL_TIMEOUT_MS;
}

/** The extent of a recording: what the caller gives goes before what the study says, and that before the usual budget. */
export function chooseExtent(given: AskedExtent, ofStudy: AskedExtent = {}, usualBudgetMs: number): Extent {
  const { blocks, budgetMs, precisionPercent } = merged(given, ofStudy);
  if (blocks !== undefined) return { blocks };
  if (precisionPercent === undefined) return { budgetMs: budgetMs ?? usualBudgetMs };
  return { budgetMs: budgetMs ?? Math.max(usualBudgetMs, PRECISION_BUDGET_MS), precisionPercent };
}

function merged(given: AskedExtent, ofStudy: AskedExtent): AskedExtent {
  if (given.blocks !== undefined) return given;
  if (given.budgetMs === undefined && given.precisionPercent === undefined) return ofStudy;
  const { blocks: _, ...rest } = ofStudy;
  return { ...rest, ...given };
}

/** An extent as a user writes it, such as `5m` and `2%`. */
interface WrittenExtent {
  blocks?: number | undefined;
  budget?: string | undefined;
  precision?: string | undefined;
}

/**
 * Reads an extent. Throws a UserError where a text is none, or blocks and another extent are both given. `nameOf` is the
 * user's name of an option.
 */
export function parseExtent(
  { blocks, budget, precision }: WrittenExtent,
  nameOf: (option: string) => string,
): AskedExtent {
  const asked = withoutUndefined({
    blocks,
    budgetMs: budget === undefined ? undefined : parseDuration(budget, nameOf("budget")),
    precisionPercent: precision === undefined ? undefined : parsePercent(precision, nameOf("precision")),
  });
  const other = budget !== undefined ? "budget" : precision !== undefined ? "precision" : null;
  if (blocks === undefined || other === null) return asked;
  const [first, second] = [nameOf("blocks"), nameOf(other)];
  throw new UserError(`${first} and ${second} ${given(first)}both given: one of them sets the extent`);
}

/** Options of a command line "were" given, fields of a file "are". */
function given(name: string): string {
  return name.startsWith("--") ? "were " : "are ";
}
