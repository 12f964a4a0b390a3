import { dirname, isAbsolute, join } from "node:path";
import { codeOf, decodeText, readRegularFile } from "../../record/files/regular-files.js";
import { programsOf } from "../../record/schema/programs-of.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";

/** A file of the user's own work that runs measured. */
export interface Source {
  path: string;
  sha256: string;
  bytes: number;
  /** What the program that runs it said of its version; "" where it was not asked. */
  interpreter: string;
  /** Ids of the runs that measured it in this state. */
  runs: string[];
  /** Whether the file at that path is the one that was measured, another one, or not there. */
  state: "measured" | "changed" | "missing";
  /** Its text where it is the one measured, and is text. */
  text: string | null;
}

/** Longest program that is listed. */
const MAX_BYTES = 200_000;

/**
 * The files of the user's own work, each state once. They are looked for from each of `folders`, and only below them: run files
 * come from other people.
 */
export async function sourcesOf(runs: readonly Run[], folders: readonly string[]): Promise<Source[]> {
  const found = new Map<string, Source>();
  for (const run of runs) {
    for (const { files, interpreter = "" } of run.experiments.flatMap(programsOf).map((one) => one.program)) {
      for (const file of files) {
        const key = `${file.sha256} ${file.path} ${interpreter}`;
        const known = found.get(key) ?? { ...file, interpreter, runs: [], ...(await lookUp(file, folders)) };
        if (!known.runs.includes(run.id)) known.runs.push(run.id);
        found.set(key, known);
      }
    }
  }
  return [...found.values()];
}

/** The folders that files of a run are looked for in: the current one, and that above its folder of runs. */
export function sourceFolders(runFiles: readonly string[]): string[] {
  return [...new Set([".", ...runFiles.map((path) => dirname(dirname(path)))])];
}

async function lookUp(
  file: Pick<Source, "path" | "sha256">,
  folders: readonly string[],
): Promise<Pick<Source, "state" | "text">> {
  if (isAbsolute(file.path) || file.path.split(/[/\\]/).includes("..")) return { state: "missing", text: null };
  let state: Source["state"] = "missing";
  for (const folder of folders) {
    const content = await contentOf(join(folder, file.path));
    if (content === null) continue;
    if (sha256(content) === file.sha256) return { state: "measured", text: textOf(content, file.path) };
    state = "changed";
  }
  return { state, text: null };
}

/** The bytes of a file; `null` where there is none that can be read. */
async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readRegularFile(path, 20_000_000);
  } catch (error) {
    if (error instanceof UserError || codeOf(error) !== undefined) return null;
    throw error;
  }
}

function textOf(content: Buffer, path: string): string | null {
  if (content.length > MAX_BYTES || content.includes(0)) return null;
  try {
    return decodeText(content, path);
  } catch {
    return null;
  }
}
