import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folder of the JSON Schemas of this package, which `write-schemas.ts` fills when it is built. */
export const schemaFolder = fileURLToPath(new URL("../schemas/", import.meta.url));

/** How a study file names its schema: by a path from its own folder where the package is below it, else by a URL. */
export function schemaFor(studyFile: string): string {
  const schema = resolve(schemaFolder, "study.schema.json");
  const path = relative(dirname(resolve(studyFile)), schema);
  return path.startsWith("..") ? pathToFileURL(schema).href : `./${path.split(sep).join("/")}`;
}
