import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { textOption } from "../options.js";

/** The program; `--main <file>`: another one, such as that of an earlier commit. */
const main = textOption("--main") ?? fileURLToPath(new URL("../../../.build/main.js", import.meta.url));

/** How a program ended: its code, or the signal that ended it. */
export interface Ended {
  code: number | string;
  err: string;
  /** When, on the clock of this process. */
  atMs: number;
}

export interface Building {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Folders of a build. */
export interface BuildFolders {
  runs: string;
  site: string;
  cache: string;
}

/** Longer than any build here takes; one that hangs is ended and counted. */
const TIMEOUT_MS = 120_000;

export function startBuild({ runs, site, cache }: BuildFolders): Building {
  return startProgram(["build", "--runs-dir", runs, "--out", site, "--jobs", "1"], cache);
}

export function startProgram(args: readonly string[], cache: string): Building {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, SCALEBOOK_CACHE: cache },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: TIMEOUT_MS,
  });
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code: code ?? signal ?? "", err, atMs: performance.now() }));
  });
  return { child, ended };
}

/** Builds alone; throws where that fails. */
export async function build(folders: BuildFolders): Promise<void> {
  const { code, err } = await startBuild(folders).ended;
  if (code !== 0) throw new Error(`a build alone ended with ${code}: ${err}`);
}

/** The hashes of all files of a folder by their paths. */
export function hashesIn(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );
}

/** What a site has that a sound one has not, or the other way round; a few of them. */
export function differences(site: ReadonlyMap<string, string>, sound: ReadonlyMap<string, string>): string[] {
  const paths = [...new Set([...site.keys(), ...sound.keys()])].filter((path) => site.get(path) !== sound.get(path));
  const words = paths.map(
    (path) => `${!site.has(path) ? "missing" : sound.has(path) ? "other" : "left over"}: ${path}`,
  );
  return words.length > 3 ? [...words.slice(0, 3), `and ${words.length - 3} more`] : words;
}
