import { resolve } from "node:path";
import type { Cache } from "../../record/files/cache.js";
import { sha256 } from "../../record/schema/run-id.js";
import { type FileGroup, groupOf, onePatterns, type Patterns } from "./file-list.js";
import type { MadePages } from "./page-maker.js";

/** Pages that were made together, as the next build finds them again. */
export interface PageRecord {
  /** Hash of everything that the pages depend on. */
  key: string;
  /** Their files, pages first. */
  group: FileGroup;
  /** Paths of the files that other pages have as well. */
  shared: Patterns;
  pages: number;
  charts: number;
  /** Size of the group's files. */
  bytes: number;
  /** Size of the first page: where it is as it was, so are the others. */
  firstBytes: number;
}

/** Records by the name of their pages: "run/<id>", "compare/<pair>". */
export type PageRecords = ReadonlyMap<string, PageRecord>;

export function recordOf(name: string, key: string, made: MadePages): PageRecord {
  const { paths, pages, charts, bytes, firstBytes } = made;
  const shared = onePatterns(made.shared.map(([path]) => path));
  return { key, group: groupOf(stemOf(name), paths), shared, pages, charts, bytes, firstBytes };
}

/** The part that all paths of the pages have in common. */
function stemOf(name: string): string {
  return name.split("/")[1] ?? name;
}

/** A record as it is kept: lists of patterns by their place among all. */
type Row = [name: string, key: string, group: number, shared: number, ...figures: [number, number, number, number]];

interface Kept {
  content: string;
  patterns: Patterns[];
  rows: Row[];
}

/**
 * The pages that the previous build made for a folder.
 *
 * @param content hash in the manifest of the site; where it is another, somebody else changed the site, and there are none
 */
export function readPreviousBuild(cache: Cache, outDir: string, content: string | null): PageRecords {
  const text = cache.read(keyOf(outDir))?.toString();
  const kept = text === undefined ? null : (JSON.parse(text) as Kept);
  if (kept === null || kept.content !== content) return new Map();
  const lists = kept.patterns.map(onePatterns);
  return new Map(
    kept.rows.map(([name, key, own, others, pages, charts, bytes, firstBytes]): [string, PageRecord] => {
      const group = { stem: stemOf(name), patterns: lists[own] ?? [] };
      return [name, { key, group, shared: lists[others] ?? [], pages, charts, bytes, firstBytes }];
    }),
  );
}

/** Keeps the pages of a site that was installed, for the next build. */
export function keepBuild(
  cache: Cache,
  outDir: string,
  { records, content }: { records: PageRecords; content: string },
) {
  const places = new Map<Patterns, number>();
  const placeOf = (patterns: Patterns): number => {
    const place = places.get(patterns) ?? places.size;
    places.set(patterns, place);
    return place;
  };
  const rows = [...records].map(([name, { key, group, shared, pages, charts, bytes, firstBytes }]): Row => {
    return [name, key, placeOf(group.patterns), placeOf(shared), pages, charts, bytes, firstBytes];
  });
  const kept: Kept = { content, patterns: [...places.keys()], rows };
  cache.keep(keyOf(outDir), Buffer.from(JSON.stringify(kept)));
}

function keyOf(outDir: string): string {
  return sha256(`site ${resolve(outDir)}`);
}
