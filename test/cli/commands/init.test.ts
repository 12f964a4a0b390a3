import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { schemaFor } from "../../../src/cli/commands/init.js";
import { workplace } from "../harness.js";

const { dir, scalebook } = workplace();
const writer = fileURLToPath(new URL("../../../.build/app/write-schemas.js", import.meta.url));

describe("scalebook init", () => {
  it("writes a study that can be planned, and whose schema is where it says", async () => {
    await execa(process.execPath, [writer]);
    const { stdout, exitCode } = await scalebook("init");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("scalebook run --study study.yaml")]);
    const [first = ""] = readFileSync(join(dir, "study.yaml"), "utf8").split("\n");
    const schema = new URL(first.replace("# yaml-language-server: $schema=", ""));
    expect(JSON.parse(readFileSync(schema, "utf8"))).toMatchObject({ title: "Scalebook study" });
    const plan = await scalebook("run", "--study", "study.yaml", "--plan", "--json");
    expect(JSON.parse(plan.stdout)).toMatchObject({ study: "my-study" });
  });

  it("never overwrites a file", async () => {
    writeFileSync(join(dir, "mine.yaml"), "a day's work");
    const { stderr, exitCode } = await scalebook("init", "mine.yaml");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("mine.yaml is there already")]);
    expect(readFileSync(join(dir, "mine.yaml"), "utf8")).toBe("a day's work");
  });

  it.each([
    ["study.json", "give it a name that ends in .yaml"],
    ["no/such/folder.yaml", "cannot write no/such/folder.yaml"],
  ])("refuses %s", async (file, message) => {
    const { stderr, exitCode } = await scalebook("init", file, "--json");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(dir, file))).toBe(false);
  });

  it("points to the schema from the file's folder where the package is below it", () => {
    const root = fileURLToPath(new URL("../../../", import.meta.url));
    expect(schemaFor(join(root, "study.yaml"))).toMatch(/^\.\/\S+schemas\/study\.schema\.json$/);
    expect(schemaFor(join(dir, "study.yaml"))).toMatch(/^file:\/\/\/.*schemas\/study\.schema\.json$/);
  });
});

describe("what there is", () => {
  it.each(["experiments", "workloads", "strategies"])("scalebook %s lists it, one line each", async (command) => {
    const { stdout } = await scalebook(command);
    const listed: { id: string; title: string; question?: string }[] = JSON.parse(
      (await scalebook(command, "--json")).stdout,
    );
    expect(listed.length).toBeGreaterThan(3);
    for (const { id, title, question } of listed) {
      const line = stdout.split("\n").find((text) => text.startsWith(`${id} `));
      expect(line).toContain(question ?? title);
    }
  });
});
