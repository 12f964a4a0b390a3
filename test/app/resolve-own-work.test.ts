import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { canBeStarted, resolveOwnWork } from "../../.build/app/resolve-own-work.js";
import { matrix } from "../../src/study/study.js";
import { has } from "../needs.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true }));

describe.skipIf(process.platform === "win32")("canBeStarted", () => {
  it("looks for names in PATH and for paths from the folder", () => {
    writeFileSync(join(dir, "tool"), "#!/bin/sh\n");
    chmodSync(join(dir, "tool"), 0o755);
    mkdirSync(join(dir, "folder"));
    writeFileSync(join(dir, "plain"), "");
    expect(canBeStarted("tool", "/", `/nowhere:${dir}`)).toBe(true);
    expect(canBeStarted("./tool", dir)).toBe(true);
    expect(canBeStarted(join(dir, "tool"), "/")).toBe(true);
    expect(canBeStarted("tool", dir, "/nowhere")).toBe(false);
    expect(canBeStarted("./folder", dir)).toBe(false);
    expect(canBeStarted("./plain", dir)).toBe(false);
  });
});

describe.skipIf(process.platform === "win32")("a script that is started as a program", () => {
  const resolved = (line: string, hooks?: { setup: string }) => {
    writeFileSync(join(dir, "script"), `${line}\n`);
    chmodSync(join(dir, "script"), 0o755);
    const levels = matrix({ workload: ["command"], strategy: ["command"], workers: [1], n: [1] });
    const experiment = { id: "e", title: "E", question: "Q?", command: "./script", matrix: [levels] };
    const options = { folder: dir, overrides: {}, seed: 1, timeoutMs: 10_000, stop: new AbortController().signal };
    return resolveOwnWork({ id: "own", experiments: [{ ...experiment, ...(hooks && { hooks }) }] }, options);
  };

  it.each([
    ["#!/no/such/python", "there is no program /no/such/python, which ./script names in its first line (#!)"],
    ["#!/usr/bin/env -S no-such-python -u", "there is no program no-such-python, which ./script names"],
    ["#!/bin/sh\r", "the first line of ./script ends as lines do on Windows"],
  ])("of %j is refused", async (line, message) => {
    await expect(resolved(line)).rejects.toThrow(message);
  });

  it.each(["#!/bin/sh", "#! /usr/bin/env sh", "not a script"])("of %j is not", async (line) => {
    expect((await resolved(line)).study.experiments).toHaveLength(1);
  });

  it("may have its interpreter made by a hook", async () => {
    expect((await resolved("#!./made-by-setup", { setup: "ls" })).study.experiments).toHaveLength(1);
  });
});

describe.skipIf(!has("python3"))("a function in Python", () => {
  writeFileSync(join(dir, "defs.py"), "def sized(n):\n    return n\n\ndef plain():\n    return 1\n");

  async function resolved(name: string, n: number[] = []) {
    const levels = { workload: [], strategy: ["sequential"], workers: [1], tasks: [4], n };
    const experiment = { id: "e", title: "E", question: "Q?", module: `defs.py:${name}`, matrix: [matrix(levels)] };
    const options = { folder: dir, overrides: {}, seed: 1, timeoutMs: 10_000, stop: new AbortController().signal };
    const { study } = await resolveOwnWork({ id: "own", experiments: [experiment] }, options);
    return study.experiments[0];
  }

  it("that takes a size is given one that takes a while, unless sizes are named; work is called by its function", async () => {
    const [found, named, plain] = await Promise.all([resolved("sized"), resolved("sized", [7]), resolved("plain")]);
    expect(found?.matrix[0]).toMatchObject({ n: [{ taskMs: 50 }], workload: ["sized"] });
    expect(named?.matrix[0]).toMatchObject({ n: [7] });
    expect([found, named, plain].map((one) => one?.unsized)).toEqual([undefined, undefined, true]);
  });
});

describe.skipIf(!has("python3"))("a runtime", () => {
  const experiment = (workload: string) => {
    const levels = { workload: [workload], strategy: ["sequential"], workers: [1], tasks: [4], n: [1] };
    return { id: `on-${workload}`, title: "E", question: "Q?", matrix: [matrix(levels)] };
  };
  async function left(...workloads: string[]) {
    const overrides = { more: { runtime: ["node", "python"] } };
    const options = { folder: dir, overrides, seed: 1, timeoutMs: 10_000, stop: new AbortController().signal };
    const { study } = await resolveOwnWork({ id: "own", experiments: workloads.map(experiment) }, options);
    return study.experiments.map(({ id }) => id);
  }

  it("that lacks the only work asked for is said to; of several experiments one may be Node's alone", async () => {
    await expect(left("shapefile")).rejects.toThrow(
      "on-shapefile: none of this work is there in python, which has random-loop",
    );
    expect(await left("sort")).toEqual(["on-sort"]);
    expect(await left("sort", "shapefile")).toEqual(["on-sort", "on-shapefile"]);
  });
});
