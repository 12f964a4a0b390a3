import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { refWords } from "../../record/schema/programs-of.js";
import { type SuperviseOptions, superviseProgram } from "../../runner/processes/supervised-process.js";
import { startWatchdog } from "../../runner/processes/watchdog.js";
import { type VersionSource, withoutRoot } from "../../runner/request/version-sources.js";
import { lastWords } from "../../runner/trials/last-words.js";
import { UserError } from "../../user-error.js";
import { type AskedCommits, findCommits, refsOf, shortHash } from "./asked-commits.js";
import { answer, type Git, GitRefusal, gitEnvironment, gitIn } from "./git.js";
import { makeTreeFolder, removeTrees } from "./tree-folder.js";

/** Longest time that a timer can wait: how long a build takes is the user's own affair. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** Two versions that were checked out, each by its name. */
export interface WorkTrees {
  /** Folder of the repository, whose own files are those of neither version. */
  repository: string;
  sources: Map<string, VersionSource>;
  /** Notes for the user. */
  notes: string[];
  /** Removes the work trees. The end of the process does as well, unless it is killed: then the next to open some does. */
  close(): void;
}

export interface OpenOptions {
  /** Where the user is in the repository. */
  folder: string;
  /** Aborted: what is under way is ended. */
  stop: AbortSignal;
  say(progress: string): void;
}

/**
 * Checks both versions out into work trees outside of the repository and builds them. Throws UserErrors where the repository
 * does not have them, or a build fails.
 */
export async function openWorkTrees(asked: AskedCommits, { folder, stop, say }: OpenOptions): Promise<WorkTrees> {
  const git = gitIn(folder, stop);
  const { root, here } = await repositoryOf(folder, git);
  const { notes, ...hashes } = await findCommits(asked, git);
  const trees = await makeTreeFolder();
  const close = () => {
    process.off("exit", close);
    removeTrees(trees, root);
  };
  process.on("exit", close);
  try {
    if (`${trees}${sep}`.startsWith(`${root}${sep}`)) {
      throw new UserError(
        `TMPDIR lies in the repository ${root}: work trees are made outside of it; set TMPDIR to another folder`,
      );
    }
    await git("worktree", "prune");
    const refs = refsOf(asked);
    say(`Checking out ${nameOf(refs.before, hashes.before)} and ${nameOf(refs.after, hashes.after)} ...`);
    const sources = new Map<string, VersionSource>();
    // Names of one length: how long a path is moves memory about, and may change what is measured.
    for (const [role, place] of [["before", "a"] as const, ["after", "b"] as const]) {
      const source = sourceIn(join(trees, place), here, { ref: refs[role], hash: hashes[role] }, asked);
      await checkOut(source, here, git);
      sources.set(asked[role], source);
    }
    if (asked.build !== undefined) await buildAll(asked.build, { sources: sources.values(), trees, stop, say });
    return { repository: root, sources, notes, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The top of the repository, and the way from there to the folder. */
async function repositoryOf(folder: string, git: Git): Promise<{ root: string; here: string }> {
  const said = await answer(git("rev-parse", "--show-toplevel", "--show-prefix"));
  const [root, here = ""] = said?.split("\n") ?? [];
  if (root) return { root: await realpath(root), here };
  throw new UserError(`--git needs a repository: ${folder} is in none that has files checked out`);
}

function sourceIn(root: string, here: string, commit: VersionSource["commit"], { build }: AskedCommits): VersionSource {
  return { root, folder: join(root, here), commit, isBuilt: build !== undefined };
}

async function checkOut({ root, folder, commit }: VersionSource, here: string, git: Git): Promise<void> {
  try {
    await git("worktree", "add", "--detach", "--force", root, commit.hash);
  } catch (error) {
    if (!(error instanceof GitRefusal)) throw error;
    throw new UserError(`${refWords(commit.ref)} cannot be checked out: ${withoutRoot(error.message, { root })}`, {
      cause: error,
    });
  }
  if (!existsSync(folder)) {
    throw new UserError(
      `there is no folder ${here} in ${nameOf(commit.ref, commit.hash)}: start from one that both versions have`,
    );
  }
}

/** Builds every version. What a build started is ended when this process is. */
async function buildAll(line: string, { sources, trees, stop, say }: Building): Promise<void> {
  const watchdog = startWatchdog(trees);
  try {
    for (const source of sources) {
      say(`Building ${refWords(source.commit.ref)}: ${line} ...`);
      await build(line, source, { timeoutMs: NO_LIMIT_MS, watchdog, stop, sampling: "none" });
    }
  } finally {
    watchdog.close();
  }
}

interface Building extends Pick<OpenOptions, "stop" | "say"> {
  sources: Iterable<VersionSource>;
  trees: string;
}

/** Runs the build in a work tree, with the user's whole environment: it is no part of what is measured. */
async function build(line: string, source: VersionSource, options: SuperviseOptions): Promise<void> {
  const environment = Object.fromEntries(
    Object.entries(gitEnvironment()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const program = { command: { line }, environment, folder: source.folder, stdout: "pipe" } as const;
  const end = await superviseProgram(program, options);
  if (end.exitCode === 0 && end.notStarted === null) return;
  const how = end.notStarted ?? (end.signal === null ? `exit code ${end.exitCode}` : `ended by ${end.signal}`);
  const said = lastWords(end.stderr) || lastWords(end.stdout);
  throw new UserError(
    withoutRoot(`--build failed in ${refWords(source.commit.ref)}: ${how}${said && `: ${said}`}`, source),
  );
}

/** "main (1a2b3c4)", "the merge base of main and HEAD (1a2b3c4)". */
function nameOf(ref: string, hash: string): string {
  return hash.startsWith(ref) ? ref : `${refWords(ref)} (${shortHash(hash)})`;
}
