import { homedir } from "node:os";

// What a Node process needs to start. All else of the caller's environment stays outside: some of it costs time
// (NODE_EXTRA_CA_CERTS doubles the fork on Node 20), some would change what is measured (NODE_OPTIONS).
const NEEDED = ["SystemRoot", "SystemDrive", "TMPDIR", "TEMP", "TMP"];

/** The whole environment of a measured process. */
export function measuredEnvironment(outer: NodeJS.ProcessEnv): Record<string, string> {
  const environment: Record<string, string> = { TZ: "UTC", LANG: "C.UTF-8" };
  for (const name of NEEDED) {
    const value = outer[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** The text with home folders written `~`: run files go to other people. */
export function withoutHome(text: string, home = homedir()): string {
  return home.length > 1 ? text.replaceAll(home, "~") : text;
}
