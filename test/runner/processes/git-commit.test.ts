import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { currentCommit } from "../../../src/runner/processes/git-commit.js";

it("names the commit of a work tree, and whether something was changed since", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  expect(await currentCommit(cwd)).toBeNull();
  const git = (...args: string[]) =>
    execa("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd });
  await git("init", "-q");
  writeFileSync(join(cwd, "file"), "1");
  await git("add", "file");
  await git("commit", "-qm", "one");
  const { stdout } = await git("rev-parse", "HEAD");
  expect(await currentCommit(cwd)).toEqual({ hash: stdout, dirty: false });
  writeFileSync(join(cwd, "file"), "2");
  expect(await currentCommit(cwd)).toEqual({ hash: stdout, dirty: true });
  rmSync(cwd, { recursive: true });
});
