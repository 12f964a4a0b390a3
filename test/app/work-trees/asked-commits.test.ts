import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findCommits, parseRange, refsOf } from "../../../src/app/work-trees/asked-commits.js";
import { gitEnvironment, gitIn } from "../../../src/app/work-trees/git.js";
import { refWords } from "../../../src/record/schema/programs-of.js";

describe("parseRange", () => {
  it.each([
    ["main..HEAD", { before: "main", after: "HEAD" }],
    ["v1.0..v1.1", { before: "v1.0", after: "v1.1" }],
    ["origin/main...feature/x", { before: "merge-base", after: "feature/x", mergeBaseOf: "origin/main" }],
    ["main..", { before: "main", after: "HEAD" }],
    ["...main", { before: "merge-base", after: "main", mergeBaseOf: "HEAD" }],
  ])("reads %s", (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });

  it.each(["main", "", "a..b..c", "a....b", "--upload-pack=x..HEAD", "a..-b", "a b..c"])("refuses %j", (text) => {
    expect(() => parseRange(text)).toThrow("give two commits, such as main..HEAD");
  });

  it.each(["HEAD..", "main...main"])("refuses %s, which names one twice", (text) => {
    expect(() => parseRange(text)).toThrow("twice: give two commits, such as HEAD~1..HEAD");
  });
});

describe("the first of two that parted", () => {
  it("is called what it is, by git and in words", () => {
    expect(refsOf(parseRange("main...HEAD"))).toEqual({ before: "main...HEAD", after: "HEAD" });
    expect(refsOf(parseRange("main..HEAD"))).toEqual({ before: "main", after: "HEAD" });
    expect(refWords("main...HEAD")).toBe("the merge base of main and HEAD");
    expect(refWords("v1.0")).toBe("v1.0");
    expect(() => parseRange("main...merge-base")).toThrow("give its hash");
  });
});

describe("findCommits", () => {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const call = (...args: string[]) => {
    const who = ["-c", "user.name=x", "-c", "user.email=x@x"];
    return execFileSync("git", [...who, ...args], { cwd: dir, encoding: "utf8" }).trim();
  };
  const commit = (text: string) => {
    writeFileSync(join(dir, "file"), text);
    call("add", "file");
    call("commit", "-q", "-m", text);
    return call("rev-parse", "HEAD");
  };
  call("init", "-q", "-b", "main");
  const first = commit("first");
  const main = commit("second");
  call("checkout", "-q", "-b", "feature", first);
  const feature = commit("third");
  const found = (range: string) => findCommits(parseRange(range), gitIn(dir, new AbortController().signal));

  it("takes the commits as named, or starts where they parted", async () => {
    expect(await found("main..feature")).toEqual({ before: main, after: feature, notes: [] });
    expect(await found("main...feature")).toEqual({ before: first, after: feature, notes: [] });
  });

  it("takes those of a run that is extended, wherever the names point now", async () => {
    const stop = new AbortController().signal;
    const of = (before: string) =>
      findCommits({ ...parseRange("feature...main"), hashes: { before, after: main } }, gitIn(dir, stop));
    expect(await of(feature)).toMatchObject({ before: feature, after: main });
    await expect(of("0".repeat(40))).rejects.toThrow("there is no commit 0000000");
  });

  it.each([
    ["none..HEAD", "there is no commit none in this repository"],
    ["feature..HEAD", "feature and HEAD are the same commit"],
    ["feature...feature~1", "feature~1 has nothing that feature lacks"],
    ["file..HEAD", "there is no commit file in this repository"],
  ])("refuses %s", async (range, message) => {
    await expect(found(range)).rejects.toThrow(message);
  });

  it("says that changes that are not committed are not measured, where HEAD is", async () => {
    writeFileSync(join(dir, "file"), "changed");
    const { notes } = await found("main..HEAD");
    expect(notes).toEqual([`Changes that are not committed are not measured: HEAD is ${feature.slice(0, 7)}`]);
    expect((await found("HEAD~1..main")).notes).toEqual([]);
  });
});

describe("git in a folder", () => {
  it("is that of the folder, also when a hook of another repository started the recording", async () => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const ofHook = { GIT_DIR: "/nowhere", GIT_INDEX_FILE: ".git/index", GIT_WORK_TREE: "/nowhere", GIT_PREFIX: "x/" };
    execFileSync("git", ["init", "-q"], { cwd: dir });
    Object.assign(process.env, ofHook);
    try {
      expect(await gitIn(dir, new AbortController().signal)("rev-parse", "--git-dir")).toBe(".git");
      expect(Object.keys(gitEnvironment())).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^GIT_(DIR|INDEX)/)]),
      );
    } finally {
      for (const name of Object.keys(ofHook)) delete process.env[name];
      rmSync(dir, { recursive: true });
    }
  });
});
