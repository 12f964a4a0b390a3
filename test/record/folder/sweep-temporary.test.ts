import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nodeFiles } from "../../../src/record/files/file-system.js";
import { writeAtomically } from "../../../src/record/files/write-atomically.js";
import { sweepTemporary } from "../../../src/record/folder/sweep-temporary.js";

it("takes away what a dead process was writing, and nothing else", async () => {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  let temporary = "";
  const watching = {
    ...nodeFiles,
    rename: async (from: string, to: string) => {
      temporary = from.slice(dir.length + 1);
      await nodeFiles.rename(from, to);
    },
  };
  await writeAtomically(join(dir, "run.json"), Buffer.from("{}"), watching);
  const dead = temporary.replace(`.${process.pid}-`, `.${2 ** 22 + 1}-`);
  expect(dead).not.toBe(temporary);
  for (const name of [temporary, dead, "notes.tmp", ".git.tmp"]) writeFileSync(join(dir, name), "");
  await sweepTemporary(dir);
  expect(readdirSync(dir).toSorted()).toEqual([temporary, "notes.tmp", ".git.tmp", "run.json"].toSorted());
  rmSync(dir, { recursive: true });
  await sweepTemporary(dir);
});
