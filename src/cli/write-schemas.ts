/** Writes the JSON Schemas that the package publishes; part of the build. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runJsonSchema } from "../record/json-schema.js";
import { studyJsonSchema } from "../study/json-schema.js";
import { loadCatalogue } from "./catalogue.js";
import { schemaFolder } from "./schema-files.js";

const schemas = { run: runJsonSchema(), study: studyJsonSchema(await loadCatalogue()) };
mkdirSync(schemaFolder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(join(schemaFolder, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
