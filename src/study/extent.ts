import { UserError } from "../user-error.js";
import { PRECISION_BUDGET_MS } from "./defaults.js";

/** How much of a study is recorded: so many blocks; or as many as fit into a budget, or as a precision needs. */
export type Extent = { blocks: number } | { budgetMs: number; precisionPercent?: number };

/** What somebody said of the extent. */
export interface AskedExtent {
  blocks?: number;
  budgetMs?: number;
  /** Half the width that the interval of every comparison with a baseline shall have, in percent. */
  precisionPercent?: number;
}

/**
 * The extent that was asked for: what the command line (or the caller) says goes before what the study says; else the
 * usual budget. A precision has a larger one of its own, as it ends by itself.
 */
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

/** Throws a UserError where blocks and another extent are both asked for; `nameOf` says how the user calls an option. */
export function checkExtent(asked: AskedExtent, nameOf: (option: string) => string): void {
  if (asked.blocks === undefined) return;
  const other = asked.budgetMs !== undefined ? "budget" : asked.precisionPercent !== undefined ? "precision" : null;
  if (other === null) return;
  const [blocks, named] = [nameOf("blocks"), nameOf(other)];
  throw new UserError(`${blocks} and ${named} ${given(blocks)}both given: one of them sets the extent`);
}

/** Options of the command line "were" given, fields of a file "are". */
function given(name: string): string {
  return name.startsWith("--") ? "were " : "are ";
}
