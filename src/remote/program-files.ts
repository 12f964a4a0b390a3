import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { packagePaths } from "../package-paths.js";
import type { PackedFile } from "./pack.js";

/** What recording takes of the package: neither pages nor the scripts of pages. */
const PARTS = [
  ...["package.json", ".build/main.js", ".build/program-hash", ".build/bundle", ".build/strategies", ".build/trial"],
  ...[".build/workloads", ".build/runner/processes", ".build/cli/recorder.js", ".build/cli/slurm-element.js"],
];
/** Packages that only pages and their build need. */
const PAGES_ONLY = ["vega", "vega-lite", "handlebars"];
const KINDS = /\.(?:[cm]?js|json|py|wasm|node)$|program-hash$/;

/** The files with which another machine records as this one does: the program, and the packages that it loads then. */
export async function programFiles(): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for (const part of PARTS) files.push(...(await filesBelow(join(packagePaths.root, part), packagePaths.root)));
  for (const [name, folder] of await packagesOf(packagePaths.manifest)) {
    const inside = await filesBelow(folder, folder);
    files.push(...inside.map(({ path, content }) => ({ path: `node_modules/${name}/${path}`, content })));
  }
  return files;
}

/** Folders of the packages that a manifest depends on, and those that these depend on, by name. */
async function packagesOf(manifest: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting = [manifest];
  for (const path of waiting) {
    const { dependencies = {} } = JSON.parse(await readFile(path, "utf8")) as { dependencies?: Record<string, string> };
    for (const name of Object.keys(dependencies)) {
      if (found.has(name) || PAGES_ONLY.includes(name)) continue;
      const own = await manifestOf(name, path);
      found.set(name, dirname(own));
      waiting.push(own);
    }
  }
  return found;
}

async function manifestOf(name: string, from: string): Promise<string> {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const path = join(folder, name, "package.json");
    if ((await readFile(path).catch(() => null)) !== null) return path;
  }
  throw new Error(`${name} is not installed, and ${from} depends on it`);
}

async function filesBelow(path: string, top: string): Promise<PackedFile[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (entries === null) return [{ path: relative(top, path).split(sep).join("/"), content: await readFile(path) }];
  const wanted = entries.filter((entry) =>
    entry.isDirectory() ? entry.name !== "node_modules" : KINDS.test(entry.name),
  );
  return (await Promise.all(wanted.map(({ name }) => filesBelow(join(path, name), top)))).flat();
}
