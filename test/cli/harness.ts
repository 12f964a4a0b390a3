import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll } from "vitest";
import { mainScript } from "../built.js";

/** A folder for one test file, with a configuration folder of its own; gone afterwards. */
export function workplace() {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const env = { SCALEBOOK_CONFIG: join(dir, "config"), SCALEBOOK_CACHE: join(dir, "cache"), TMPDIR: dir };
  const scalebook = (...args: string[]) =>
    execa(process.execPath, [mainScript, ...args], { cwd: dir, env, reject: false, stdin: "ignore" });
  return { dir, env, scalebook };
}
