import { readFile, realpath } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, extname, join, resolve } from "node:path";

/** A package with the version that is installed. */
export interface Package {
  name: string;
  version: string;
}

/** What a module imports. */
export interface Imported {
  /** Files that it imports by a relative path, itself not among them, in the order found. */
  files: string[];
  /** By name. Packages that are not installed, or do not say their version, are left out. */
  packages: Package[];
}

const MOST_FILES = 64;
const MODULE = /^\.[cm]?[jt]s$/;

/** Comments that fill lines, in which code may stand that nobody runs. */
const COMMENT = /^\s*\/\/.*$|^\s*\/\*[\s\S]*?\*\//gm;
/** `import x from "y"`, `import "y"`, `export ... from "y"` at the start of a statement; `import("y")`, `require("y")` anywhere. */
const IMPORT =
  /(?:^|[;}])[^\S\n]*(?:import|export)\b(?!\s+type\b)(?:[^'"`;()]*?\bfrom)?\s*["']([^"'\n]+)["']|\b(?:import|require)\s*\(\s*["']([^"'\n]+)["']/gm;

/** Files and packages that a module names in its text and in that of the files below it: nothing is loaded. */
export async function importedBy(module: string): Promise<Imported> {
  const seen = new Set([module]);
  const packages = new Map<string, Package>();
  for (const file of seen) {
    const text = await readFile(file, "utf8").catch(() => "");
    for (const name of importsOf(text)) {
      if (/^\.\.?(?:\/|$)/.test(name)) {
        const below = resolve(dirname(file), name);
        if (MODULE.test(extname(below)) && seen.size < MOST_FILES) seen.add(below);
        continue;
      }
      const [own = ""] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [];
      if (isBuiltin(name) || !/^[@a-z]/i.test(own) || packages.has(own)) continue;
      const version = await installedVersion(own, file);
      if (version !== null) packages.set(own, { name: own, version });
    }
  }
  const byName = (a: Package, b: Package) => (a.name < b.name ? -1 : 1);
  return { files: [...seen].slice(1), packages: [...packages.values()].sort(byName) };
}

/** What the text of a module imports, as it is named there. */
export function importsOf(text: string): string[] {
  const names = [...text.replace(COMMENT, "").matchAll(IMPORT)].map(([, ofStatement, ofCall]) => ofStatement ?? ofCall);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The version in the `package.json` that Node finds from a file; `null` where it finds none. */
async function installedVersion(name: string, file: string): Promise<string | null> {
  // Node looks from where a linked file really is.
  let folder = dirname(await realpath(file).catch(() => file));
  for (;;) {
    const manifest = await readFile(join(folder, "node_modules", name, "package.json"), "utf8").catch(() => null);
    if (manifest !== null) return versionIn(manifest);
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
}

function versionIn(manifest: string): string | null {
  try {
    const { version } = JSON.parse(manifest) as { version?: unknown };
    return typeof version === "string" ? version.slice(0, 100) : null;
  } catch {
    return null;
  }
}
