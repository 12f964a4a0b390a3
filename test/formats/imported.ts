import { readFileSync } from "node:fs";
import { parseMap } from "../../src/formats/foreign/parameter-map.js";
import type { Importer, ImportInput } from "../../src/formats/importer.js";
import { sha256 } from "../../src/record/schema/run-id.js";
import type { Cell, Run } from "../../src/record/schema/run-schema.js";
import { UserError } from "../../src/user-error.js";

/** The text of a file that a tool really wrote. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/imports/${name}`, import.meta.url), "utf8");
}

/** One importer, as the command line calls it. */
export function importing({ importRun, targets }: Importer, file: string) {
  const run = (text: string, map?: string, more: Partial<ImportInput> = {}): Run =>
    importRun({
      text,
      file,
      sha256: sha256(text),
      now: new Date("2026-11-21T06:15:00Z"),
      ...(map === undefined ? {} : { map: parseMap(map, targets) }),
      ...more,
    });
  const cells = (text: string, map?: string): Cell[] => run(text, map).experiments[0]?.cells ?? [];
  const message = (text: string, map?: string): string => {
    try {
      run(text, map);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    return "accepted";
  };
  return { run, cells, message };
}
