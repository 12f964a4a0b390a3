import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { expectationsOf } from "../../../src/report/write-up/sections/expectation.js";
import { listing, programPart } from "../../../src/report/write-up/sections/program.js";
import { sourceFolders, sourcesOf } from "../../../src/report/write-up/sources.js";
import { makeRun, workersExperiment } from "../sample-runs.js";
import { entryOf } from "./drafts.js";

const folder = mkdtempSync(join(tmpdir(), "scalebook-sources-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "below"));
writeFileSync(join(folder, "same.py"), "print(1)\n");
writeFileSync(join(folder, "changed.py"), "print(3)\n");
writeFileSync(join(folder, "binary"), "a\0b");
symlinkSync(join(folder, "same.py"), join(folder, "link.py"));

function runOf(...files: [path: string, content: string][]) {
  const experiment = workersExperiment(3);
  const program = {
    files: files.map(([path, content]) => ({ path, sha256: sha256(content), bytes: content.length })),
    interpreter: "Python 3.12.1",
  };
  return makeRun({ experiments: [{ ...experiment, program }] });
}

describe("the source of a measured program", () => {
  it("is the file at its path where its hash is the one measured, and else only told of", async () => {
    const run = runOf(["same.py", "print(1)\n"], ["changed.py", "print(2)\n"], ["gone.py", "x"], ["binary", "a\0b"]);
    const sources = await sourcesOf([run], [folder]);
    expect(sources.map(({ path, state, text }) => [path, state, text])).toEqual([
      ["same.py", "measured", "print(1)\n"],
      ["changed.py", "changed", null],
      ["gone.py", "missing", null],
      ["binary", "measured", null],
    ]);
    const blocks = listing(sources);
    expect(blocks.filter(({ kind }) => kind === "code")).toEqual([
      { kind: "code", label: "same.py", text: "print(1)", language: "python" },
    ]);
    expect(JSON.stringify(blocks)).toContain(
      "changed.py is not listed: the file at that path is another one by now. gone.py is not listed: no such file is found from here. binary is not listed: it is no text, or too long.",
    );
    expect(JSON.stringify(programPart(sources))).toContain(
      `9 B; SHA-256 ${sha256("print(1)\n")}; run by Python 3.12.1; the file is still the one that was measured`,
    );
  });

  it("is looked for below the folders only, and through no link: a run file may name any path", async () => {
    const run = runOf(["../same.py", "print(1)\n"], [join(folder, "same.py"), "print(1)\n"], ["link.py", "print(1)\n"]);
    const states = await sourcesOf([run], [join(folder, "below"), folder]);
    expect(states.map(({ state }) => state)).toEqual(["missing", "missing", "missing"]);
    expect(sourceFolders(["/work/runs/a.json", "/work/runs/b.json"])).toEqual([".", "/work"]);
  });

  it("is told of by what was started and imported as well", async () => {
    const programs = {
      quick: { files: [], command: "./sort --quick {n}", path: "/opt/sort" },
      build: { files: [], command: "cargo build", path: "/usr/bin/cargo", version: "cargo 1.80.0" },
    };
    const packages = [{ name: "marked", version: "15.0.1" }];
    const experiments = [
      { ...workersExperiment(3), programs },
      { ...workersExperiment(3), id: "own", program: { files: [], packages } },
    ];
    expect(JSON.stringify(programPart([], [makeRun({ experiments })]))).toContain(
      JSON.stringify([
        ["Program in workers, quick: ./sort --quick {n}; starts /opt/sort."],
        ["Program in workers, build: cargo build; starts /usr/bin/cargo, cargo 1.80.0."],
        ["Program in own: imports marked 15.0.1."],
      ]),
    );
  });

  it("names the runs where their programs differ", async () => {
    const [first, second] = [runOf(["same.py", "print(1)\n"]), { ...runOf(["same.py", "old"]), id: "later" }];
    const text = JSON.stringify(programPart(await sourcesOf([first, second], [folder])));
    expect(text).toContain(`in ${first.id}; the file is still`);
    expect(text).toContain("in later; the file at that path is another one by now");
  });
});

describe("an expectation", () => {
  const run = makeRun({ experiments: [workersExperiment(3)] });

  it("says what was known when it was written", () => {
    expect(expectationsOf([entryOf({ ...run, hypothesis: "Half." })])).toEqual([
      expect.stringMatching(/^Expected, written before the first trial \(.* UTC\): “Half\.”$/),
    ]);
    expect(expectationsOf([entryOf({ ...run, parent: "20261120t061500z-lab-0a1b2c", hypothesis: "Half." })])).toEqual([
      expect.stringMatching(
        /^Expected, written before .* went on \(.* UTC\), when the trials of the runs before it were known: /,
      ),
    ]);
    expect(expectationsOf([entryOf(run)])).toEqual([]);
  });
});
