import { readFileSync } from "node:fs";

/** Text of a file of the system; `null` where there is none. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
