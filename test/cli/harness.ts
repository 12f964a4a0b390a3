import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll } from "vitest";
import type { Io } from "../../src/cli/command.js";
import { runProgram } from "../../src/cli/program.js";
import { UserError } from "../../src/user-error.js";
import { mainScript } from "../built.js";

/** A folder for one test file, with a configuration folder of its own; gone afterwards. */
export function workplace() {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const env = { SCALEBOOK_CONFIG: join(dir, "config"), SCALEBOOK_CACHE: join(dir, "cache"), TMPDIR: dir };
  /** The program in a process of its own. */
  const scalebook = (...args: string[]) =>
    execa(process.execPath, [mainScript, ...args], { cwd: dir, env, reject: false, stdin: "ignore" });
  return { dir, env, scalebook };
}

/**
 * The same for a test file that is not about the process: the test's own process works in the folder, and starts no other for
 * the program, which would load it all again. Bugs are thrown.
 */
export function workplaceInside() {
  const { dir, env } = workplace();
  const [before, variables] = [process.cwd(), { ...process.env }];
  process.chdir(dir);
  Object.assign(process.env, env);
  afterAll(() => {
    process.chdir(before);
    process.env = variables;
  });
  return { dir, env, scalebook: runInside };
}

/** The program in the process of the test. */
export async function runInside(...args: string[]) {
  const said = { stdout: "", stderr: "" };
  const io: Io = {
    out: (text) => {
      said.stdout += text;
    },
    drained: async (text) => {
      said.stdout += text;
    },
    err: (text) => {
      said.stderr += text;
    },
    isTerminal: false,
    columns: Number.POSITIVE_INFINITY,
    env: process.env,
    onInterrupt: () => () => {},
  };
  const ended = (exitCode: number) => ({
    stdout: said.stdout.replace(/\n$/, ""),
    stderr: said.stderr.replace(/\n$/, ""),
    exitCode,
  });
  try {
    return ended(await runProgram(args, io));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.err(`scalebook: ${error.message}\n`);
    return ended(2);
  }
}
