import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findInterpreters } from "../../../.build/runner/hosts/interpreters.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scalebook-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const about = {
  ...{ kind: "about", protocol: 1, language: "Python", version: "3.11.7", implementation: "CPython" },
  ...{ executable: "/opt/python", freeThreaded: false, startMethod: "fork", startMethods: ["fork", "spawn"] },
  ...{ strategies: ["sequential"], workloads: ["sleep"] },
};

/** A program that replies as an interpreter with the host would, or does something else instead. */
function program(name: string, reply: object | string): string {
  const path = join(folder, name);
  const says = typeof reply === "string" ? reply : `fs.writeSync(4, ${JSON.stringify(`${JSON.stringify(reply)}\n`)})`;
  writeFileSync(
    path,
    `#!${process.execPath}\nconst fs = require("node:fs");\nfs.readSync(3, Buffer.alloc(99));\n${says};\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe("programs that run another runtime", () => {
  it("are asked what they are, a build without the lock among them", async () => {
    const free = { ...about, version: "3.13.1t", freeThreaded: true, executable: "/opt/free" };
    const paths = [program("python3.11", about), program("python3.13t", free)];
    const found = await findInterpreters("python", paths);
    expect(found).toMatchObject([
      { runtime: "python", version: "3.11.7", freeThreaded: false, executable: "/opt/python" },
      { runtime: "python", version: "3.13.1t", freeThreaded: true, executable: "/opt/free" },
    ]);
  });

  it.each([
    ["is not there", () => join(folder, "nowhere"), /--interpreter has .*nowhere, which is not there/],
    [
      "is too old",
      () => program("old", { ...about, version: "3.8.2" }),
      /which is Python 3\.8\.2: trials need 3\.9 or later/,
    ],
    [
      "is another",
      () => program("ls", 'console.error("usage: ls"); process.exit(2)'),
      /which is not Python 3\.9 or later: it ended with exit code 2 \(usage: ls\)/,
    ],
  ])("are refused with words where one %s", async (_, path, message) => {
    await expect(findInterpreters("python", [path()])).rejects.toThrow(message);
  });

  it("must differ in version", async () => {
    const paths = [program("a", about), program("b", about)];
    await expect(findInterpreters("python", paths)).rejects.toThrow(/two programs of version 3\.11\.7, .*a and .*b/);
  });
});
