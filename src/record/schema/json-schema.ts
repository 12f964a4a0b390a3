import { z } from "zod";
import { descriptions } from "./field-descriptions.js";
import { runSchema, SCHEMA_VERSION } from "./run-schema.js";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The published JSON Schema (draft 2020-12) of the run file, with a description of every field. What joins several
 * places of a file (equal columns of a timeline, ids that differ) is beyond a JSON Schema and only checked on reading.
 */
export function runJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(runSchema, { target: "draft-2020-12" });
  describe(schema, "");
  return {
    $schema: $schema ?? "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:scalebook:run:v${SCHEMA_VERSION}`,
    title: `Scalebook run, schema version ${SCHEMA_VERSION}`,
    description:
      "One execution of a study on one machine. Units stand in the names. null: the platform does not give the figure. Absent: whoever recorded the run did not record it.",
    ...schema,
  };
}

/** Writes the description of a place and of all places under it into the schema. */
function describe(schema: JsonSchema, place: string): void {
  const text = descriptions[place];
  if (text !== undefined) schema.description = text;
  for (const [child, key] of children(schema)) describe(child, place === "" ? key.replace(/^\./, "") : place + key);
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
