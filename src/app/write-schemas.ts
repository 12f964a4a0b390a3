/** Writes the JSON Schemas that the package publishes; part of the build. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packagePaths } from "../package-paths.js";
import { runJsonSchema } from "../record/schema/json-schema.js";
import { studyJsonSchema } from "../study/file/file-schema.js";
import { loadCatalogue } from "./catalogue.js";

const schemas = { run: runJsonSchema(), study: studyJsonSchema(await loadCatalogue()) };
mkdirSync(packagePaths.schemas, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(join(packagePaths.schemas, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
