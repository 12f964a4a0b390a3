import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTemporaryFolder, removeOwnerless } from "../../../src/record/files/temporary-folders.js";

const outer = process.env.TMPDIR;
let temp = "";
beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  process.env.TMPDIR = temp;
});
afterAll(() => {
  if (outer === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outer;
  rmSync(temp, { recursive: true });
});

/** A folder whose owner is as the true one but for some fields, last touched so many days ago. */
function left(name: string, owner: object | null, days = 0): string {
  const folder = join(temp, name);
  mkdirSync(join(folder, "deep"), { recursive: true });
  if (owner !== null) writeFileSync(join(folder, "owner"), JSON.stringify(owner));
  const at = Date.now() / 1_000 - days * 86_400;
  utimesSync(folder, at, at);
  return folder;
}

it("a folder goes with the next process once its owner is gone, and not before", async () => {
  const own = await makeTemporaryFolder("lab-");
  const owner = JSON.parse(readFileSync(join(own, "owner"), "utf8"));
  const dead = { ...owner, pid: 2 ** 22 + 1 };
  const folders = {
    dead: left("lab-a", dead),
    "another process by now": left("lab-b", { ...owner, start: "1" }),
    "of another container": left("lab-c", { ...dead, place: "elsewhere" }),
    "of another container, long ago": left("lab-d", { ...dead, place: "elsewhere" }, 8),
    "being made": left("lab-e", null),
    "never made": left("lab-f", null, 1),
    "of another kind": left("other-a", dead),
  };
  removeOwnerless("lab-");
  expect(existsSync(own)).toBe(true);
  const kept = Object.entries(folders).filter(([, folder]) => existsSync(folder));
  const expected = ["of another container", "being made", "of another kind"];
  if (owner.start === null) expected.unshift("another process by now");
  expect(kept.map(([what]) => what)).toEqual(expected);
});

it("that there is no folder for temporary files is told, with what to do", async () => {
  process.env.TMPDIR = join(temp, "is-not-there");
  removeOwnerless("lab-");
  await expect(makeTemporaryFolder("lab-")).rejects.toThrow(
    `cannot make a temporary folder in ${process.env.TMPDIR} (TMPDIR): there is no such file or folder (ENOENT)`,
  );
  process.env.TMPDIR = temp;
});
