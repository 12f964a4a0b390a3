import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { excludedBy, submit } from "../../src/remote/slurm.js";

describe("what further options of sbatch may be", () => {
  it.each([
    "--array=1-5",
    "-a",
    "--output=x.log",
    "-ox.log",
    "--nodes=2",
    "-N2",
    "--test-only",
    "--wait",
    "-M",
    "--arr=1-5",
    "--wai",
  ])("refuses %s, which would take the job from us", (option) => {
    expect(() => excludedBy(["--account=lab", option])).toThrow(`--sbatch has ${option}, which`);
  });

  it("finds the nodes that they exclude, and leaves alone what only looks like ours", () => {
    expect(excludedBy(["--exclude=n1,n2", "--exclude", "n[3-4]", "-xn5", "-x", "n6"])).toEqual([
      ...["n1,n2", "n[3-4]", "n5", "n6"],
    ]);
    expect(excludedBy(["--wait-all-nodes=1", "--account=a", "--time=2:00:00", "--nodelist=n1"])).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("what is submitted", () => {
  let dir = "";
  const job = { elements: 2, command: ["node"], output: "%a.log", exclude: ["n1"], more: ["--requeue", "--array=1-9"] };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    vi.stubEnv("PATH", dir + delimiter + process.env.PATH);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(dir, { recursive: true });
  });
  const sbatchSays = (text: string) => {
    writeFileSync(join(dir, "sbatch"), `#!/bin/sh\nprintf '%s\\n' "$@" > '${dir}/given'\nprintf "${text}"\n`);
    chmodSync(join(dir, "sbatch"), 0o755);
  };

  it("has our options last, which win", async () => {
    sbatchSays("17;cluster\\n");
    expect(await submit(job)).toBe("17");
    const given = readFileSync(join(dir, "given"), "utf8").split("\n");
    expect(given.indexOf("--no-requeue")).toBeGreaterThan(given.indexOf("--requeue"));
    expect(given.indexOf("--array=1-2")).toBeGreaterThan(given.indexOf("--array=1-9"));
  });

  it("stands in a group of its own, which Ctrl-C in a terminal does not reach", async () => {
    sbatchSays("$(test $(ps -o pgid= -p $$) -eq $$ && echo 17)");
    expect(await submit(job)).toBe("17");
  });

  it.each([
    ["", "it said nothing"],
    ["queued\\n", "queued"],
  ])("takes %j for no job: all jobs would be meant", async (text, words) => {
    sbatchSays(text);
    await expect(submit(job)).rejects.toThrow(`sbatch gave no number of a job: ${words}`);
  });
});
