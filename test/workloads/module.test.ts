import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { loadWorkload } from "../../src/workloads/index.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true }));

function load(name: string, code: string) {
  const path = join(dir, name);
  writeFileSync(path, code);
  return loadWorkload(pathToFileURL(path).href as `file:${string}`);
}

const input = { index: 0, n: 1, offset: 0, seed: 1, scratch: "", prepared: "", more: {} };

describe("a user's module as a workload", () => {
  it("calls the task with its payload and hands back what it returns", async () => {
    const workload = await load("double.mjs", "export const task = (x) => x * 2; export const bound = 'io';");
    expect(workload).toMatchObject({ title: "task of double.mjs", bound: "io", division: "tasks", own: {} });
    expect(workload.run({ ...input, payload: 21 })).toEqual({ checksum: 0, value: 42 });
    expect(workload.own?.inputs).toBeUndefined();
  });

  it("knows whether a size reaches the task, and what limits it only where it is said", async () => {
    const sized = async (name: string, code: string) => {
      const { own, bound } = await load(name, code);
      return [own?.sized, bound];
    };
    expect(await sized("no.mjs", "export const task = () => 1;")).toEqual([false, null]);
    expect(await sized("takes.mjs", "export const task = ({ size }) => size;")).toEqual([true, null]);
    expect(await sized("list.mjs", "export const task = (x) => x; export const inputs = () => [1];")).toEqual([
      false,
      null,
    ]);
    expect(await sized("of.mjs", "export const task = () => 1; export const inputs = (n) => [n];")).toEqual([
      true,
      null,
    ]);
  });

  it("waits for what a task promises", async () => {
    const workload = await load(
      "later.mjs",
      "export async function task(x) { return x; } export const title = 'Later';",
    );
    expect(workload.title).toBe("Later");
    expect(await workload.run({ ...input, payload: "x" })).toEqual({ checksum: 0, value: "x" });
  });

  it("takes CommonJS exports and a default export for the module", async () => {
    const commonJs = await load("old.cjs", "exports.task = (x) => x; exports.check = () => true;");
    expect(commonJs.own?.check).toBeTypeOf("function");
    const byDefault = await load("default.mjs", "export default { task: (x) => x, inputs: (n) => [n] };");
    expect(byDefault.own?.inputs?.(3, { size: 3, scratch: "", seed: 1, more: {} })).toEqual([3]);
  });

  it("is loaded once", async () => {
    const code = "let loads = 0; export const task = () => ++loads;";
    expect(await load("once.mjs", code)).toBe(await load("once.mjs", code));
  });

  it.each([
    ["none.mjs", "export const x = 1;", /none\.mjs exports no task: write export function task/],
    ["text.mjs", "export const task = 'x';", /exports task, but as string/],
    ["inputs.mjs", "export const task = () => 1; export const inputs = [1];", /exports inputs, but as object/],
    ["bound.mjs", "export const task = () => 1; export const bound = 'disk';", /bound as disk: it must be one of cpu/],
    ["title.mjs", "export const task = () => 1; export const title = 7;", /title that is no text/],
    ["broken.mjs", "throw new Error('not today');", /not today/],
  ])("says what is wrong with %s", async (name, code, message) => {
    await expect(load(name, code)).rejects.toThrow(message);
  });
});
