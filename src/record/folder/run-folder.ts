import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { distance } from "fastest-levenshtein";
import { UserError } from "../../user-error.js";
import { type FileSystem, promptFiles } from "../files/file-system.js";
import { codeOf } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { journalExtension } from "../journal/journal-format.js";
import { show } from "../schema/quote-value.js";
import { runExtension } from "./compression.js";
import { type Lineage, lineageOf } from "./lineage.js";
import { hasFailed, isUsable, type RunFacts, type RunTotals } from "./run-facts.js";
import {
  type Digesting,
  type FolderContents,
  type IndexOptions,
  latestOf,
  latestRun,
  type Problem,
  RunIndex,
  readStored,
} from "./run-index.js";

/** How many ids a message names. */
const NAMED = 5;

/** A folder of runs. Its index is read when it is first needed, and once; a run file is opened when the run is asked for. */
export class RunFolder {
  readonly dir: string;
  readonly index: RunIndex;
  readonly #options: IndexOptions;
  readonly #fs: FileSystem;
  #contents: Promise<FolderContents<RunFacts & RunTotals>> | undefined;

  constructor(dir: string, options: IndexOptions = {}) {
    this.dir = dir;
    this.index = new RunIndex(dir, options);
    this.#options = options;
    this.#fs = options.fs ?? promptFiles;
  }

  /** The runs without their trials; the first caller may ask for digests of them as well. */
  contents(how?: Digesting): Promise<FolderContents<RunFacts & RunTotals>> {
    this.#contents ??= this.index.read(how);
    return this.#contents;
  }

  /**
   * The run that a person means: `latest` (the last started that holds trials, did not fail and is not being recorded now), a
   * path of a run file or journal, or in the folder an id, a label, a study of one run, the beginning of an id, or a part of one.
   * The first of these rules that fits decides; runs that failed or have no trials count only where no other fits it. Unknown and
   * ambiguous names are UserErrors that name the nearest ids.
   */
  async find(given: string): Promise<StoredRun> {
    if (isPath(given)) return readStored(await this.#pathOf(given), this.#fs);
    if (given === "latest") return (await latestRun(this.dir, this.#fs)) ?? this.#noLatest();
    return readStored(runNamed(await this.contents(), this.dir, given).path, this.#fs);
  }

  /** The id of the run that a person means; no run of the folder is opened for it. See {@link find}. */
  async idOf(given: string): Promise<string> {
    if (isPath(given)) return (await this.find(given)).run.id;
    const contents = await this.contents();
    const stored = given === "latest" ? latestOf(contents.runs) : runNamed(contents, this.dir, given);
    return (stored ?? (await this.#noLatest())).run.id;
  }

  async #noLatest(): Promise<never> {
    const last = (await this.contents()).runs.findLast(({ live }) => live !== true)?.run;
    if (last === undefined) throw noRuns(this.dir, (await this.contents()).problems);
    const why = hasFailed(last) ? `failed; scalebook show ${last.id} says why` : "has no trials; record it again";
    throw new UserError(`${this.dir} holds no run that can be used: the last, ${last.id}, ${why}`);
  }

  /** A run with those that it goes on with, as far as they lie in its folder; only these are opened. */
  async lineOf({ run, path }: StoredRun): Promise<Lineage> {
    const opened = new Map([[run.id, run]]);
    for (let { parent } = run; parent !== undefined && !opened.has(parent); ) {
      const stored = (await this.#beside(path).contents()).runs.find((one) => one.run.id === parent);
      if (stored === undefined) break;
      opened.set(parent, (await readStored(stored.path, this.#fs)).run);
      parent = stored.run.parent;
    }
    return lineageOf(run, (id) => opened.get(id));
  }

  /** The folder of a run file, which may have been named by its path. */
  #beside(path: string): RunFolder {
    const dir = dirname(path);
    if (resolve(dir) === resolve(this.dir)) return this;
    return new RunFolder(dir, this.#options);
  }

  async #pathOf(given: string): Promise<string> {
    const inside = join(this.dir, given);
    return isAbsolute(given) || (await this.#exists(given)) || !(await this.#exists(inside)) ? given : inside;
  }

  async #exists(path: string): Promise<boolean> {
    return this.#fs.lstat(path).then(
      () => true,
      (error: unknown) => !["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? ""),
    );
  }
}

function isPath(given: string): boolean {
  return /[/\\]/.test(given) || runExtension(given) !== undefined || given.endsWith(journalExtension);
}

function noRuns(dir: string, problems: readonly Problem[]): UserError {
  return new UserError(`${dir} holds no runs${whyUnread(problems) ?? ": record one with `scalebook run`"}`);
}

/** That a run which is not there may be in a file that cannot be read, said after what is missing; undefined where all can. */
export function whyUnread([first, ...more]: readonly Problem[]): string | undefined {
  if (first === undefined) return undefined;
  const others = more.length === 0 ? "" : `; ${more.length} more cannot be read`;
  return ` that can be read: ${first.message}${others}`;
}

/** The one run of a folder that is meant by a name; see {@link RunFolder.find}. */
function runNamed(
  contents: FolderContents<RunFacts & RunTotals>,
  dir: string,
  given: string,
): StoredRun<RunFacts & RunTotals> {
  const matches = matching(contents.runs, given);
  const [only] = matches;
  if (only === undefined) throw unknown(contents, dir, given);
  if (matches.length === 1) return only;
  const ids = matches.slice(-NAMED).map(({ run }) => run.id);
  const more = matches.length > ids.length ? " the last are" : "";
  throw new UserError(
    `${show(given)} names ${matches.length} runs in ${dir}:${more} ${ids.join(", ")}: give more of the id`,
  );
}

function matching(runs: readonly StoredRun<RunFacts & RunTotals>[], given: string): StoredRun<RunFacts & RunTotals>[] {
  const id = given.toLowerCase();
  const rules: ((run: RunFacts) => boolean)[] = [
    (run) => run.id === id,
    (run) => run.label === given,
    (run) => run.study === id,
    (run) => id !== "" && run.id.startsWith(id),
    (run) => id !== "" && run.id.includes(id),
  ];
  for (const rule of rules) {
    const found = runs.filter(({ run }) => rule(run));
    const usable = found.filter(({ run }) => isUsable(run));
    if (found.length > 0) return usable.length > 0 ? usable : found;
  }
  return [];
}

function unknown({ runs, problems }: FolderContents<RunFacts & RunTotals>, dir: string, given: string): UserError {
  // Asked for by name, a broken file is the answer, not a list of its neighbours.
  const broken = problems.find(({ path }) => given !== "" && basename(path).includes(given));
  if (broken !== undefined) return new UserError(broken.message);
  if (runs.length === 0) return noRuns(dir, problems);
  const nearest = runs
    .flatMap(({ run }) => [run.id, ...(run.label === undefined ? [] : [show(run.label)])])
    .map((name) => ({ name, far: distance(given.slice(0, 200), name) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
  return new UserError(`no run in ${dir} is called ${show(given)}: the nearest are ${nearest.join(", ")}`);
}
