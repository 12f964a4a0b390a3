import { resolve, sep } from "node:path";
import { compareText } from "../archive/run-entry.js";

/** Slugs, dots and slashes: a path that leads neither up nor elsewhere. */
const SAFE_PATH = /^(?:[a-z0-9][a-z0-9.-]*\/)*[a-z0-9][a-z0-9.-]*$/;

/** The path joined to the folder. A path that leads out of it is a bug of ours, whatever a run file says. */
export function inside(folder: string, path: string): string {
  const target = resolve(folder, path);
  if (!SAFE_PATH.test(path) || !isInside(folder, target)) throw new Error(`path outside the site: ${path}`);
  return target;
}

export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

/** Paths of files that were made together. `*` stands for their stem: most runs of an archive have one list of patterns. */
export type Patterns = readonly string[];

/** Files that were made together for one run, comparison or series. */
export interface FileGroup {
  /** The part that their paths have in common, such as the id of the run. */
  stem: string;
  patterns: Patterns;
}

const STEM = "*";

/** Lists of patterns by their text: equal lists are one object. */
const known = new Map<string, Patterns>();

/** The one object for a list of patterns. */
export function onePatterns(patterns: Patterns): Patterns {
  const text = patterns.join("\n");
  const first = known.get(text) ?? patterns;
  known.set(text, first);
  return first;
}

/** @param stem part of the paths, as it is in none of those of another group */
export function groupOf(stem: string, paths: readonly string[]): FileGroup {
  return { stem, patterns: onePatterns(paths.map((path) => path.replaceAll(stem, STEM))) };
}

export function pathsOf({ stem, patterns }: FileGroup): string[] {
  return patterns.map((pattern) => pathOf(stem, pattern));
}

function pathOf(stem: string, pattern: string): string {
  return pattern.replaceAll(STEM, () => stem);
}

/** The files of a site: a large archive has hundreds of thousands, of a few dozen lists of patterns. */
export class FileList {
  readonly #single = new Set<string>();
  readonly #groups = new Map<Patterns, Set<string>>();

  add(path: string): void {
    this.#single.add(path);
  }

  addGroup({ stem, patterns }: FileGroup): void {
    const stems = this.#groups.get(patterns);
    if (stems === undefined) this.#groups.set(patterns, new Set([stem]));
    else stems.add(stem);
  }

  isEmpty(): boolean {
    return this.#single.size + this.#groups.size === 0;
  }

  /** Every path, or those that fit; a path fits where its pattern does. */
  *paths(fits?: RegExp): Generator<string> {
    for (const path of this.#single) if (fits?.test(path) ?? true) yield path;
    for (const [patterns, stems] of this.#groups) {
      const wanted = fits === undefined ? patterns : patterns.filter((pattern) => fits.test(pattern));
      if (wanted.length > 0) for (const stem of stems) for (const pattern of wanted) yield pathOf(stem, pattern);
    }
  }

  /** Paths that another list may not have: it has them neither singly nor by the same patterns. See {@link missing}. */
  without(other: FileList): string[] {
    const paths = [...this.#single].filter((path) => !other.#single.has(path));
    for (const [patterns, stems] of this.#groups) {
      const known = other.#groups.get(patterns);
      for (const stem of stems) if (!known?.has(stem)) for (const path of pathsOf({ stem, patterns })) paths.push(path);
    }
    return paths;
  }

  toJson(): FileListJson {
    const lists = [...this.#groups].sort(([a], [b]) => compareText(a.join("\n"), b.join("\n")));
    return {
      files: [...this.#single].sort(compareText),
      groups: lists.map(([patterns, stems]) => ({ files: patterns, of: [...stems].sort(compareText) })),
    };
  }
}

/** Paths among these that a list has not, each once and in order. */
export function missing(paths: readonly string[], list: FileList): string[] {
  if (paths.length === 0) return [];
  const all = new Set(list.paths());
  return [...new Set(paths)].filter((path) => !all.has(path)).sort(compareText);
}

export interface FileListJson {
  /** Paths, in order. */
  files: readonly string[];
  /** `files`: patterns; `of`: texts that stand for `*` in them. */
  groups: readonly { files: Patterns; of: readonly string[] }[];
}

/** Longest path of a site: two ids of runs, an experiment and a chart. */
const LONGEST_PATH = 1_000;
/** An archive of ten thousand runs has some million files; a few patterns of many stems name as many as anybody likes. */
const MOST_PATHS = 5_000_000;

/**
 * The files that a manifest lists, whoever wrote it: paths that a site cannot have are passed over. Throws where there are more
 * than a site has.
 */
export function readFileList({ files, groups }: Record<string, unknown>): FileList {
  const isSafe = (path: string) => path.length <= LONGEST_PATH && SAFE_PATH.test(path);
  const list = new FileList();
  let paths = 0;
  for (const file of listed(files)) {
    // Older manifests have the size of every file beside its path.
    const path = typeof file === "object" && file !== null ? (file as { path?: unknown }).path : file;
    if (typeof path === "string" && isSafe(path)) list.add(path);
  }
  for (const group of listed(groups)) {
    const { files: given, of } = (group ?? {}) as { files?: unknown; of?: unknown };
    const fit = listed(given).filter(
      (pattern): pattern is string => typeof pattern === "string" && isSafe(pathOf("a", pattern)),
    );
    const patterns = onePatterns(fit);
    paths += patterns.length * listed(of).length;
    if (paths > MOST_PATHS) throw new RangeError(`a manifest of more than ${MOST_PATHS} paths`);
    // A safe name in a safe place is a safe path.
    for (const stem of listed(of))
      if (typeof stem === "string" && !stem.includes("/") && isSafe(stem)) list.addGroup({ stem, patterns });
  }
  return list;
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
