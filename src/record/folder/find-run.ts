import { isAbsolute, join } from "node:path";
import { distance } from "fastest-levenshtein";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { codeOf } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { journalExtension } from "../journal/journal-format.js";
import { readJournal } from "../journal/read-journal.js";
import { show } from "../schema/quote-value.js";
import { runExtension } from "./compression.js";
import { type Archive, readRun, readRuns } from "./run-store.js";

/** How many ids a message names. */
const NAMED = 5;

/**
 * The run that a person means: `latest` (the last started that is not being recorded now), a path of a run file or
 * journal, or in the folder an id, a label, a study of one run, the beginning of an id, or a part of one; the first of these
 * rules that fits decides. Unknown and ambiguous names are UserErrors that name the nearest ids.
 */
export async function findRun(dir: string, given: string, fs: FileSystem = nodeFiles): Promise<StoredRun> {
  if (looksLikePath(given)) return readPath(dir, given, fs);
  const archive = await readRuns(dir, fs);
  if (given === "latest") return latest(archive, dir);
  const matches = matching(archive.runs, given);
  const [only] = matches;
  if (only === undefined) throw unknown(archive, dir, given);
  if (matches.length === 1) return only;
  const ids = matches.slice(-NAMED).map(({ run }) => run.id);
  const more = matches.length > ids.length ? " the last are" : "";
  throw new UserError(
    `${show(given)} names ${matches.length} runs in ${dir}:${more} ${ids.join(", ")}: give more of the id`,
  );
}

function looksLikePath(given: string): boolean {
  return /[/\\]/.test(given) || runExtension(given) !== undefined || given.endsWith(journalExtension);
}

async function readPath(dir: string, given: string, fs: FileSystem): Promise<StoredRun> {
  const inside = join(dir, given);
  const path = isAbsolute(given) || (await exists(given, fs)) || !(await exists(inside, fs)) ? given : inside;
  return path.endsWith(journalExtension) ? readJournal(path, fs) : readRun(path, fs);
}

async function exists(path: string, fs: FileSystem): Promise<boolean> {
  try {
    await fs.lstat(path);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return false;
    return true;
  }
}

function latest({ runs }: Archive, dir: string): StoredRun {
  const found = runs.findLast(({ live }) => live !== true);
  if (found === undefined) throw new UserError(`${dir} holds no runs: record one with \`scalebook run\``);
  return found;
}

function matching(runs: readonly StoredRun[], given: string): StoredRun[] {
  const id = given.toLowerCase();
  const rules: ((stored: StoredRun) => boolean)[] = [
    ({ run }) => run.id === id,
    ({ run }) => run.label === given,
    ({ run }) => run.study === id,
    ({ run }) => id !== "" && run.id.startsWith(id),
    ({ run }) => id !== "" && run.id.includes(id),
  ];
  for (const rule of rules) {
    const found = runs.filter(rule);
    if (found.length > 0) return found;
  }
  return [];
}

function unknown({ runs, problems }: Archive, dir: string, given: string): UserError {
  // Asked for by name, a broken file is the answer, not a list of its neighbours.
  const broken = problems.find(({ path }) => given !== "" && path.includes(given));
  if (broken !== undefined) return new UserError(broken.message);
  if (runs.length === 0) return new UserError(`${dir} holds no runs: record one with \`scalebook run\``);
  const nearest = runs
    .flatMap(({ run }) => [run.id, ...(run.label === undefined ? [] : [show(run.label)])])
    .map((name) => ({ name, far: distance(given.slice(0, 200), name) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
  return new UserError(`no run in ${dir} is called ${show(given)}: the nearest are ${nearest.join(", ")}`);
}
