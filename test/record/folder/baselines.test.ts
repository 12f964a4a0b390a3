import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { baselinesFile, readBaselines, writeBaselines } from "../../../src/record/folder/baselines.js";
import { readRuns } from "../../../src/record/folder/run-index.js";
import { UserError } from "../../../src/user-error.js";
import { temporaryFolder } from "../sample.js";

const ID = "20261121t061500z-lab-0a1b2c";

describe("the baselines of a folder", () => {
  it("are what was written last, none where nothing was, and no run file", async () => {
    const dir = await temporaryFolder();
    expect(await readBaselines(dir)).toEqual([]);
    await writeBaselines(dir, [ID]);
    await writeBaselines(dir, [ID, ID.replace("0a1b2c", "ffffff")]);
    expect(await readBaselines(dir)).toEqual([ID, ID.replace("0a1b2c", "ffffff")]);
    expect(await readRuns(dir)).toEqual({ runs: [], problems: [] });
  });

  it("pass over remarks and whatever is no id", async () => {
    const dir = await temporaryFolder();
    await writeFile(baselinesFile(dir), `# before the rewrite\r\n${ID}\r\n../../etc/passwd\n\n`);
    expect(await readBaselines(dir)).toEqual([ID]);
  });

  it("cannot be written where there is no folder", async () => {
    const dir = join(await temporaryFolder(), "none");
    await expect(writeBaselines(dir, [ID])).rejects.toThrow(UserError);
  });
});
