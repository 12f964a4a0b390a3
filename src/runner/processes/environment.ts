import { homedir, userInfo } from "node:os";

// Variables that a Node process needs to start. The others of the caller stay outside: some cost time
// (NODE_EXTRA_CA_CERTS doubles the fork on Node 20), some would change the measured program (NODE_OPTIONS).
const NEEDED = ["SystemRoot", "SystemDrive", "TMPDIR", "TEMP", "TMP"];
/** Variables that a user's own programs need as well: the folders of programs, of settings, and of what they load. */
const NEEDED_BY_OWN_WORK = [
  ...["PATH", "Path", "PATHEXT", "ComSpec", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"],
  ...["PYTHONPATH", "LD_LIBRARY_PATH"],
];
/** Variables by which programs that start work elsewhere find their cluster, their job and their keys. */
const NEEDED_BY_LAUNCHERS = /^(?:SLURM|OMPI|PRTE|PMIX?|MPICH|HYDRA|I_MPI|UCX|FI)_|^SSH_AUTH_SOCK$/;
/** Longest text of a run file; a longer PATH is cut there. */
const LONGEST_VALUE = 2_000;

/**
 * The whole environment of a measured process.
 *
 * @param ownWork whether the process is, or loads, a program of the user's
 */
export function measuredEnvironment(outer: NodeJS.ProcessEnv, ownWork = false): Record<string, string> {
  const environment: Record<string, string> = { TZ: "UTC", LANG: "C.UTF-8" };
  for (const name of ownWork ? [...NEEDED, ...NEEDED_BY_OWN_WORK] : NEEDED) {
    const value = outer[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** What a program gets beyond that where it starts work elsewhere. It stands in no run file: it names people, jobs and places. */
export function launcherEnvironment(outer: NodeJS.ProcessEnv): Record<string, string> {
  const found = Object.entries(outer).filter(([name]) => NEEDED_BY_LAUNCHERS.test(name));
  return Object.fromEntries(found) as Record<string, string>;
}

/** The environment as a run file may show it: without home folders and without the user's name in other paths. */
export function shownEnvironment(environment: Record<string, string>): Record<string, string> {
  const shown = Object.entries(environment).map(([name, value]) => {
    const nameless = withoutUser(value);
    return [name, nameless.length > LONGEST_VALUE ? `${nameless.slice(0, LONGEST_VALUE - 3)}...` : nameless];
  });
  return Object.fromEntries(shown);
}

/** The text without home folders, and without the user's name as a part of other paths. */
export function withoutUser(text: string): string {
  const user = userName();
  const parts = withoutHome(text).split(/([/\\:;])/);
  return parts.map((part) => (part === user ? "~" : part)).join("");
}

function userName(): string | null {
  try {
    const { username } = userInfo();
    return username === "" ? null : username;
  } catch {
    // A container may run under a user id that has no name.
    return null;
  }
}

/** The text with home folders written `~`: run files go to other people. */
export function withoutHome(text: string, home = homedir()): string {
  return home.length > 1 ? text.replaceAll(home, "~") : text;
}
