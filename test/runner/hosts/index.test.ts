import { describe, expect, it } from "vitest";
import { moduleName } from "../../../src/runner/hosts/index.js";

describe("the name of a module", () => {
  it("tells the language by its ending, and the function after a colon", () => {
    expect(moduleName("./work.mjs")).toEqual({ file: "./work.mjs" });
    expect(moduleName("defs.py")).toEqual({ file: "defs.py", runtime: "python" });
    expect(moduleName("a/defs.py:work_that_CPU")).toEqual({
      file: "a/defs.py",
      runtime: "python",
      function: "work_that_CPU",
    });
  });

  it("may have a colon of a drive, or of a folder", () => {
    expect(moduleName("C:\\lab\\defs.py:work")).toEqual({
      file: "C:\\lab\\defs.py",
      runtime: "python",
      function: "work",
    });
    expect(moduleName("a.py:b/c.mjs")).toEqual({ file: "a.py:b/c.mjs" });
  });
});
