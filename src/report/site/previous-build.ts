import type { Cache } from "../../record/files/cache.js";
import { sha256 } from "../../record/schema/run-id.js";
import { type FileGroup, groupOf, onePatterns, type Patterns } from "./file-list.js";
import type { MadePages } from "./page-maker.js";

/** Pages that were made together, as the next build finds them again. */
export interface PageRecord {
  /** Hash of everything that the pages depend on. */
  key: string;
  /** What stands for their content: the key, or hashes of the files. */
  content: string;
  /** Their files, pages first. */
  group: FileGroup;
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
  const { paths, contents, pages, charts, bytes, firstBytes } = made;
  return { key, content: contents.join(" "), group: groupOf(stemOf(name), paths), pages, charts, bytes, firstBytes };
}

/** The part that all paths of the pages have in common. */
function stemOf(name: string): string {
  return name.split("/")[1] ?? name;
}

/** A record as it is kept: lists of patterns by their place among all, a content that is the key as null. */
type Row = [
  name: string,
  key: string,
  content: string | null,
  group: number,
  ...figures: [number, number, number, number],
];

interface Kept {
  content: string | null;
  boot: string | null;
  patterns: Patterns[];
  rows: Row[];
}

/** A site that lies in its folder. */
interface InstalledSite {
  /** The folder. */
  root: string;
  /** Hash that stands for the content of all files; `null`: unknown. */
  content: string | null;
  /** The start of the system that it was written in. Files of a site are not synced: a power cut may have torn them. */
  boot: string | null;
}

/** The pages of a site that the previous build made; none where another build wrote to the folder or the system started since. */
export function readPreviousBuild(cache: Cache, { root, content, boot }: InstalledSite): PageRecords {
  const text = cache.read(keyOf(root))?.toString();
  const kept = text === undefined ? null : (JSON.parse(text) as Kept);
  if (kept === null || kept.content !== content || kept.boot !== boot) return new Map();
  const lists = kept.patterns.map(onePatterns);
  return new Map(
    kept.rows.map(([name, key, content, own, pages, charts, bytes, firstBytes]): [string, PageRecord] => {
      const group = { stem: stemOf(name), patterns: lists[own] ?? [] };
      return [name, { key, content: content ?? key, group, pages, charts, bytes, firstBytes }];
    }),
  );
}

/** Keeps the records of a site that was installed, for the next build. */
export function keepBuild(cache: Cache, { root, content, boot }: InstalledSite, records: PageRecords): void {
  const places = new Map<Patterns, number>();
  const placeOf = (patterns: Patterns): number => {
    const place = places.get(patterns) ?? places.size;
    places.set(patterns, place);
    return place;
  };
  const rows = [...records].map(([name, { key, content, group, pages, charts, bytes, firstBytes }]): Row => {
    return [name, key, content === key ? null : content, placeOf(group.patterns), pages, charts, bytes, firstBytes];
  });
  const kept: Kept = { content, boot, patterns: [...places.keys()], rows };
  cache.keep(keyOf(root), Buffer.from(JSON.stringify(kept)));
}

function keyOf(root: string): string {
  return sha256(`site ${root}`);
}
