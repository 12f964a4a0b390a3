import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cell, experiment } from "../../analysis/make-run.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook, write } = folderOfRuns();
const runs = ["--runs-dir", dir];
const lines = [1, 2].map((workers) => cell({ strategy: "thread-pool", workers, tasks: 8, n: 100 }, [100 / workers]));
write(1, { experiments: [experiment(lines)] });
const at = (...parts: string[]) => join(dir, "files", ...parts);
mkdirSync(at("folder"), { recursive: true });
writeFileSync(at("file"), "strategy,workers,wall_s\na,1,2\n");
symlinkSync("loop", at("loop"));
const long = "x".repeat(300);

/** Places that nothing can be written to, whoever tries; and the code that the system gives. */
const PLACES = [
  [at("file", "in"), /\((?:ENOTDIR|EEXIST)\)/],
  [at("loop", "in"), /\((?:ELOOP|EEXIST|ENOENT)\)/],
  [at(long), /\(ENAMETOOLONG\)/],
] as const;

describe.each(PLACES)("where %s cannot be written", (place, code) => {
  it.each([
    ["build", ["build", ...runs, "--out", place], "cannot write the site to"],
    ["build --single-file", ["build", "--single-file", ...runs, "--out", place], "cannot write"],
    ["report", ["report", "latest", "--format", "md", ...runs, "--out", place], "cannot write"],
    ["export", ["export", "latest", "--format", "csv", ...runs, "--out", place], "cannot write"],
    ["export of several", ["export", "latest", "--format", "svg", ...runs, "--out", place], "cannot write"],
    ["export --all", ["export", "--all", ...runs, "--out", place], "cannot write"],
    ["import", ["import", "csv", at("file"), "--runs-dir", place], "cannot"],
    ["init", ["init", `${place}.yaml`], "cannot write"],
    ["merge", ["merge", dir, "--runs-dir", place], "cannot read the folder"],
  ])("%s says so", async (_, args, words) => {
    const { mistake } = await scalebook(...args);
    expect(mistake).toContain(words);
    expect(mistake).toContain(place);
    expect(mistake).toMatch(code);
  });
});

describe("what cannot be read", () => {
  it.each([
    [["list", "--runs-dir", at("file")], "cannot read the folder"],
    [["show", at("folder.json")], "no such file or folder (ENOENT)"],
    [["import", "csv", at("folder")], "is a folder"],
    [["run", "--study", at("folder")], "it is a folder; name a file (EISDIR)"],
    [["run", "--study", at("file", "s.yaml")], "is a file and not a folder; choose another path (ENOTDIR)"],
    [["build", ...runs, "--published", at("none")], "no such file or folder (ENOENT)"],
    [["build", ...runs, "--published", at("folder")], "is a folder, not a file"],
    [["build", ...runs, "--published", "/dev/zero"], "/dev/zero: is not a regular file"],
    [["run", "--study", "/dev/zero"], "/dev/zero is a device: give a study file"],
    [["run", "--module", at("folder"), "--workers", "1"], `${at("folder")} is no file: give the path of a module`],
    [["run", "--module", "/dev/zero", "--workers", "1"], "/dev/zero is no file: give the path of a module"],
    [["preview", "--out", at("file")], "holds no index.html"],
    [["preview", "--out", at("loop")], `cannot read ${at("loop")}: symbolic links lead in a circle`],
  ])("is named: %j", async (args, words) => {
    expect((await scalebook(...args)).mistake).toContain(words);
  });
});
