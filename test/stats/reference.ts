import { existsSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../../shared/reference/", import.meta.url);

/** Published data lies beside the repository, not in it: a fresh clone elsewhere skips what needs it, and says so. */
export const hasReference = existsSync(FOLDER);

if (!hasReference) {
  console.warn(
    `\n*** SKIPPED: published reference data is not at ${FOLDER.pathname}; the typed-in tables still run ***\n`,
  );
}

/** The parsed reference file; shapes are the files' own. */
export function reference<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as T;
}

/** Digits as printed: half a unit of the last place. */
export function printed(figure: number): number {
  const text = String(figure);
  const [digits = "", exponent = "0"] = text.split("e");
  return 0.5000001 * 10 ** (Number(exponent) - (digits.split(".")[1]?.length ?? 0));
}
