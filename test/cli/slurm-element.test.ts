import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { packagePaths } from "../../src/package-paths.js";
import { workplace } from "./harness.js";

it("says why it cannot record, where otherwise Node's last words would stand for the reason", async () => {
  const { dir } = workplace();
  mkdirSync(join(dir, "remote"));
  writeFileSync(join(dir, "remote", "runs"), "no folder");
  const order = { hash: "a1", args: [], folder: dir, files: [], mode: "record" };
  writeFileSync(join(dir, "order.json"), JSON.stringify({ order, kept: join(dir, "remote"), study: null }));
  const element = join(packagePaths.root, ".build", "cli", "slurm-element.js");
  const { stdout, exitCode } = await execa(process.execPath, [element, join(dir, "order.json")], { reject: false });
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    kind: "refused",
    message: expect.stringMatching(/^cannot look at .*runs.a1.*is a file and not a folder/),
  });
});
