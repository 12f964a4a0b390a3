import { dirname, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { packagePaths } from "../package-paths.js";

/** How a study file names its schema: by a path from its own folder where the package is below it, else by a URL. */
export function schemaFor(studyFile: string): string {
  const schema = resolve(packagePaths.schemas, "study.schema.json");
  const path = relative(dirname(resolve(studyFile)), schema);
  return path.startsWith("..") ? pathToFileURL(schema).href : `./${path.split(sep).join("/")}`;
}
