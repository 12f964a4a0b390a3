import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { LEFT_OUT, type ParameterMap } from "../parameter-map.js";
import { columnNames, timeColumns } from "./column-names.js";
import { isNameable, proposedMap } from "./propose-map.js";
import { meaningOf, quoted, type Table } from "./table.js";
import { unitOf } from "./time-fields.js";
import { levelHeads } from "./wide-table.js";

/** The factor or time that each column of a table stands for, in the order of its names. */
export type Targets = readonly string[];

/**
 * Finds what each column stands for. Unknown columns, all at once and with a map to copy, a doubled and a missing one are a
 * UserError.
 */
export function targetsOf(table: Table, map: ParameterMap): Targets {
  const { names, place, kind } = table;
  const targets = names.map((name) => map.get(name) ?? meaningOf(name, table));
  for (const [index, target] of targets.entries()) checkUnit(names[index] ?? "", target, place);
  const unknown = names.filter((_, index) => targets[index] === undefined);
  if (unknown.length > 0) throw unknownColumns(unknown, table, map);
  const found = targets as string[];
  const meant = found.map((target) => timeColumns[target]?.time ?? target);
  const double = found.find((target, index) => target !== LEFT_OUT && meant.indexOf(meant[index] as string) !== index);
  // Lines of JSON may each have a unit of their own.
  if (double !== undefined && (kind === "column" || timeColumns[double] === undefined)) {
    throw new UserError(`${place}: the column ${double} is there twice: remove one`);
  }
  requireColumns(meant, place);
  return found;
}

function requireColumns(meant: readonly string[], place: string): void {
  const missing = ["workers", "wallMs"].filter((needed) => !meant.includes(needed));
  if (missing.length === 0) return;
  const names = missing.map((needed) => (needed === "wallMs" ? "wall_s" : needed)).join(" and ");
  throw new UserError(
    `${place}: the column ${names} is missing: a table needs workers and wall_s (or wall_ms, wall_us, wall_ns); --map gives a column one of these names`,
  );
}

function unknownColumns(unknown: readonly string[], table: Table, map: ParameterMap): UserError {
  const { place, kind } = table;
  const nameless = table.names.indexOf("");
  if (nameless >= 0) {
    return new UserError(`${place}: ${kind} ${nameless + 1} has no name: give it one, or remove it`);
  }
  const what = unknown.length === 1 ? `the ${kind} ${show(unknown[0])} is` : `the ${kind}s ${quoted(unknown)} are`;
  const unnameable = unknown.filter((name) => !isNameable(name));
  if (unnameable.length > 0) {
    return new UserError(`${place}: ${what} unknown: rename ${quoted(unnameable)}, which --map cannot name`);
  }
  const { options, missing } = proposedMap(table, map);
  const guess =
    missing === "" ? `If this guess is right, add ${options}.` : `No name says ${missing}: complete ${options}.`;
  const wide = levelHeads("workers", unknown).filter((level) => level !== undefined);
  const hint = wide.length < 2 ? "" : ` If ${wide.join(", ")} are worker counts, give --wide workers.`;
  return new UserError(
    `${place}: ${what} unknown. ${guess}${hint} Else say what each ${kind} stands for: ${meanings}, a name of your own for a factor, or - to leave it out`,
  );
}

const meanings = columnNames
  .filter((name) => !/_(?:ms|us|ns)$/.test(name))
  .map((name) => name.replace(/_s$/, "_s (_ms, _us, _ns)"))
  .join(", ");

/** A name that says one unit, and a target of another, is a slip that would scale every figure. */
function checkUnit(name: string, target: string | undefined, place: string): void {
  if (target === undefined || timeColumns[target] === undefined) return;
  const [said, asked] = [unitOf(name), unitOf(target)];
  if (said === undefined || said === asked) return;
  throw new UserError(
    `${place}: --map reads ${show(name)} as ${target}, and the name says ${said}: map it to ${target.replace(/_.*/, `_${said}`)}, or rename the column`,
  );
}
