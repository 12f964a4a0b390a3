import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";

/** One import statement, dynamic import or re-export. */
export interface Import {
  /** The importing file, relative to `src`, with slashes. */
  from: string;
  /** The imported file, relative to `src`; or the package's name; or `node:...`. */
  to: string;
  kind: "file" | "package" | "builtin";
  /** `import type` and `export type`: nothing of it is left at run time. */
  typeOnly: boolean;
}

const STATEMENT = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w$*{][^"';]*?\bfrom\s*)?["']([^"'\n]+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/g;

/** The imports that a source file's text has. `from` is its path relative to `src`. */
export function importsOf(text: string, from: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const statements = [...code.matchAll(STATEMENT)].map(([, type, to = ""]) => ({ to, typeOnly: type !== undefined }));
  const dynamic = [...code.matchAll(DYNAMIC)].map(([, to = ""]) => ({ to, typeOnly: false }));
  return [...statements, ...dynamic].map(({ to, typeOnly }) => ({ from, ...resolve(to, from), typeOnly }));
}

function resolve(specifier: string, from: string): Pick<Import, "to" | "kind"> {
  if (specifier.startsWith("node:")) return { to: specifier, kind: "builtin" };
  if (!specifier.startsWith(".")) {
    const parts = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1);
    return { to: parts.join("/"), kind: "package" };
  }
  return { to: posix.join(dirname(from), specifier).replace(/\.js$/, ".ts"), kind: "file" };
}

/** All files under a folder, relative to it, with slashes, sorted; none where there is no such folder. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** The imports of every source file under `src`. */
export function allImports(src: string): Import[] {
  return filesUnder(src)
    .filter((file) => /\.(?:ts|mjs|js)$/.test(file))
    .flatMap((file) => importsOf(readFileSync(join(src, file), "utf8"), file));
}

/** The room of a file: its first folder; for files beside the rooms, their own name. */
export function roomOf(file: string): string {
  return file.split("/")[0] ?? file;
}

/** A way round in a graph, first node repeated at the end; undefined where there is none. */
export function findCycle(edges: readonly (readonly [from: string, to: string])[]): string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();

  function visit(node: string, path: string[]): string[] | undefined {
    const start = path.indexOf(node);
    if (start !== -1) return [...path.slice(start), node];
    if (done.has(node)) return undefined;
    for (const to of next.get(node) ?? []) {
      const cycle = visit(to, [...path, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  }

  for (const node of next.keys()) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
