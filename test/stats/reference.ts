import { readFileSync } from "node:fs";
import { has } from "../needs.js";

const FOLDER = new URL("../../../shared/reference/", import.meta.url);

/** Published data lies beside the repository, not in it. */
export const hasReference = has("reference");

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
