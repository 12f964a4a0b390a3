import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolder } from "../../../src/record/files/make-folder.js";
import { fileError } from "../../../src/record/files/regular-files.js";
import { temporaryFolder } from "../sample.js";

it("makes a folder and those above it, and leaves one that is there", async () => {
  const path = join(await temporaryFolder(), "a", "b", "c");
  makeFolder(path);
  makeFolder(path);
  expect(existsSync(path)).toBe(true);
});

it("says that a part of the path is a file", async () => {
  const file = join(await temporaryFolder(), "file");
  writeFileSync(file, "x");
  for (const path of [file, join(file, "below")]) {
    expect(() => make(path)).toThrow(/is a file and not a folder/);
  }
});

it("ends where a folder takes none in it, as /proc does", async () => {
  const closed = await temporaryFolder();
  let calls = 0;
  const fs = {
    statSync,
    mkdirSync: ((path: string) => {
      calls += 1;
      if (calls > 10) throw new Error("goes round for ever");
      if (path.startsWith(join(closed, "/"))) throw refused();
      return mkdirSync(path);
    }) as typeof mkdirSync,
  };
  expect(() => make(join(closed, "site"), fs)).toThrow("no folder can be made there; choose another place (ENOENT)");
  expect(() => make(join(closed, "site", "deep"), fs)).toThrow("no folder can be made there");
});

function make(...given: Parameters<typeof makeFolder>): void {
  try {
    makeFolder(...given);
  } catch (error) {
    throw fileError("refused", error);
  }
}

const refused = () => Object.assign(new Error("no such file or directory"), { code: "ENOENT", syscall: "mkdir" });
