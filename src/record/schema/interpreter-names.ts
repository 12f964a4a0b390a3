import { furtherFactors, levelWords } from "./factors.js";
import type { Run } from "./run-schema.js";

/**
 * Programs that ran trials beside Node, with their versions: "Python 3.11.7, Python 3.13.1t (free-threaded)"; empty where
 * there were none.
 */
export function interpreterNames({ interpreters = [] }: Pick<Run["software"], "interpreters">): string {
  return interpreters
    .map(({ runtime, version, freeThreaded }) =>
      [runtimeTitle(runtime), version, ...(freeThreaded ? ["(free-threaded)"] : [])].join(" "),
    )
    .join(", ");
}

/** A runtime as people call it. */
export function runtimeTitle(runtime: string): string {
  return levelWords(furtherFactors.get("runtime")?.words, runtime, runtime) ?? runtime;
}

/** "20" of "v20.20.2": times of two major versions of Node are not compared. `null` where it is not known. */
export function nodeMajor(version: string | null | undefined): string | null {
  return version?.match(/\d+/)?.[0] ?? null;
}
