import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readFolder } from "../../../src/cli/options/read-folder.js";

const all = () => true;

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "scalebook-folder-"));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

test("a folder is read in the order of its paths, as far as it is asked for", async () => {
  const folder = await folderOf({ "b.json": "2", "a/z z.json": "1", "c.txt": "3" });
  const { files } = await readFolder(folder, (path) => path.endsWith(".json"));
  expect(files).toEqual([
    { path: "a/z z.json", text: "1" },
    { path: "b.json", text: "2" },
  ]);
});

test("its hash is that of the paths and contents, and of nothing else", async () => {
  const hashOf = async (files: Record<string, string>) => (await readFolder(await folderOf(files), all)).sha256;
  const hash = await hashOf({ "a/x": "1", b: "2" });
  expect(await hashOf({ b: "2", "a/x": "1" })).toBe(hash);
  for (const other of [{ "a/x": "1", b: "3" }, { "a/y": "1", b: "2" }, { "a/x": "12", b: "" }, { "a/x": "1" }]) {
    expect(await hashOf(other as Record<string, string>)).not.toBe(hash);
  }
});

test("links are passed over, and what is no text is named", async () => {
  const folder = await folderOf({ "a/x": "1" });
  await symlink(folder, join(folder, "a", "again"));
  await symlink("/etc/hostname", join(folder, "link"));
  expect((await readFolder(folder, all)).files.map(({ path }) => path)).toEqual(["a/x"]);
  await writeFile(join(folder, "bytes"), new Uint8Array([0xff, 0xfe, 0]));
  await expect(readFolder(folder, all)).rejects.toThrow(`${join(folder, "bytes")}: is not UTF-8 text`);
  await rm(folder, { recursive: true });
  await expect(readFolder(folder, all)).rejects.toThrow(`cannot read ${folder}: there is no such file or folder`);
});
