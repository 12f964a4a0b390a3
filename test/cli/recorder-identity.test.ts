import { chmodSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { identityFolder } from "../../src/cli/recorder-identity.js";
import { machineIdentity } from "../../src/runner/machine/machine-identity.js";

describe("the identity of a machine that records an order", () => {
  const home = mkdtempSync(join(tmpdir(), "scalebook-home-"));
  const env = { SCALEBOOK_CONFIG: join(home, "config") };
  const kept = join(home, "kept");

  it("is that of the home for the first machine, and another one for each that shares the home", async () => {
    const folders = ["n1", "n2", "n3", "n1"].map((name) => identityFolder(kept, name, env));
    expect(folders).toEqual([
      env.SCALEBOOK_CONFIG,
      join(kept, "machines", "n2"),
      join(kept, "machines", "n3"),
      env.SCALEBOOK_CONFIG,
    ]);
    const ids = [];
    for (const folder of folders) ids.push((await machineIdentity(undefined, { SCALEBOOK_CONFIG: folder })).id);
    expect(new Set(ids).size).toBe(3);
    expect(ids[3]).toBe(ids[0]);
    expect(readFileSync(join(env.SCALEBOOK_CONFIG, "recorded-on"), "utf8")).toBe("n1");
  });

  it.runIf(process.getuid?.() !== 0)("is the usual one where nothing can be kept", () => {
    const locked = mkdtempSync(join(tmpdir(), "scalebook-locked-"));
    chmodSync(locked, 0o500);
    const folder = join(locked, "config");
    expect(identityFolder(kept, "n1", { SCALEBOOK_CONFIG: folder })).toBe(folder);
    expect(existsSync(folder)).toBe(false);
  });
});
