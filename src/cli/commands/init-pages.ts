import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir, hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import { toolVersion } from "../../app/tool-version.js";
import { fileError } from "../../record/files/regular-files.js";
import { readRuns } from "../../record/folder/run-index.js";
import { UserError } from "../../user-error.js";
import { type Given, type Io, type jsonOption, type Result, runsDirOf, type runsDirOption } from "../command.js";
import { pagesWorkflow, type ToolSource, WORKFLOW_FILE } from "../print/github-workflow.js";
import { printable } from "../print/printable.js";
import { leaks, type Secrets, shownLine, whatIsShown } from "../print/what-is-public.js";

/** `init --github-pages`: writes the workflow and lists the data that becomes public. */
export async function initPages(given: Given<[typeof runsDirOption, typeof jsonOption]>, io: Io): Promise<Result> {
  const runsDir = runsDirOf(given).replace(/\/+$/, "");
  if (runsDir.startsWith("/") || runsDir.startsWith("..")) {
    throw new UserError(`--runs-dir is ${runsDir}: the workflow needs a folder inside the repository, such as runs`);
  }
  const { runs, problems } = await readRuns(runsDir);
  for (const { message } of problems) io.err(`scalebook: left out: ${message}\n`);
  const text = pagesWorkflow({ supply: supplyOf(), toolVersion: toolVersion(), runsDir });
  try {
    await mkdir(dirname(WORKFLOW_FILE), { recursive: true });
    // Never over a workflow that is there: it may have been edited.
    await writeFile(WORKFLOW_FILE, text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw new UserError(
        `${WORKFLOW_FILE} is there already, and stays as it is: move it away to have it written anew`,
      );
    }
    throw fileError(`cannot write ${WORKFLOW_FILE}`, error);
  }
  const shown = whatIsShown(runs);
  const found = leaks(runs, secrets());
  if (!given.options.json)
    for (const { what, files } of found) io.err(`scalebook: ${what} stands in ${files.join(", ")}\n`);
  return {
    json: { file: WORKFLOW_FILE, runs: runs.length, shown, leaks: found },
    text: () => [
      `Wrote ${WORKFLOW_FILE}. Commit it with ${runsDir}/, then on GitHub choose Settings, Pages, Source: GitHub Actions.\n\n`,
      `What becomes public of the ${runs.length} runs in ${runsDir}, on pages and as run files to download:\n`,
      ...shown.map((kind) => `  ${printable(shownLine(kind))}\n`),
      found.length > 0
        ? ""
        : "The name of this host, of this user and the path of your home folder are in none of them.\n",
    ],
  };
}

function supplyOf(): ToolSource {
  const manifest = readJson("package.json");
  if (manifest?.name === "scalebook") return "itself";
  const listed = [manifest?.dependencies, manifest?.devDependencies].some(
    (list) => typeof list === "object" && list !== null && "scalebook" in list,
  );
  return listed && readJson("package-lock.json") !== null ? "installed" : "fetched";
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
