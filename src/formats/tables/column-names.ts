import { type DeclaredFactor, declaredFactors, factorNames } from "../../record/schema/factors.js";
import type { Trial } from "../../record/schema/run-schema.js";
import type { FieldKind } from "../foreign/fields.js";
import { timeField, timeUnits } from "./time-fields.js";

/** A time of a trial that a table may have. */
export type TimeName = keyof Pick<Trial, "wallMs" | "userMs" | "sysMs">;

/** Column of the rows that were measured side by side. */
export const BLOCK = "block";

/** Columns of times, by time and unit: `wall_s`, `wall_ms` ... */
export const timeColumns: Readonly<Record<string, { time: TimeName; field: FieldKind<number> }>> = Object.fromEntries(
  (["wall", "user", "sys"] as const).flatMap((name) =>
    timeUnits.map((unit) => [`${name}_${unit}`, { time: `${name}Ms` as const, field: timeField(unit) }]),
  ),
);

/** Names that a column may have or be mapped to. */
export const columnNames: readonly string[] = [...factorNames, ...Object.keys(timeColumns), BLOCK];

/** The factor or time whose name a column bears, in letters of any size. */
export function knownColumn(name: string): string | undefined {
  const plain = name.toLowerCase();
  return columnNames.find((candidate) => candidate === plain);
}

/** Whether a column of that target holds figures. */
export function holdsFigures(target: string): boolean {
  const factor = factorNames.find((name): name is DeclaredFactor => name === target);
  const levels = factor && declaredFactors[factor].levels;
  return timeColumns[target] !== undefined || levels === "count" || levels === "size";
}
