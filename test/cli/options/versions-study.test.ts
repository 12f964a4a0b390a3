import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run } from "../../../src/cli/commands/run.js";
import { askedRecording } from "../../../src/cli/options/asked-recording.js";

async function asked(...argv: string[]) {
  const { asked: recording } = await askedRecording(await parseGiven(run, argv));
  const { study } = recording.loaded;
  return { id: study.id, experiment: study.experiments[0], command: recording.command };
}

const beforeAndAfter = ["--variant", "before=ls {workers}", "--variant", "after=ls -l"];

describe("two versions", () => {
  it("are two named modules, of which the second is in question", async () => {
    const { id, experiment, command } = await asked("--module", "before=./a.mjs,after=b/c.mjs", "--seed", "1");
    expect(id).toBe("a-and-c");
    expect(experiment).toMatchObject({
      id: "versions",
      title: "The task of a.mjs and c.mjs, before and after",
      question: "Does after take more time than before, and does it scale as well?",
      modules: { before: "./a.mjs", after: "b/c.mjs" },
      versions: { before: "before", after: "after" },
    });
    expect(experiment?.matrix[0]?.more).toEqual({ version: ["before", "after"] });
    expect(command).toBe("scalebook run --module before=./a.mjs,after=b/c.mjs --seed 1");
  });

  it("are two functions in Python", async () => {
    const { id, experiment } = await asked("--python", "old=defs.py:slow,new=defs.py:fast");
    expect([id, experiment?.title]).toEqual([
      "defs-slow-and-defs-fast",
      "The function slow or fast of defs.py, old and new",
    ]);
    expect(experiment?.versions).toEqual({ before: "old", after: "new" });
  });

  it("are two variants called before and after, or any two with a twin", async () => {
    const { id, experiment } = await asked(...beforeAndAfter);
    expect(id).toBe("ls");
    expect(experiment).toMatchObject({
      title: "ls, before and after",
      variants: { before: "ls {workers}", after: "ls -l" },
      versions: { before: "before", after: "after" },
      matrix: [{ strategy: ["command"], workers: [1, 2, 4] }],
    });
    const twins = await asked("--variant", "quick=ls", "--variant", "merge=cat", "--twin");
    expect(twins.experiment?.versions).toEqual({ before: "quick", after: "merge", twin: "quick again" });
    expect(twins.experiment?.matrix[0]?.more).toEqual({ version: ["quick", "merge", "quick again"] });
    expect(twins.command).toContain("--variant merge=cat --twin");
    expect(twins.id).toBe("ls-and-cat");
    const plain = await asked("--variant", "quick=ls", "--variant", "merge=cat");
    expect(plain.experiment?.versions).toBeUndefined();
  });

  it("are two commits of one module or command", async () => {
    const module = await asked("--git", "main...HEAD", "--module", "./a.mjs", "--build", "npm ci", "--twin");
    expect(module.experiment).toMatchObject({
      title: "The task of a.mjs, merge-base and HEAD",
      module: "./a.mjs",
      versions: { before: "merge-base", after: "HEAD", twin: "merge-base again" },
    });
    expect(module.command).toContain("--module ./a.mjs --git main...HEAD --build 'npm ci' --twin");
    const program = await asked("--git", "v1..", "--command", "ls {workers}");
    expect(program.experiment).toMatchObject({
      title: "ls {workers}, v1 and HEAD",
      command: "ls {workers}",
      versions: { before: "v1", after: "HEAD" },
      matrix: [{ workers: [1, 2, 4], more: { version: ["v1", "HEAD"] } }],
    });
  });

  it.each([
    [["--git", "a..b", "--study", "study.yaml"], /give --module, --python or --command as well/],
    [["--git", "a..b", "--variant", "x=ls"], /give --module, --python or --command as well/],
    [["--module", "a=./a.mjs"], /--module is "a=.\/a.mjs": give one file, or two with names, such as before=.\/a.mjs,/],
    [["--module", "a=x.mjs,a=y.mjs"], /two with names/],
    [["--module", "a=x.mjs,b=y.mjs,c=z.mjs"], /two with names/],
    [["--module", "a=x.mjs,y.mjs"], /two with names/],
    [["--python", "a=x.py,b=y.mjs"], /--python is y.mjs: give a Python file/],
    [["--module", "./a.mjs", "--twin"], /--twin is for two versions: give --module before=/],
    [["--twin"], /--twin is for two versions/],
    [["--variant", "a=ls", "--variant", "b=ls", "--variant", "c=ls", "--twin"], /--twin is for two versions/],
  ])("are refused as %j", async (argv, message) => {
    await expect(asked(...argv)).rejects.toThrow(message);
  });

  it("leave a path alone that has = behind its folder", async () => {
    expect((await asked("--module", "./a=b.mjs")).experiment).toMatchObject({ id: "module", module: "./a=b.mjs" });
  });

  it.each([
    [["--twin"], "v has sideBySide, which leaves no half for a twin"],
    [["--prepare", "ls"], "v has sideBySide, which leaves no time for prepare"],
  ])("side by side in a study file leave no room for %j", async (argv, message) => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const modules = { before: "./a.mjs", after: "./b.mjs" };
    const matrix = [{ strategy: ["sequential"], workers: [1] }];
    const experiments = [{ id: "v", title: "V", question: "Q?", modules, sideBySide: true, matrix }];
    writeFileSync(join(dir, "study.json"), JSON.stringify({ id: "s", experiments }));
    try {
      await expect(asked("--study", join(dir, "study.json"), ...argv)).rejects.toThrow(message);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
