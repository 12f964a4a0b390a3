import * as nodeFs from "node:fs";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { SyncFileSystem } from "../../../src/record/files/file-system.js";
import { buildSite } from "../../../src/report/site/build-site.js";
import { UserError } from "../../../src/user-error.js";

const folder = mkdtempSync(join(tmpdir(), "scalebook-refused-"));
const outDir = join(folder, "site");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The real file system, of which one call is refused, from its nth time on. */
function refusing(name: "mkdirSync" | "writeFileSync" | "renameSync", error: object, nth = 1): SyncFileSystem {
  let times = 0;
  const real = Reflect.get(nodeFs, name) as (...args: unknown[]) => unknown;
  const call = (...args: unknown[]) => {
    times += 1;
    if (times < nth) return real(...args);
    throw Object.assign(new Error("refused"), { path: args[0], dest: args[1], ...error });
  };
  return { ...nodeFs, [name]: call };
}

describe("a site that cannot be written is a mistake that names its folder", () => {
  it.each([
    ["mkdirSync", { code: "EACCES", syscall: "mkdir" }, 1, "permission denied"],
    ["mkdirSync", { code: "EROFS", syscall: "mkdir" }, 1, "the file system is read-only"],
    ["writeFileSync", { code: "ENOSPC", syscall: "write", path: undefined, dest: undefined }, 1, "no space is left"],
    ["writeFileSync", { code: "EDQUOT", syscall: "open", dest: undefined }, 3, "your disk quota is used up"],
    ["renameSync", { code: "EPERM", syscall: "rename" }, 1, "the operation is not permitted"],
  ] as const)("%s %j", async (name, error, nth, words) => {
    const building = buildSite({ runs: [], outDir, toolVersion: "0.1.0", fs: refusing(name, error, nth) });
    const thrown = await building.catch((refused: unknown) => refused);
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as Error).message).toMatch(
      new RegExp(`^cannot write the site to ${outDir}: ${words}.*\\(${error.code}\\)$`),
    );
    expect(existsSync(join(outDir, "index.html"))).toBe(false);
  });

  it.skipIf(!existsSync("/proc/self"))("is told of a place that takes no folder", async () => {
    const building = buildSite({ runs: [], outDir: "/proc/site", toolVersion: "0.1.0" });
    await expect(building).rejects.toThrow(
      "cannot write the site to /proc/site: no folder can be made there; choose another place (ENOENT)",
    );
  });

  it("but a file elsewhere that is missing is a bug", async () => {
    const error = { code: "ENOENT", syscall: "open", path: "/opt/font.ttf", dest: undefined };
    const building = buildSite({ runs: [], outDir, toolVersion: "0.1.0", fs: refusing("renameSync", error, 2) });
    await expect(building).rejects.not.toBeInstanceOf(UserError);
  });
});
