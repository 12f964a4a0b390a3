import { execFile } from "node:child_process";
import { UserError } from "../user-error.js";
import { measuredEnvironment } from "./environment.js";

const LONGEST_MS = 10_000;
/** The oldest Node that the measured side runs on. */
const OLDEST = [20, 19] as const;

/**
 * Asks Node binaries for their versions. Gives their paths by version, in the order given. Throws a UserError that names
 * the path where one is no Node, is too old, or has the version of another one.
 */
export async function nodeBinaries(paths: readonly string[]): Promise<Map<string, string>> {
  const binaries = new Map<string, string>();
  for (const path of paths) {
    const version = await versionOf(path);
    const other = binaries.get(version);
    if (other !== undefined) {
      throw new UserError(`--node has two binaries of version ${version}, ${other} and ${path}: give one of them`);
    }
    binaries.set(version, path);
  }
  return binaries;
}

async function versionOf(path: string): Promise<string> {
  const said = await ask(path);
  if (said instanceof Error) throw new UserError(`--node has ${path}, which cannot be run: ${said.message}`);
  const version = /^\d+\.\d+\.\d+\S*$/.exec(said.trim())?.[0];
  if (version === undefined)
    throw new UserError(`--node has ${path}, which is no Node: give the path of a node binary`);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new UserError(
      `--node has ${path}, which is Node ${version}: trials run on Node ${OLDEST.join(".")} or later`,
    );
  }
  return version;
}

function ask(path: string): Promise<string | Error> {
  const options = {
    timeout: LONGEST_MS,
    encoding: "utf8" as const,
    env: measuredEnvironment(process.env, true),
    windowsHide: true,
  };
  return new Promise((resolve) => {
    execFile(path, ["-p", "process.versions.node"], options, (error, stdout) => {
      if (error === null) resolve(stdout);
      // What the program says of options that it does not know is of no use to anybody.
      else resolve(new Error("code" in error && typeof error.code === "string" ? error.code : "it is no Node"));
    });
  });
}
