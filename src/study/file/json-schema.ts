import { z } from "zod";
import type { Catalogue } from "../study.js";
import { LEVELS, studyFileSchema } from "./file-schema.js";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft 7, which editors know best) of study files, for completion and checks while writing. */
export function studyJsonSchema(catalogue: Catalogue): JsonSchema {
  const schema = z.toJSONSchema(studyFileSchema(catalogue), {
    target: "draft-07",
    io: "input",
    override: ({ jsonSchema }) => allowOneLevel(jsonSchema),
  });
  return { ...schema, $id: "urn:scalebook:study", title: "Scalebook study" };
}

/** A list of levels may also be a single level and, where it counts, a range written as text. */
function allowOneLevel(schema: JsonSchema): void {
  const { [LEVELS]: range, type, items, minItems, ...rest } = schema as Record<string, unknown>;
  if (range === undefined) return;
  for (const key of Object.keys(schema)) delete (schema as Record<string, unknown>)[key];
  const asRange = range === "" ? [] : [{ type: "string", pattern: "\\d", examples: [range] }];
  Object.assign(schema, rest, { anyOf: [items, { type, items, minItems }, ...asRange] });
}
