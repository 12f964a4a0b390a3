import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { canBeStarted } from "../../src/app/resolve-own-work.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true }));

describe.skipIf(process.platform === "win32")("canBeStarted", () => {
  it("looks for names in PATH and for paths from the folder", () => {
    writeFileSync(join(dir, "tool"), "#!/bin/sh\n");
    chmodSync(join(dir, "tool"), 0o755);
    mkdirSync(join(dir, "folder"));
    writeFileSync(join(dir, "plain"), "");
    expect(canBeStarted("tool", "/", `/nowhere:${dir}`)).toBe(true);
    expect(canBeStarted("./tool", dir)).toBe(true);
    expect(canBeStarted(join(dir, "tool"), "/")).toBe(true);
    expect(canBeStarted("tool", dir, "/nowhere")).toBe(false);
    expect(canBeStarted("./folder", dir)).toBe(false);
    expect(canBeStarted("./plain", dir)).toBe(false);
  });
});
