import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { measuredEnvironment } from "../../../src/runner/processes/environment.js";
import { programOf } from "../../../src/runner/request/programs.js";
import { matrix } from "../../../src/study/study.js";

// Below the current folder, as a path elsewhere is shown as a name.
const folder = mkdtempSync("programs-test-");
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ["a.mjs", "b.txt"]) writeFileSync(join(folder, name), `// ${name}`);
const file = (name: string) => ({
  path: `${folder}/${name}`,
  sha256: sha256(`// ${name}`),
  bytes: `// ${name}`.length,
});

const surroundings = { folder, environment: measuredEnvironment(process.env, true) };
const of = (work: { module?: string; command?: string; shell?: boolean }) => {
  const levels = matrix({ workload: ["x"], strategy: ["x"], n: [1] });
  return programOf({ id: "x", title: "x", question: "x", matrix: [levels], ...work }, surroundings);
};

describe("the program of an experiment", () => {
  it("is its module", async () => {
    expect(await of({ module: "./a.mjs" })).toEqual({ files: [file("a.mjs")] });
    expect(await of({})).toBeNull();
  });

  it("is the files that its command names, with what their interpreter says of its version", async () => {
    const interpreter = `v${process.versions.node}`;
    expect(await of({ command: "node a.mjs {n} --in b.txt lacking.txt a.mjs" })).toEqual({
      files: [file("a.mjs"), file("b.txt")],
      interpreter,
    });
    expect(await of({ command: "node a.mjs | cat", shell: true })).toEqual({ files: [file("a.mjs")], interpreter });
  });

  it("starts no program that is not known to answer", async () => {
    writeFileSync(join(folder, "run"), "#!/bin/sh\ntouch started\n", { mode: 0o755 });
    expect(await of({ command: "./run b.txt" })).toEqual({
      files: [{ ...file("run"), sha256: expect.any(String), bytes: 24 }, file("b.txt")],
    });
    expect(await of({ command: "node started" })).toEqual({ files: [], interpreter: expect.any(String) });
    expect(await of({ command: "sleep 1" })).toBeNull();
  });

  it("shows of a file elsewhere the name only", async () => {
    expect((await of({ command: `node ${process.execPath}` }))?.files).toEqual([]);
    const elsewhere = mkdtempSync(join(tmpdir(), "scalebook-elsewhere-"));
    writeFileSync(join(elsewhere, "name.py"), "");
    expect((await of({ command: `node ${join(elsewhere, "name.py")}` }))?.files).toMatchObject([{ path: "name.py" }]);
    rmSync(elsewhere, { recursive: true });
  });
});
