import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { importedBy, importsOf } from "../../../src/runner/request/imported-packages.js";

const folder = mkdtempSync(join(tmpdir(), "scalebook-imports-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file below the folder. */
function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("importsOf", () => {
  it.each([
    ['import a, { b as c } from "x";', ["x"]],
    ["import 'x'", ["x"]],
    ['import {\n  a,\n  b,\n} from "x";\nexport * from "y/z";', ["x", "y/z"]],
    ['import a from"x";import b from"y";', ["x", "y"]],
    ["const a = await import(\"x\"); const b = require( 'y' );", ["x", "y"]],
    ['// import "x";\n/* import "y"; */\n/**\n * import "z";\n */\nlet a;', []],
    ['import type { A } from "x";\nconst from = "y"; export const b = "z";', []],
    ['import(name); say(`import "x"`); const imports = "y";', []],
  ])("of %j are %j", (text, names) => {
    expect(importsOf(text)).toEqual(names);
  });
});

describe("importedBy", () => {
  it("finds the files below, and the installed version of each package from where it is imported", async () => {
    write("node_modules/plain/package.json", '{"version":"1.2.3"}');
    write("node_modules/@scope/own/package.json", '{"version":"2.0.0","exports":{}}');
    write("lib/node_modules/plain-2/package.json", '{"version":"4.0.0-rc.1"}');
    write("node_modules/broken/package.json", "{");
    const below = write("lib/below.mjs", 'import "plain-2"; import "../main.mjs"; import fs from "node:fs";');
    const main = write(
      "main.mjs",
      'import "plain/part.js"; import "@scope/own"; import "./lib/below.mjs"; import "lacking"; import "broken"; import "fs";',
    );
    expect(await importedBy(main)).toEqual({
      files: [below],
      packages: [
        { name: "@scope/own", version: "2.0.0" },
        { name: "plain", version: "1.2.3" },
        { name: "plain-2", version: "4.0.0-rc.1" },
      ],
    });
  });

  it("says nothing of a module that is not there", async () => {
    expect(await importedBy(join(folder, "lacking.mjs"))).toEqual({ files: [], packages: [] });
  });
});
