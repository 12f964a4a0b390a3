import { z } from "zod";
import { runSchema, SCHEMA_VERSION } from "./run-schema.js";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The published JSON Schema (draft 2020-12) of the run file, with a description of every field. What joins several
 * places of a file (equal columns of a timeline, ids that differ) is beyond a JSON Schema and only checked on reading.
 */
export function runJsonSchema(): JsonSchema {
  published ??= makeSchema();
  return published;
}

let published: JsonSchema | undefined;

function makeSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(runSchema);
  for (const [, field] of fieldsIn(schema)) describeLast(field);
  return {
    $schema: $schema ?? "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:scalebook:run:v${SCHEMA_VERSION}`,
    title: `Scalebook run, schema version ${SCHEMA_VERSION}`,
    description:
      "One execution of a study on one machine. Units stand in the names. null: the platform does not give the figure. Absent: whoever recorded the run did not record it.",
    ...schema,
  };
}

/** Readers look for type and limits first. */
function describeLast(field: JsonSchema): void {
  const { description = "" } = field;
  delete field.description;
  field.description = description;
}

/** Description of every field by its place: `[]` stands for an entry of a list, `*` for any key of a record. */
export function fieldDescriptions(): Map<string, string> {
  return new Map([...fieldsIn(runJsonSchema())].map(([place, { description = "" }]) => [place, description]));
}

function* fieldsIn(schema: JsonSchema, place = ""): Generator<[place: string, field: JsonSchema]> {
  for (const [field, key] of children(schema)) {
    const below = place === "" ? key.replace(/^\./, "") : place + key;
    yield [below, field];
    yield* fieldsIn(field, below);
  }
}

function* children(schema: JsonSchema): Generator<[child: JsonSchema, key: string]> {
  for (const [name, child] of Object.entries(schema.properties ?? {})) if (isSchema(child)) yield [child, `.${name}`];
  if (isSchema(schema.items)) yield [schema.items, "[]"];
  if (isSchema(schema.additionalProperties)) yield [schema.additionalProperties, ".*"];
  // A value that may be null is described as a whole; its fields stand in one of the alternatives.
  for (const child of schema.anyOf ?? []) if (isSchema(child)) yield* children(child);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
