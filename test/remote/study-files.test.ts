import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { studyFiles } from "../../src/remote/study-files.js";

let dir = "";
const write = (path: string, text: string) => {
  mkdirSync(join(dir, path, ".."), { recursive: true });
  writeFileSync(join(dir, path), text);
  return join(dir, path);
};
const carried = async (named: string[], folder = dir) => {
  const { files, folder: below } = await studyFiles(named, folder);
  return [files.map(({ path }) => path).sort(), below];
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "scalebook-study-"));
  return () => rmSync(dir, { recursive: true, force: true });
});

describe("the files of a study that are carried over", () => {
  it("are those named and all that these import by a path", async () => {
    write("lib/deep.mjs", "export const deep = 1;");
    write("lib/help.mjs", 'export * from "./deep.mjs";');
    const task = write("task.mjs", 'import "./lib/help.mjs"; import "node:fs"; export const task = () => 1;');
    expect(await carried([task])).toEqual([["lib/deep.mjs", "lib/help.mjs", "task.mjs"], ""]);
  });

  it("keep their places to each other where some lie above the folder", async () => {
    write("lib/deep.mjs", "export const deep = 1;");
    const task = write("work/task.mjs", 'import "../lib/deep.mjs"; export const task = () => 1;');
    expect(await carried([task], join(dir, "work"))).toEqual([["lib/deep.mjs", "work/task.mjs"], "work"]);
  });

  it("are of a Python file those that it imports from beside it, in packages as well", async () => {
    write("py/shapes/__init__.py", "from .area import area");
    write("py/shapes/area.py", "def area(): return 1");
    write("py/helper.py", "import math, shapes");
    const task = write("py/task.py", "import os\nfrom helper import x\n\ndef task(i): return 1\n");
    expect(await carried([task], join(dir, "py"))).toEqual([
      ["helper.py", "shapes/__init__.py", "shapes/area.py", "task.py"],
      "",
    ]);
  });

  it("are refused where one imports a package", async () => {
    write("node_modules/left/package.json", '{ "name": "left", "version": "1.0.0" }');
    const task = write("packaged.mjs", 'import "left"; export const task = () => 1;');
    await expect(carried([task])).rejects.toThrow(
      /packaged\.mjs imports the package left, and packages are not carried over.*--hosts-folder/,
    );
  });
});
