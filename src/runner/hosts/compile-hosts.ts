import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { languages } from "./index.js";
import type { Interpreter } from "./interpreters.js";

const LONGEST_MS = 10_000;

/**
 * The interpreters with their hosts compiled into the folder: a host, and every process that it
 * spawns, would compile the host's source anew, within the time of the trial. Where that fails, the source is started.
 */
export function compileHosts(
  interpreters: readonly Interpreter[],
  folder: string,
  environment: Record<string, string>,
): Promise<Interpreter[]> {
  return Promise.all(
    interpreters.map(async (interpreter, index) => {
      const compiled = join(folder, `host-${index}${languages[interpreter.runtime].compiledEnding}`);
      const [program = "", ...args] = languages[interpreter.runtime].compile(interpreter.executable, compiled);
      const done = await new Promise<boolean>((resolve) => {
        const options = { env: environment, timeout: LONGEST_MS, windowsHide: true };
        execFile(program, args, options, (error) => resolve(error === null));
      });
      return done ? { ...interpreter, compiled } : interpreter;
    }),
  );
}

/** Compiles hosts again that a module removed together with the folder. */
export async function restoreHosts(
  interpreters: readonly Interpreter[],
  folder: string,
  environment: Record<string, string>,
): Promise<void> {
  const isGone = interpreters.some(({ compiled }) => compiled !== undefined && !existsSync(compiled));
  if (isGone) await compileHosts(interpreters, folder, environment);
}
