import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseRunText } from "../../src/record/schema/parse-run.js";
import type { Run } from "../../src/record/schema/run-schema.js";

/** The runs that lie in the repository, recorded ones and fixtures, with their paths. */
export function recordedRuns(): [path: string, Run][] {
  return ["runs/examples", "test/fixtures"].flatMap((folder) => {
    const path = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
    const files = (existsSync(path) ? readdirSync(path) : []).filter((file) => file.endsWith(".json"));
    return files.map((file): [string, Run] => [
      `${folder}/${file}`,
      parseRunText(readFileSync(path + file, "utf8"), file),
    ]);
  });
}
