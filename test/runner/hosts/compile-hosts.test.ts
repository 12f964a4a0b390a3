import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packagePaths } from "../../../src/package-paths.js";
import { compileHosts, restoreHosts } from "../../../src/runner/hosts/compile-hosts.js";
import { hostWords } from "../../../src/runner/hosts/host-words.js";
import type { Interpreter } from "../../../src/runner/hosts/interpreters.js";
import { has } from "../../needs.js";

it.skipIf(!has("python3"))("a host that a module removed is started from its source, and compiled again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scalebook-hosts-"));
  const environment = { PATH: process.env.PATH ?? "" };
  const python = { runtime: "python", executable: "python3", version: "3" } as unknown as Interpreter;
  try {
    const [compiled, ...others] = await compileHosts([python], folder, environment);
    expect(others).toEqual([]);
    const started = () => hostWords({ runtime: "python" }, [compiled as Interpreter])?.at(-1);
    const path = started() as string;
    expect(path).toBe(compiled?.compiled);
    rmSync(path);
    expect(started()).toBe(packagePaths.pythonHost);
    await restoreHosts([compiled as Interpreter], folder, environment);
    expect([existsSync(path), started()]).toEqual([true, path]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
