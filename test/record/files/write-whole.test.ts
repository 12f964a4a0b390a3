import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeWhole } from "../../../src/record/files/write-whole.js";
import { temporaryFolder } from "../sample.js";

async function* pieces(...texts: string[]) {
  for (const text of texts) yield text;
}

describe("a file that a person names", () => {
  it.each([
    ["text", "größer", "größer"],
    ["bytes", Buffer.from([0xc3, 0xb6]), "ö"],
    ["pieces", pieces("größer", "", " als\n"), "größer als\n"],
  ])("is written whole from %s, over what was there", async (_, content, written) => {
    const dir = await temporaryFolder();
    writeFileSync(join(dir, "out"), "what was there before, and is longer");
    await writeWhole(join(dir, "out"), content);
    expect(readFileSync(join(dir, "out"), "utf8")).toBe(written);
    expect(readdirSync(dir)).toEqual(["out"]);
  });

  it("stays as it was where a piece fails", async () => {
    const dir = await temporaryFolder();
    writeFileSync(join(dir, "out"), "old");
    async function* failing() {
      yield "new";
      throw new Error("no more");
    }
    await expect(writeWhole(join(dir, "out"), failing())).rejects.toThrow("no more");
    expect(readFileSync(join(dir, "out"), "utf8")).toBe("old");
    expect(readdirSync(dir)).toEqual(["out"]);
  });

  it.skipIf(process.platform === "win32")("stays a link, and what it leads to is replaced", async () => {
    const dir = await temporaryFolder();
    writeFileSync(join(dir, "there"), "old");
    symlinkSync("there", join(dir, "out"));
    await writeWhole(join(dir, "out"), pieces("n", "ew"));
    expect(lstatSync(join(dir, "out")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(dir, "there"), "utf8")).toBe("new");
  });

  it.skipIf(process.platform === "win32")("is written as it is where it is no regular file", async () => {
    await writeWhole("/dev/null", pieces("gone"));
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});
