import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { folderOfRuns } from "./in-process.js";

/** The run of which no page can be made now. */
let unmade = "";
vi.mock("../../../src/analysis/analyse-pooled.js", async (original) => {
  const real = await original<typeof import("../../../src/analysis/analyse-pooled.js")>();
  const analyseLineage: typeof real.analyseLineage = (line) => {
    if (line.runs.some(({ id }) => id === unmade)) throw new TypeError("no such cell");
    return real.analyseLineage(line);
  };
  return { ...real, analyseLineage };
});

const { dir, scalebook, scalebookTelling, write } = folderOfRuns();
const runs = ["--runs-dir", dir];
const good = write(1);
const bad = write(2);
const site = join(dir, "site");
afterEach(() => {
  unmade = "";
});

describe("a run of which no page can be made", () => {
  it("is named by build, which makes all others and exits with 1", async () => {
    unmade = bad;
    const { exitCode, err, out } = await scalebook("build", ...runs, "--out", site);
    expect(exitCode).toBe(1);
    expect(err).toContain(`scalebook: run/${bad} could not be made, and a page that says so stands in its place`);
    expect(err).toContain("TypeError: no such cell");
    expect(out).toMatch(/^2 runs, \d+ pages.*\nSize: [\d.]+ [kM]B, [\d.]+ [kM]B of it for an average run\nSite: /);
    const page = (id: string) => readFileSync(join(site, "run", id, "index.html"), "utf8");
    expect(page(bad)).toContain("<h1>This page could not be made</h1>");
    expect(page(good)).not.toContain("could not be made");
  }, 60_000);

  it.each([
    ["build", "--single-file"],
    ["report", "--format", "md"],
    ["export", "--format", "md"],
    ["analyse"],
    ["show"],
  ])("is named by %s before the error", async (command, ...options) => {
    unmade = bad;
    const err: string[] = [];
    const failing = scalebookTelling(err, command, bad, ...options, ...runs);
    await expect(failing).rejects.toThrow("no such cell");
    expect(err.join("")).toBe(`scalebook: ${command} failed on ${join(dir, `${bad}.json`)}\n`);
  });
});

describe("a recording whose site cannot be made", () => {
  const recorded = ["workers", "--workers", "1", "--strategies", "sequential", "--sizes", "1", "--blocks", "1"];
  const own = join(dir, "own");

  it("is told before, where the folder is somebody else's", async () => {
    mkdirSync(own);
    writeFileSync(join(own, "thesis.tex"), "x");
    const { mistake, err } = await scalebook("start", ...recorded, ...runs, "--out", own);
    expect(mistake).toContain(`${own} holds files that no build of Scalebook wrote`);
    expect(err).toBe("");
  });

  it("says where the run is, and how its site is made later", async () => {
    const [there, out] = [join(dir, "new"), join(dir, "it's a site")];
    mkdirSync(out);
    writeFileSync(join(out, "manifest.json"), JSON.stringify({ generator: "scalebook", files: [] }));
    writeFileSync(join(out, "index.html"), "mine");
    const printed = await scalebook("start", ...recorded, "--runs-dir", there, "--out", out);
    expect(printed.exitCode).toBe(2);
    expect(printed.err).toContain(`scalebook: ${out}/index.html was not written by Scalebook`);
    expect(printed.out).toMatch(/\nRun: {2}\S+\.json\nPage: not made yet; npx scalebook build --runs-dir \S+ --out '/);
    expect(printed.out).toContain(`--out '${out.replace("'", "'\\''")}' makes it\n`);
  }, 60_000);
});
