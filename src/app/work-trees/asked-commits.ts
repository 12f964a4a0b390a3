import { UserError } from "../../user-error.js";
import { answer, type Git } from "./git.js";

/** Two versions of a repository, as they are asked for. */
export interface AskedCommits {
  before: string;
  after: string;
  /** `A...B`: what is measured for the first is the commit at which the two parted. */
  fromMergeBase: boolean;
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

/** Reads `main..HEAD` and `main...HEAD`; an end that is left out is HEAD. Throws a UserError for anything else. */
export function parseRange(text: string): Pick<AskedCommits, "before" | "after" | "fromMergeBase"> {
  const [, left = "", dots, right = ""] = /^((?:(?!\.\.).)*)(\.{2,3})((?:(?!\.\.).)*)$/s.exec(text.trim()) ?? [];
  const [before, after] = [left || "HEAD", right || "HEAD"];
  if (dots === undefined || [before, after].some((ref) => /^[-.]|\s|\p{Cc}/u.test(ref))) {
    throw new UserError(
      `--git is "${text}": give two commits, such as main..HEAD, or main...HEAD to start where they parted`,
    );
  }
  if (before === after) throw new UserError(`--git names ${before} twice: give two commits, such as HEAD~1..HEAD`);
  return { before, after, fromMergeBase: dots === "..." };
}

/** Looks up the commits. Throws UserErrors where one is not known, or both are the same. */
export async function findCommits({ before, after, fromMergeBase }: AskedCommits, git: Git): Promise<FoundCommits> {
  const [left, right] = [await hashOf(before, git), await hashOf(after, git)];
  const first = fromMergeBase ? await answer(git("merge-base", left, right)) : left;
  if (first === null) {
    throw new UserError(
      `${before} and ${after} have no commit in common: give --git ${before}..${after}${await ifShallow(git)}`,
    );
  }
  if (first === right) {
    const same = fromMergeBase
      ? `${after} has nothing that ${before} lacks`
      : `${before} and ${after} are the same commit`;
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

export function shortHash(hash: string): string {
  return hash.slice(0, SHORT);
}
