/** What a program told, and whether that may be. */
import { ROOT } from "./patched-fs.js";
import { type Outcome, type Recording, SITE, type Template, type World } from "./world.js";

/** What was asked for and what was promised, to be held against what is there. */
export interface Promises {
  /** Files of runs that were told to be there, by name; `null`: told to be removed. */
  files: Map<string, Buffer | null>;
  /** Names whose removal was asked for: they may be there or not. */
  asked: Set<string>;
  /** Names and contents that may come to be there. */
  possible: Map<string, Buffer>;
  recordings: Recording[];
  /** Whether a run of the other archive says that it is another that is here. */
  isForged: boolean;
  /** The baseline that was asked for, and whether it was told to be set. */
  baseline?: { id: string; isTold: boolean };
  /** Whether the rows were told to be exported; undefined: nobody asked for them. */
  isExported?: boolean;
}

/** What an action is done with. */
export interface Scene {
  world: World;
  template: Template;
  promises: Promises;
  violated: (message: string) => void;
}

/** What is wrong with the site as its manifest lists it. */
export function siteFaults({ disk }: World): string[] {
  const site = disk.files(SITE);
  const manifest = JSON.parse(site.get("manifest.json")?.toString() || "null") as {
    content: string;
    files: string[];
    groups: { files: string[]; of: string[] }[];
  } | null;
  if (manifest === null) return ["the site has no manifest"];
  const grouped = manifest.groups.flatMap(({ files, of }) =>
    of.flatMap((stem) => files.map((f) => f.replaceAll("*", stem))),
  );
  const listed = [...manifest.files, ...grouped];
  const lost = listed.filter((path) => !site.get(path)?.length);
  const cut = listed.filter((path) => path.endsWith(".html") && !/<\/html>\s*$/.test(site.get(path)?.toString() ?? ""));
  return [
    ...(manifest.content === "" ? ["its manifest says that it is not whole"] : []),
    ...(lost.length > 0 ? [`missing or empty: ${lost.slice(0, 5).join(", ")}`] : []),
    ...(cut.length > 0 ? [`cut short: ${cut.slice(0, 5).join(", ")}`] : []),
  ];
}

/** Holds an exit code to what happened: a bug is never an answer, and a refusal has a cause and a place. */
export function checkOutcome(
  { calls }: World,
  what: string,
  outcome: Outcome,
  violated: (message: string) => void,
): void {
  const { code, err } = outcome;
  // A page whose file cannot be read is told, and is no bug.
  const isPage =
    calls.refused > 0 && /could not be made, and a page that says so/.test(err) && !/this is a bug/.test(err);
  if (code === 1 && !isPage) violated(`${what} ended as a bug: ${err}`);
  if (code !== 2) return;
  if (calls.refused === 0) violated(`${what} was refused where nothing was wrong: ${err}`);
  else if (!err.includes(ROOT)) violated(`${what} was refused without a place: ${err}`);
}
