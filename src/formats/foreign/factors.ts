import {
  type DeclaredFactor,
  declaredFactors,
  type Factors,
  factorNames,
  isRequired,
} from "../../record/schema/factors.js";
import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { countField, type FieldKind, levelField, nameField, sizeField, wordField } from "./fields.js";

const kinds = { id: nameField, count: countField, size: sizeField };

/** Text of a level in a file. */
export interface WrittenLevel {
  /** Name of its parameter or column in the file. */
  name: string;
  /** Trimmed; empty where it was not recorded. */
  text: string;
}

/**
 * Reads the levels of a cell's factors. `strategy` and `workers` must be among them; factors that the run file has no field
 * for become `more`. A text that is no level is a UserError at `place`.
 *
 * @param levels by factor
 */
export function factorsOf(levels: ReadonlyMap<string, WrittenLevel>, place: string): Factors {
  const given: Record<string, string | number> = {};
  const more: Record<string, string | number> = {};
  for (const [factor, written] of levels) {
    const known = factorNames.find((name) => name === factor);
    if (written.text === "" && (known === undefined || !isRequired(known))) continue;
    if (known === undefined) more[factor] = parsed(written, levelField, place);
    else given[known] = parsed<string | number>(written, fieldOf(known), place, known);
  }
  // Each field's kind checks its level; the caller checks for strategy and workers.
  return { ...(given as unknown as Factors), ...(Object.keys(more).length === 0 ? {} : { more }) };
}

function fieldOf(name: DeclaredFactor): FieldKind<string | number> {
  const { levels } = declaredFactors[name];
  return typeof levels === "string" ? kinds[levels] : wordField(levels);
}

/** Whether a text is a level of the factor. */
export function isLevel(factor: DeclaredFactor, text: string): boolean {
  return fieldOf(factor).parse(text) !== undefined;
}

/** Reads the value of a field; a text without a value is a UserError at `place`. */
export function parsed<T>({ name, text }: WrittenLevel, field: FieldKind<T>, place: string, factor = name): T {
  const value = field.parse(text);
  if (value !== undefined) return value;
  const meant = factor === name ? "" : ` and stands for ${factor}`;
  throw new UserError(`${place}: ${name} is ${text === "" ? "empty" : show(text)}${meant}: ${field.advice(text)}`);
}
