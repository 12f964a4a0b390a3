import { execFile } from "node:child_process";
import { UserError } from "../../user-error.js";
import { measuredEnvironment } from "./environment.js";

const LONGEST_MS = 10_000;
/** The oldest Node that the measured side runs on. */
const OLDEST = [20, 19] as const;
/** Version and path of itself, on one line: the path given may be a link, or a name to be looked up in PATH. */
const QUESTION = 'process.versions.node + " " + process.execPath';

/**
 * Asks Node binaries for their versions. Gives their paths by version, in the order given. Throws a UserError that names
 * the path where one is no Node, is too old, or has the version of another one.
 */
export async function nodeBinaries(paths: readonly string[]): Promise<Map<string, string>> {
  const binaries = new Map<string, string>();
  const named = new Map<string, string>();
  for (const path of paths) {
    const { version, execPath } = await askBinary(path);
    const other = named.get(version);
    if (other !== undefined) {
      throw new UserError(`--node has two binaries of version ${version}, ${other} and ${path}: give one of them`);
    }
    named.set(version, path);
    binaries.set(version, execPath);
  }
  return binaries;
}

async function askBinary(path: string): Promise<{ version: string; execPath: string }> {
  const said = await run(path);
  if (said instanceof Error) throw new UserError(`--node has ${path}, which cannot be run: ${said.message}`);
  const [, version, execPath] = /^(\d+\.\d+\.\d+\S*) (.+)$/.exec(said.trim()) ?? [];
  if (version === undefined || execPath === undefined) {
    throw new UserError(`--node has ${path}, which is not Node: give the path of a node binary`);
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new UserError(
      `--node has ${path}, which is Node ${version}: trials run on Node ${OLDEST.join(".")} or later`,
    );
  }
  return { version, execPath };
}

function run(path: string): Promise<string | Error> {
  const options = {
    timeout: LONGEST_MS,
    encoding: "utf8" as const,
    env: measuredEnvironment(process.env, true),
    windowsHide: true,
  };
  return new Promise((resolve) => {
    execFile(path, ["-p", QUESTION], options, (error, stdout) => {
      if (error === null) resolve(stdout);
      // The complaint of another program about options that it does not know is of no use.
      else resolve(new Error(typeof error.code === "string" ? error.code : "it is no Node"));
    });
  });
}
