import { readFileSync } from "node:fs";

/** Version of this program, from its package.json. */
export function toolVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Tells this program from every other one, its unpublished states included: what one made another does not take for its own. */
export function programHash(): string {
  try {
    return readFileSync(new URL("../program-hash", import.meta.url), "utf8");
  } catch {
    return "source";
  }
}
