import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { LEFT_OUT, type ParameterMap } from "../foreign/parameter-map.js";
import { roleOf } from "../scaling/scaling-names.js";
import { columnNames, timeColumns } from "./column-names.js";
import { isNameable, mapOption, proposedOptions } from "./proposal/propose-map.js";
import { toolAdvice } from "./proposal/tool-tables.js";
import { unknownIn } from "./proposal/unknown-column.js";
import { meaningOf, quoted, type Table } from "./table.js";
import { isRate, longUnitOf, unitOf } from "./time-fields.js";
import { saidThroughput, unitColumn } from "./unit-column.js";
import { levelHeads } from "./wide-table.js";

/** The factor or time that each column of a table stands for, in the order of its names. */
export type Targets = readonly string[];

/**
 * Finds what each column stands for. Unknown columns, all at once and with a map to copy, a doubled and a missing one are a
 * UserError.
 *
 * @param hasWorkers whether the worker count of all rows is known
 */
export function targetsOf(table: Table, map: ParameterMap, { hasWorkers = false } = {}): Targets {
  const { names, place, kind } = table;
  const units = unitColumn(table);
  const targets = names.map((name, index) => {
    return map.get(name) ?? meaningOf(name, table) ?? (index === units ? LEFT_OUT : undefined);
  });
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
  requireColumns(hasWorkers ? [...meant, "workers"] : meant, place);
  return found;
}

function requireColumns(meant: readonly string[], place: string): void {
  const missing = ["workers", "wallMs"].filter((needed) => !meant.includes(needed));
  if (missing.length === 0) return;
  const names = missing.map((needed) => (needed === "wallMs" ? "wall_s" : needed)).join(" and ");
  throw new UserError(
    `${place}: the column ${names} is missing: a table needs workers and wall_s (or wall_ms, wall_us, wall_ns); --map gives a column one of these names${missing.includes("workers") ? ", and --workers 1 says that every row has one worker" : ""}`,
  );
}

function unknownColumns(unknown: readonly string[], table: Table, map: ParameterMap): UserError {
  const { place, kind } = table;
  if (table.names.every((name) => /^[+-]?\d*\.?\d+(?:e[+-]?\d+)?$/i.test(name))) {
    return new UserError(`${place}: holds figures: the first line must name the columns, such as workers,n,wall_s`);
  }
  const nameless = table.names.indexOf("");
  if (nameless >= 0) {
    return new UserError(`${place}: ${kind} ${nameless + 1} has no name: give it one, or remove it`);
  }
  const what = unknown.length === 1 ? `the ${kind} ${show(unknown[0])} is` : `the ${kind}s ${quoted(unknown)} are`;
  const unnameable = unknown.filter((name) => !isNameable(name));
  if (unnameable.length > 0) {
    return new UserError(`${place}: ${what} unknown: rename ${quoted(unnameable)}, which --map cannot name`);
  }
  const options = proposedOptions(table, map);
  const advice = toolAdvice(table);
  if (options === null) return new UserError(`${place}: ${what} unknown, and ${noTime(table, map)}.${advice}`);
  return new UserError(
    `${place}: ${what} unknown. If this guess is right, add\n  ${options}\nElse say what each ${kind} stands for: ${meanings}, a name of your own for a factor, or - to leave it out.${advice}`,
  );
}

/** Advice where no column is named like a time. */
function noTime(table: Table, map: ParameterMap): string {
  const unknown = unknownIn(table, map).filter(({ name }) => isNameable(name));
  const figures = unknown.filter(({ texts }) => texts.some((text) => /^\d*[.,]\d+/.test(text)));
  const example = figures.find(({ words }) => /total|mean|avg/.test(words)) ?? figures[0] ?? unknown[0];
  const levels = levelHeads(
    "workers",
    unknown.map(({ name }) => name),
  ).filter((level) => level !== undefined);
  if (levels.length > 1) {
    const given = levels.slice(0, 10).join(", ");
    return `none is named like a time: if ${given} are worker counts that stand above their times, add\n  --wide workers\n(--wide workers=wall_ms where these are milliseconds, --wide repeats where they repeat one measurement)`;
  }
  const throughput = saidThroughput(table);
  if (throughput !== null) return throughput.sentence;
  const fit = unknown.some(({ name }) => roleOf(name) === "throughput")
    ? "; for throughputs there is scalebook fit"
    : "";
  return `none is named like a time: say which one is, such as ${mapOption([[example?.name ?? "", "wall_s"]])} (or wall_ms, wall_us, wall_ns); a map of the others is then proposed${fit}`;
}

const meanings = columnNames
  .filter((name) => !/_(?:ms|us|ns)$/.test(name))
  .map((name) => name.replace(/_s$/, "_s (_ms, _us, _ns)"))
  .join(", ");

/** Why a column is no time in a unit that tables have; undefined where its name does not say so. */
function whyNoTime(name: string): string | undefined {
  const unit = longUnitOf(name);
  if (unit !== undefined) return `the name says ${unit}: write its figures in seconds, and rename the column`;
  return isRate(name) ? "the name says a rate or a ratio: give a column of times, or rename it" : undefined;
}

/** A name that says one unit, and a target of another, is a slip that would scale every figure. */
function checkUnit(name: string, target: string | undefined, place: string): void {
  if (target === undefined || timeColumns[target] === undefined) return;
  const other = whyNoTime(name);
  if (other !== undefined) throw new UserError(`${place}: --map reads ${show(name)} as ${target}, and ${other}`);
  const [said, asked] = [unitOf(name), unitOf(target)];
  if (said === undefined || said === asked) return;
  throw new UserError(
    `${place}: --map reads ${show(name)} as ${target}, and the name says ${said}: map it to ${target.replace(/_.*/, `_${said}`)}, or rename the column`,
  );
}
