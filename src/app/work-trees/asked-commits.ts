import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { answer, type Git } from "./git.js";

/** Two versions of a repository by their names, which are what was asked for. */
export interface AskedCommits {
  before: string;
  after: string;
  /** Of `A...B`, whose first version is the commit at which the two parted: A. */
  mergeBaseOf?: string;
  /** Of a run that goes on with another one: the commits of that, wherever the names point by now. */
  hashes?: Pick<FoundCommits, "before" | "after">;
  /** A shell's command that makes a work tree ready. */
  build?: string;
}

/** Hashes of the two commits. */
export interface FoundCommits {
  before: string;
  after: string;
  notes: string[];
}

/** Digits of a hash in messages. */
const SHORT = 7;
/** What the first version of `A...B` is called: it is A no more. */
const MERGE_BASE = "merge-base";

/** Reads `main..HEAD` and `main...HEAD`; an end that is left out is HEAD. Throws a UserError for anything else. */
export function parseRange(text: string): Omit<AskedCommits, "build"> {
  const [, left = "", dots, right = ""] = /^((?:(?!\.\.).)*)(\.{2,3})((?:(?!\.\.).)*)$/s.exec(text.trim()) ?? [];
  const [before, after] = [left || "HEAD", right || "HEAD"];
  if (dots === undefined || [before, after].some((ref) => /^[-.]|\s|\p{Cc}/u.test(ref))) {
    throw new UserError(
      `--git is "${text}": give two commits, such as main..HEAD, or main...HEAD to start where they parted`,
    );
  }
  if (before === after) throw new UserError(`--git names ${before} twice: give two commits, such as HEAD~1..HEAD`);
  if (dots === "..") return { before, after };
  if (after !== MERGE_BASE) return { before: MERGE_BASE, after, mergeBaseOf: before };
  throw new UserError(`--git has a commit called ${after}, as the first of two that parted is: give its hash`);
}

/** Looks up the commits. Throws UserErrors where one is not known, or both are the same. */
export async function findCommits(
  { before, after, mergeBaseOf, hashes }: AskedCommits,
  git: Git,
): Promise<FoundCommits> {
  if (hashes !== undefined) {
    for (const hash of [hashes.before, hashes.after]) await hashOf(hash, git);
    return {
      ...hashes,
      notes: ["Both commits are those of the run that this one goes on with, wherever their names point now"],
    };
  }
  const named = mergeBaseOf ?? before;
  const [left, right] = [await hashOf(named, git), await hashOf(after, git)];
  const first = mergeBaseOf === undefined ? left : await answer(git("merge-base", left, right));
  if (first === null) {
    throw new UserError(
      `${named} and ${after} have no commit in common: give --git ${named}..${after}${await ifShallow(git)}`,
    );
  }
  if (first === right) {
    const same =
      mergeBaseOf === undefined
        ? `${named} and ${after} are the same commit`
        : `${after} has nothing that ${named} lacks`;
    throw new UserError(
      `${same} (${shortHash(right)}): commit the change, or name an earlier one, such as --git ${after}~1..${after}`,
    );
  }
  return { before: first, after: right, notes: await uncommitted([first, right], git) };
}

async function hashOf(ref: string, git: Git): Promise<string> {
  const hash = await answer(git("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`));
  if (hash !== null) return hash;
  throw new UserError(
    `there is no commit ${ref} in this repository: git branch --all and git log name those that there are${await ifShallow(git)}`,
  );
}

async function ifShallow(git: Git): Promise<string> {
  const isShallow = (await answer(git("rev-parse", "--is-shallow-repository"))) === "true";
  return isShallow ? "; it is a shallow clone: git fetch --unshallow brings the others" : "";
}

/** Says that what is not committed is not measured, where the commit that it lies on is. */
async function uncommitted(hashes: readonly string[], git: Git): Promise<string[]> {
  const head = await hashOf("HEAD", git);
  const changes = hashes.includes(head) ? await answer(git("status", "--porcelain", "--untracked-files=no")) : "";
  return changes ? [`Changes that are not committed are not measured: HEAD is ${shortHash(head)}`] : [];
}

/** The commits of two versions in a run that is extended; undefined where it has none by these names. */
export function commitsIn(
  { experiments }: Pick<Run, "experiments">,
  { before, after }: Pick<AskedCommits, "before" | "after">,
): AskedCommits["hashes"] {
  const hashIn = (name: string) => experiments.flatMap(({ programs }) => programs?.[name]?.commit?.hash ?? [])[0];
  const [old, now] = [hashIn(before), hashIn(after)];
  return old === undefined || now === undefined ? undefined : { before: old, after: now };
}

/** What git calls each version: of a merge base `main...HEAD`. */
export function refsOf({ before, after, mergeBaseOf }: AskedCommits): Record<"before" | "after", string> {
  return { before: mergeBaseOf === undefined ? before : `${mergeBaseOf}...${after}`, after };
}

export function shortHash(hash: string): string {
  return hash.slice(0, SHORT);
}
