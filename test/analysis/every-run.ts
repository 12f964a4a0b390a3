import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseRunText } from "../../src/record/schema/parse-run.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import { courseRun } from "./course-run.js";
import { coresHost, fileWrite, listAppend } from "./lab.js";
import { sampleRun } from "./sample-run.js";

const runsIn = (folder: string): [string, Run][] => {
  const path = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
  const files = (existsSync(path) ? readdirSync(path) : []).filter((file) => file.endsWith(".json"));
  return files.map((file) => [`${folder}/${file}`, parseRunText(readFileSync(path + file, "utf8"), file)]);
};

/** Recorded runs, one of each older version, published tables and samples, each with its name. */
export const everyRun: [string, Run][] = [
  ...runsIn("runs/examples"),
  ...runsIn("test/fixtures"),
  ["cores-host", coresHost()],
  ["list-append", listAppend()],
  ["file-write", fileWrite()],
  ...[1, 5, 20].flatMap((blocks): [string, Run][] => [
    [`sample of ${blocks}`, sampleRun(blocks)],
    [`course of ${blocks}`, courseRun(blocks)],
  ]),
];
