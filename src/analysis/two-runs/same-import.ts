import type { RunFacts } from "../../record/folder/run-facts.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import type { Run } from "../../record/schema/run-schema.js";

/** Whether two runs were imported from the same file. */
export function isSameFile(a: Pick<RunFacts, "origin">, b: Pick<RunFacts, "origin">): boolean {
  return a.origin !== undefined && a.origin.sha256 === b.origin?.sha256;
}

/** Whether two runs hold the same measurements of one file, whatever they are called. Of a file, parts can be imported. */
export function isSameImport(a: Run, b: Run): boolean {
  return isSameFile(a, b) && measured(a) === measured(b);
}

function measured({ experiments }: Run): string {
  return canonicalJson(experiments.map(({ cells }) => cells.map(({ trials }) => trials)));
}
