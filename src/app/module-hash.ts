import { readFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { sha256 } from "../record/schema/run-id.js";
import { importedBy } from "../runner/request/imported-packages.js";

/**
 * The hash of a module by its content, wherever it lies: that of its own file, of the files that it imports by relative paths, and of
 * the versions of its packages.
 */
export async function moduleHash(path: string): Promise<string> {
  const { files, packages } = await importedBy(path);
  const contents: [string, string][] = [];
  for (const file of [path, ...files]) {
    const name = file === path ? "" : relative(dirname(path), file).split(sep).join("/");
    contents.push([name, sha256(await readFile(file))]);
  }
  contents.sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([contents, packages.map(({ name, version }) => [name, version])]));
}
