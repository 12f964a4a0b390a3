import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { measuredEnvironment } from "../../../src/runner/processes/environment.js";
import { programsIn } from "../../../src/runner/request/programs.js";
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

const surroundings = { folder, environment: measuredEnvironment(process.env, true), catalogue: { workloads: {} } };
const all = (work: { module?: string; command?: string; variants?: Record<string, string>; shell?: boolean }) => {
  const levels = matrix({ workload: ["x"], strategy: ["x"], n: [1] });
  return programsIn({ id: "x", title: "x", question: "x", matrix: [levels], ...work }, surroundings);
};
const of = async (work: Parameters<typeof all>[0]) => (await all(work)).program;

describe("the program of an experiment", () => {
  it("is its module, with the files and packages that it imports", async () => {
    expect(await of({ module: "./a.mjs" })).toEqual({ files: [file("a.mjs")] });
    const text = 'import "./a.mjs";\nimport { expect } from "vitest";\n// import "zod";\n';
    writeFileSync(join(folder, "c.mjs"), text);
    const own = { ...file("c.mjs"), sha256: sha256(text), bytes: text.length };
    const packages = [{ name: "vitest", version: expect.stringMatching(/^\d+\.\d+\.\d+/) }];
    expect(await of({ module: "./c.mjs" })).toEqual({ files: [own, file("a.mjs")], packages });
    expect(await all({})).toEqual({});
  });

  it("is the files that its command names, what it starts, and what that says of its version", async () => {
    const interpreter = `v${process.versions.node}`;
    const command = "node a.mjs {n} --in b.txt lacking.txt a.mjs";
    const started = { path: expect.stringMatching(/[/\\]node(?:\.exe)?$/), interpreter };
    expect(await of({ command })).toEqual({ files: [file("a.mjs"), file("b.txt")], command, ...started });
    const piped = "node a.mjs | cat";
    expect(await of({ command: piped, shell: true })).toEqual({ files: [file("a.mjs")], command: piped, ...started });
  });

  it.skipIf(process.platform === "win32")("is run by what the first line of a script names", async () => {
    const script = "#!/usr/bin/env node\nprocess.exit();\n";
    writeFileSync(join(folder, "script"), script, { mode: 0o755 });
    const own = { ...file("script"), sha256: sha256(script), bytes: script.length };
    const interpreter = `v${process.versions.node}`;
    expect(await of({ command: "./script" })).toEqual({
      ...{ files: [own], command: "./script", path: `${folder}/script`, interpreter },
    });
  });

  it("is one for each variant", async () => {
    const { program, programs } = await all({ variants: { "own way": "node a.mjs", other: "node b.txt" } });
    expect(program).toBeUndefined();
    expect(Object.entries(programs ?? {}).map(([name, { files }]) => [name, files])).toEqual([
      ["own way", [file("a.mjs")]],
      ["other", [file("b.txt")]],
    ]);
  });

  it("starts no program that is not known to answer, nor one in the user's folder that is called like a build tool", async () => {
    const script = "#!/bin/sh\ntouch started\n";
    for (const name of ["run", "make"]) writeFileSync(join(folder, name), script, { mode: 0o755 });
    const own = (name: string) => ({ ...file(name), sha256: sha256(script), bytes: script.length });
    const path = (name: string) => ({ path: `${folder}/${name}` });
    expect(await of({ command: "./run b.txt" })).toEqual({
      ...{ files: [own("run"), file("b.txt")], command: "./run b.txt" },
      ...path("run"),
    });
    expect(await of({ command: "./make" })).toEqual({ files: [own("make")], command: "./make", ...path("make") });
    expect(existsSync(join(folder, "started"))).toBe(false);
    expect(await of({ command: "sleep 1" })).toEqual({
      ...{ files: [], command: "sleep 1" },
      path: expect.stringMatching(/\/sleep$/),
    });
  });

  it.skipIf(process.platform === "win32")("asks build tools, which say their version", async () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "cargo"), '#!/bin/sh\necho "cargo $1"\n', { mode: 0o755 });
    writeFileSync(join(bin, "go"), '#!/bin/sh\necho "go $1"\n', { mode: 0o755 });
    const around = {
      ...surroundings,
      environment: { ...surroundings.environment, PATH: `${resolve(bin)}:/usr/bin:/bin` },
    };
    const levels = matrix({ workload: ["x"], strategy: ["x"], n: [1] });
    const about = { id: "x", title: "x", question: "x", matrix: [levels] };
    const variants = { a: "cargo build", b: "go build x" };
    const { programs = {} } = await programsIn({ ...about, variants }, around);
    expect([programs.a?.version, programs.b?.version]).toEqual(["cargo --version", "go version"]);
    expect(programs.a?.path).toBe(`${folder}/bin/cargo`);
  });

  it("takes from the host what loading a module in another language brought in", async () => {
    const imported = {
      files: [resolve(folder, "a.mjs"), resolve(folder, "b.txt")],
      packages: [{ name: "attrs", version: "26.1.0" }],
    };
    const known = { title: "x", bound: "cpu", division: "tasks", unit: "size", defaultN: 1, msPerUnit: 1 } as const;
    const module = { url: "file:///x/a.py", runtime: "python", tasks: null, imported };
    writeFileSync(join(folder, "a.py"), "// a.py");
    const levels = matrix({ workload: ["own"], strategy: ["x"], n: [1] });
    const about = { id: "x", title: "x", question: "x", matrix: [levels], module: "./a.py:work" };
    const catalogue = { workloads: { own: { ...known, module } } };
    expect(await programsIn(about, { ...surroundings, catalogue })).toEqual({
      program: { files: [file("a.py"), file("a.mjs"), file("b.txt")], packages: imported.packages },
    });
  });

  it("names no home folder", async () => {
    const home = homedir();
    const program = await of({ command: `${home}/bin/nothing --in ${home}/data.csv` });
    expect(program).toEqual({ files: [], command: "~/bin/nothing --in ~/data.csv" });
  });

  it("shows of a file elsewhere the name only", async () => {
    expect((await of({ command: `node ${process.execPath}` }))?.files).toEqual([]);
    const elsewhere = mkdtempSync(join(tmpdir(), "scalebook-elsewhere-"));
    writeFileSync(join(elsewhere, "name.py"), "");
    expect((await of({ command: `node ${join(elsewhere, "name.py")}` }))?.files).toMatchObject([{ path: "name.py" }]);
    rmSync(elsewhere, { recursive: true });
  });
});
