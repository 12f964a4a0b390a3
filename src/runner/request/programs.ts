import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { sha256 } from "../../record/schema/run-id.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { splitCommand } from "../../study/command-line.js";
import type { ExperimentDefinition } from "../../study/study.js";
import { withoutHome } from "../processes/environment.js";

type Program = NonNullable<Experiment["program"]>;
type SourceFile = Program["files"][number];

/** Largest file that is hashed; a larger one is data rather than a program. */
const MAX_BYTES = 20_000_000;
const MOST_FILES = 16;
const LONGEST_MS = 5_000;
const LONGEST_ANSWER = 200;

/** Programs that run others' source and are known to answer when they are asked for their version; no other is started. */
export const INTERPRETER =
  /^(?:python|pypy|py|node|nodejs|deno|bun|ruby|jruby|perl|php|lua|luajit|R|Rscript|julia|java|guile|racket|elixir|bash)[\d.]*(?:\.exe)?$/;
const VERSION_FLAG: Readonly<Record<string, string>> = { lua: "-v", luajit: "-v" };

/** Folder that an experiment's files start from, and the environment of its programs. */
interface Surroundings {
  folder: string;
  environment: Record<string, string>;
}

/** The user's own work in an experiment: its files as they are now, and the version of what runs them; `null` without any. */
export async function programOf(
  { module, command, shell }: ExperimentDefinition,
  surroundings: Surroundings,
): Promise<Program | null> {
  const { folder } = surroundings;
  if (module !== undefined) {
    // Node, which runs it, stands in the run's software.
    const file = await sourceFile(resolve(folder, module));
    return file === null ? null : { files: [file] };
  }
  if (command === undefined) return null;
  const words = shell ? command.trim().split(/\s+/) : splitCommand(command, "the command");
  const [program = "", ...rest] = words;
  const named = [...(program.includes("/") ? [program] : []), ...rest.filter((word) => !word.startsWith("-"))];
  const files: SourceFile[] = [];
  for (const word of new Set(named)) {
    const file = files.length < MOST_FILES ? await sourceFile(resolve(folder, word)) : null;
    if (file !== null) files.push(file);
  }
  const interpreter = INTERPRETER.test(basename(program)) ? await versionOf(program, surroundings) : null;
  if (files.length === 0 && interpreter === null) return null;
  return { files, ...(interpreter !== null && { interpreter }) };
}

/** A regular file with its hash; `null` where there is none. */
async function sourceFile(path: string): Promise<SourceFile | null> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    const content = await readFile(path);
    return {
      path: shownPath(path),
      sha256: sha256(content),
      bytes: content.length,
    };
  } catch {
    return null;
  }
}

/** The path from the current folder; of a file elsewhere its name only, as folders may name people. */
function shownPath(path: string): string {
  const from = relative(process.cwd(), path);
  const isBelow = !isAbsolute(from) && from.split(sep)[0] !== "..";
  return isBelow ? from.split(sep).join("/") : basename(path);
}

/** The first line that an interpreter says of its version; `null` where it says none. */
function versionOf(program: string, { folder, environment }: Surroundings): Promise<string | null> {
  const flag = VERSION_FLAG[basename(program).replace(/[\d.]*(?:\.exe)?$/, "")] ?? "--version";
  const options = { cwd: folder, env: environment, timeout: LONGEST_MS, encoding: "utf8", windowsHide: true } as const;
  return new Promise((done) => {
    execFile(program, [flag], options, (error, stdout, stderr) => {
      const line = `${stdout}\n${stderr}`.split("\n").find((said) => said.trim() !== "");
      done(error !== null || line === undefined ? null : withoutHome(line.trim()).slice(0, LONGEST_ANSWER));
    });
  });
}
