import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../record/files/make-folder.js";
import { fileError } from "../../record/files/regular-files.js";
import { writeWhole } from "../../record/files/write-whole.js";
import type { ExportedFile } from "./formats.js";

/** Writes one file as `out` or into the folder `out`, several into that folder; returns their paths. */
export async function writeExport(files: readonly ExportedFile[], out: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    const isFolder = files.length > 1 || /[/\\]$/.test(out) || (await isDirectory(out));
    makeFolder(isFolder ? out : dirname(out));
    for (const { name, content } of files) {
      const path = isFolder ? join(out, name) : out;
      await writeWhole(path, content);
      paths.push(path);
    }
  } catch (error) {
    throw fileError(`cannot write ${out}`, error);
  }
  return paths;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
