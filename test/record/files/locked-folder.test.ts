import { spawnSync } from "node:child_process";
import * as nodeFs from "node:fs";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SyncFileSystem } from "../../../src/record/files/file-system.js";
import { type LockedFolder, lockFolder } from "../../../src/record/files/locked-folder.js";
import { temporaryFolder } from "../sample.js";

const { pid: dead } = spawnSync(process.execPath, ["-e", "0"]);
const GONE = JSON.stringify({ pid: dead, start: existsSync("/proc/self/stat") ? "1" : null, token: "x" });

function taken(given: ReturnType<typeof lockFolder>): LockedFolder {
  if ("heldBy" in given) throw new Error(`held by ${given.heldBy}`);
  return given;
}

/** A folder that a process left behind; `owner` absent: as versions before this one left it. */
function leave(path: string, owner: string | null = GONE): void {
  mkdirSync(path);
  writeFileSync(join(path, "half-a-page.html"), "<p>");
  if (owner !== null) writeFileSync(join(path, "owner"), owner);
}

it("belongs to one at a time, and is free again when it was released", async () => {
  const path = join(await temporaryFolder(), "own");
  const first = taken(lockFolder(path));
  expect(lockFolder(path)).toEqual({ heldBy: process.pid });
  writeFileSync(join(path, "page.html"), "x");
  first.release();
  expect(existsSync(path)).toBe(false);
  taken(lockFolder(path)).release();
});

it.each([
  ["of a process that is gone", GONE],
  ["without an owner", null],
  ["whose owner cannot be read", "\0\0\0"],
])("is taken over %s, without what lay in it", async (_, owner) => {
  const folder = await temporaryFolder();
  const path = join(folder, "own");
  leave(path, owner);
  const own = taken(lockFolder(path));
  expect(readdirSync(path)).toEqual(["owner"]);
  own.release();
  expect(readdirSync(folder)).toEqual([]);
});

it("leaves nothing of processes that were killed while they took it, and what is not its own alone", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "own");
  const others = [`own-${dead}-${JSON.parse(GONE).start ?? 0}-0123abcd`, "own-mine", "other"];
  for (const name of others) mkdirSync(join(folder, name));
  taken(lockFolder(path)).release();
  expect(readdirSync(folder).sort()).toEqual(["other", "own-mine"]);
});

it("is not taken from one who was quicker to take over what was left", async () => {
  const path = join(await temporaryFolder(), "own");
  leave(path);
  let quicker: LockedFolder | undefined;
  // Between seeing that the owner is gone and removing the folder.
  const mkdirSyncLate = ((name: string) => {
    if (name.includes("-sweep") && quicker === undefined) quicker = taken(lockFolder(path));
    return nodeFs.mkdirSync(name);
  }) as typeof nodeFs.mkdirSync;
  const fs: SyncFileSystem = { ...nodeFs, mkdirSync: mkdirSyncLate };
  expect(lockFolder(path, fs)).toEqual({ heldBy: process.pid });
  expect(quicker?.isHeld()).toBe(true);
});

it("waits for nobody who was killed while taking over", async () => {
  const path = join(await temporaryFolder(), "own");
  leave(path);
  leave(`${path}-sweep`);
  expect(taken(lockFolder(path)).isHeld()).toBe(true);
});

it("leaves nothing of who was killed while taking over, also where nothing is to be taken over any more", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "own");
  leave(`${path}-sweep`);
  taken(lockFolder(path)).release();
  expect(readdirSync(folder)).toEqual([]);
});

it("is given up by one from whom it was taken, and stays with the other", async () => {
  const path = join(await temporaryFolder(), "own");
  const first = taken(lockFolder(path));
  writeFileSync(join(path, "owner"), GONE);
  const second = taken(lockFolder(path));
  expect(first.isHeld()).toBe(false);
  first.release();
  expect(second.isHeld()).toBe(true);
});

it("is never a link or a file of somebody's", async () => {
  const folder = await temporaryFolder();
  const outside = join(folder, "outside");
  leave(outside, null);
  symlinkSync(outside, join(folder, "link"));
  writeFileSync(join(folder, "file"), "mine");
  for (const name of ["link", "file"]) {
    expect(() => lockFolder(join(folder, name))).toThrow(/is in the way, and no folder: move it away/);
  }
  expect(readdirSync(outside)).toEqual(["half-a-page.html"]);
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("mine");
});
