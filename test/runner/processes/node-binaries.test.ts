import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nodeBinaries } from "../../../src/runner/processes/node-binaries.js";
import { UserError } from "../../../src/user-error.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true }));

function script(name: string, ...lines: string[]): string {
  const path = join(dir, name);
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === "win32")("nodeBinaries", () => {
  it("asks for versions, and for the binary behind a link or a script", async () => {
    const other = script("node99", 'echo "99.1.0 /opt/node99/bin/node"');
    expect([...(await nodeBinaries([process.execPath, other]))]).toEqual([
      [process.versions.node, process.execPath],
      ["99.1.0", "/opt/node99/bin/node"],
    ]);
  });

  it.each([
    [["missing"], /missing, which cannot be run: ENOENT/],
    [["failing"], /failing, which cannot be run: it is no Node/],
    [["chatty"], /chatty, which is not Node/],
    [["old"], /old, which is Node 18\.2\.0: trials run on Node 20\.19 or later/],
    [["a", "b"], /two binaries of version 99\.0\.0, .*a and .*b/],
  ])("refuses %j", async (names, message) => {
    script("failing", "exit 1");
    script("chatty", "echo hello");
    script("old", 'echo "18.2.0 /old"');
    for (const name of ["a", "b"]) script(name, 'echo "99.0.0 /x"');
    const asked = nodeBinaries(names.map((name) => join(dir, name)));
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.toThrow(UserError);
  });
});
