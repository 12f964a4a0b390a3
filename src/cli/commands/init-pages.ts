import { existsSync, readFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { toolVersion } from "../../app/tool-version.js";
import { packagePaths } from "../../package-paths.js";
import { makeFolder } from "../../record/files/make-folder.js";
import { fileError } from "../../record/files/regular-files.js";
import { writeNew } from "../../record/files/write-whole.js";
import { readRuns } from "../../record/folder/run-index.js";
import { UserError } from "../../user-error.js";
import { plural } from "../../words/number.js";
import {
  type CommandOption,
  type Given,
  type Io,
  type jsonOption,
  type Result,
  runsDirOf,
  type runsDirOption,
} from "../command.js";
import { checkFile, checkWorkflow, pagesHosts } from "../jobs/pages-jobs.js";
import { supplyOf, type ToolSource } from "../jobs/tool-source.js";
import { printable } from "../print/printable.js";
import { leaks, type Secrets, shownLine, whatIsShown } from "../print/what-is-public.js";

type PagesGiven = Given<
  [
    CommandOption<"--github-pages">,
    CommandOption<"--gitlab-pages">,
    CommandOption<"--scalebook <where>">,
    typeof runsDirOption,
    typeof jsonOption,
  ]
>;

/** `init --github-pages`, `init --gitlab-pages`: writes the job that publishes, and lists the data that becomes public. */
export async function initPages(given: PagesGiven, io: Io): Promise<Result> {
  const { "github-pages": github, "gitlab-pages": gitlab, scalebook, json } = given.options;
  if (github && gitlab) throw new UserError("--github-pages and --gitlab-pages were both given: one of them");
  const host = pagesHosts[github ? "github" : "gitlab"];
  const runsDir = insideRepository(runsDirOf(given).replace(/\/+$/, ""), "--runs-dir", "a folder", "runs");
  const source = scalebook === undefined ? usualSource() : givenSource(scalebook);
  const { runs, problems } = await readRuns(runsDir);
  for (const { message } of problems) io.err(`scalebook: left out: ${message}\n`);
  await writeOwn(host.file, host.text({ source, runsDir }));
  const shown = whatIsShown(runs);
  const found = leaks(runs, secrets());
  if (!json) for (const { what, files } of found) io.err(`scalebook: ${what} stands in ${files.join(", ")}\n`);
  const { files } = supplyOf(source);
  const missing = files.filter((file) => !existsSync(file));
  return {
    json: { file: host.file, source, missing, runs: runs.length, shown, leaks: found },
    text: () => [
      `Wrote ${host.file}.\n`,
      ...missing.map(packWords),
      `Commit it with ${[`${runsDir}/`, ...files].join(" and ")}${host.next === "" ? "" : `, ${host.next}`}.\n\n`,
      runs.length === 0
        ? `${runsDir} holds no runs yet: those recorded there become public, on pages and as run files to download.\n`
        : `What becomes public of the ${plural(runs.length, "run")} in ${runsDir}, on pages and as run files to download:\n`,
      ...shown.map((kind) => `  ${printable(shownLine(kind))}\n`),
      found.length > 0 || runs.length === 0
        ? ""
        : "The name of this host, of this user and the path of your home folder are in none of them.\n",
    ],
  };
}

const USUAL_MODULE = "./bench.mjs";

type CheckGiven = Given<[CommandOption<"--scalebook <where>">, CommandOption<"--module <file>">]>;

/** `init --github-check`: writes the workflow that measures what a pull request changes. */
export async function initCheck({ options }: CheckGiven): Promise<Result> {
  const source = options.scalebook === undefined ? usualSource() : givenSource(options.scalebook);
  const module = insideRepository(options.module ?? USUAL_MODULE, "--module", "a module", USUAL_MODULE);
  await writeOwn(checkFile, checkWorkflow({ source, module }));
  const needed = [...supplyOf(source).files, module];
  const missing = needed.filter((file) => !existsSync(file));
  return {
    json: { file: checkFile, source, module, missing },
    text: () => [
      `Wrote ${checkFile}.\n`,
      ...missing.filter((file) => file !== module).map(packWords),
      ...(missing.includes(module)
        ? [`${printable(module)} is not there yet: a module that exports task(input) is what the check measures\n`]
        : []),
      `Commit it with ${needed.map(printable).join(" and ")} to the branch that pull requests go to: base and head of each are then measured in turn.\n`,
    ],
  };
}

/** Never over a file that is there: it may have been edited, or do other things. */
export async function writeOwn(path: string, text: string): Promise<void> {
  refuseBelowTop(path);
  try {
    makeFolder(dirname(path));
    await writeNew(path, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw new UserError(`${path} is there already, and is kept: move it away to have it written again`);
    }
    throw fileError(`cannot write ${path}`, error);
  }
}

/** A service reads its files in the top folder of a repository, and their paths start there. */
function refuseBelowTop(path: string): void {
  const isTop = (folder: string) => existsSync(join(folder, ".git"));
  let top = process.cwd();
  while (!isTop(top) && top !== dirname(top)) top = dirname(top);
  if (top === process.cwd() || !isTop(top)) return;
  throw new UserError(`${path} has to be in the top folder of the repository, which is ${top}: start from there`);
}

/** How to make a tarball that is not there. */
export function packWords(path: string): string {
  const [folder, made] = [dirname(packagePaths.manifest), tarball()];
  const move = path === made ? "" : `; its file goes to ${path}`;
  return `Scalebook is on no registry: put it into the repository${move}\n  npm pack --ignore-scripts ${JSON.stringify(folder)}\n`;
}

/** Name that `npm pack` gives the tarball of this version. */
function tarball(): string {
  return `scalebook-${toolVersion()}.tgz`;
}

/** The source that `--scalebook` names. */
export function givenSource(where: string): ToolSource {
  if (!/^[a-z+]+:/i.test(where)) {
    const path = insideRepository(where.replace(/^\.\//, ""), "--scalebook", "a file", tarball());
    if (/\.(tgz|tar\.gz)$/.test(path)) return { kind: "tarball", path };
  } else if (where.startsWith("https://") && URL.canParse(where)) {
    const [address = "", at = ""] = where.split("#");
    if (!at.startsWith("-")) return { kind: "repository", address, at };
  }
  throw new UserError(`--scalebook is "${where}": give a tarball (.tgz) in the repository, or an https address`);
}

/** The source as the repository has it, else a tarball. */
export function usualSource(): ToolSource {
  const manifest = readJson("package.json");
  if (manifest?.name === "scalebook") return { kind: "itself" };
  const listed = [manifest?.dependencies, manifest?.devDependencies].some(
    (list) => typeof list === "object" && list !== null && "scalebook" in list && isInstalledSo(list.scalebook),
  );
  return listed && readJson("package-lock.json") !== null
    ? { kind: "installed" }
    : { kind: "tarball", path: tarball() };
}

/** Whether `npm ci` without scripts installs it elsewhere: a version or a tarball in the repository, but no folder and no clone. */
function isInstalledSo(wanted: unknown): boolean {
  return typeof wanted === "string" && /^(?:[\d^~*<>=]|file:(?!\/|.*\.\.).*\.tgz$)/.test(wanted);
}

/** A path that leads into the repository, where the job has to find it. */
export function insideRepository(path: string, option: string, kind: string, example: string): string {
  // GitHub fills in expressions wherever they stand in a workflow.
  if (path.includes("${{")) throw new UserError(`${option} is ${path}: GitHub takes \${{ for an expression; rename it`);
  if (!isAbsolute(path) && normalize(path).split(/[\\/]/)[0] !== "..") return path;
  throw new UserError(`${option} is ${path}: the job needs ${kind} inside the repository, such as ${example}`);
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function secrets(): Secrets {
  return { hostName: hostname(), userName: userName(), home: homedir() };
}

function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
