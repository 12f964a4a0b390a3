import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { absoluteName } from "../../../src/cli/options/named-run.js";
import { RunFolder } from "../../../src/record/folder/run-folder.js";
import { folderOfRuns } from "../commands/in-process.js";

const { dir, scalebook, write } = folderOfRuns();
const hash = "a".repeat(64);
const ids: string[] = [];
const named = (name: string, beside?: string) =>
  absoluteName(name, { folder: new RunFolder(dir), io: { err: () => {} }, ...(beside && { beside }) });

beforeAll(() => {
  ids.push(write(1, { studyHash: hash, label: "old" }));
  ids.push(write(2, { studyHash: hash, times: [90, 91, 95] }));
  ids.push(write(3, { study: "other" }));
  ids.push(write(4, { studyHash: hash, label: "new" }));
});

describe("the run that is meant", () => {
  it("by previous is the one before the run beside it, of the same study", async () => {
    expect(await named("previous")).toBe(ids[1]);
    expect(await named("previous", ids[1])).toBe(ids[0]);
    expect(await named("previous", "new")).toBe(ids[1]);
    expect(await named("previous", "baseline")).toBe(ids[1]);
  });

  it("by other names is left to the folder", async () => {
    for (const name of ["latest", "old", "20261121t01", "nothing"]) expect(await named(name)).toBe(name);
  });

  it("by baseline is that of the study", async () => {
    await expect(named("baseline")).rejects.toThrow("has no baseline for lab");
    writeFileSync(join(dir, "baselines"), `${ids[0]}\n`);
    expect(await named("baseline")).toBe(ids[0]);
  });

  it("is said to be missing where there is none, with the run before", async () => {
    await expect(named("previous", ids[0])).rejects.toThrow(
      `${dir} has no run before ${ids[0]}: record it again, or name another run`,
    );
    await expect(named("previous", ids[2])).rejects.toThrow(
      `has no earlier run of other with the same definition on this kind of machine; the run before is ${ids[1]} of lab: name it if you mean that`,
    );
  });

  it.each([
    ["compare", ["previous", "latest"]],
    ["compare", ["latest", "previous"]],
    ["check", ["latest", "--against", "previous"]],
    ["show", ["previous"]],
    ["analyse", ["previous"]],
    ["export", ["previous", "--format", "csv"]],
    ["baseline", ["set", "previous"]],
  ])("is understood by %s %j", async (command, args) => {
    const { exitCode, mistake } = await scalebook(command, ...args, "--runs-dir", dir);
    expect([exitCode, mistake]).toEqual([0, ""]);
  });

  it("is the reference where it stands first", async () => {
    const { a, b } = JSON.parse((await scalebook("compare", "previous", "latest", "--json", "--runs-dir", dir)).out);
    expect([a.id, b.id]).toEqual([ids[1], ids[3]]);
  });

  it("has a label before all, whatever that is", async () => {
    const labelled = write(5, { studyHash: hash, label: "previous" });
    expect(await named("previous")).toBe("previous");
    const { b } = JSON.parse(
      (await scalebook("compare", ids[3] as string, "previous", "--json", "--runs-dir", dir)).out,
    );
    expect(b.id).toBe(labelled);
  });
});
