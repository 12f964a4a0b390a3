import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { pagesWorkflow, WORKFLOW_FILE } from "../../../src/cli/print/github-workflow.js";
import { leaks, shownLine, whatIsShown } from "../../../src/cli/print/what-is-public.js";
import { hostileRun } from "../../report/hostile-run.js";
import { makeRun, stored, workersExperiment } from "../../report/sample-runs.js";
import { workplace } from "../harness.js";

interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}
interface Job {
  permissions: Record<string, string>;
  steps: Step[];
  "timeout-minutes": number;
}
interface Workflow {
  permissions: Record<string, string>;
  concurrency: { group: string; "cancel-in-progress": boolean };
  on: { push: { paths?: string[] } | null };
  jobs: Record<string, Job>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const run = makeRun({ experiments: [workersExperiment(2)] });
const written = (supply: "itself" | "installed" | "fetched", runsDir = "runs") =>
  parse(pagesWorkflow({ supply, toolVersion: "1.2.3", runsDir })) as Workflow;

describe("the workflow for GitHub Pages", () => {
  it.each(["itself", "installed", "fetched"] as const)("has the least rights, where Scalebook comes %s", (supply) => {
    const { permissions, concurrency, jobs } = written(supply);
    expect(permissions).toEqual({});
    expect(concurrency).toEqual({ group: "pages", "cancel-in-progress": false });
    expect(jobs.build?.permissions).toEqual({ contents: "read", pages: "read" });
    expect(jobs.publish?.permissions).toEqual({ pages: "write", "id-token": "write" });
    expect(jobs.publish?.steps.some(({ run: script }) => script !== undefined)).toBe(false);
    for (const { steps, "timeout-minutes": minutes } of Object.values(jobs)) {
      expect(minutes).toBeLessThanOrEqual(15);
      for (const { uses, run: script = "" } of steps) {
        if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
        // An expression in a script would be pasted into it before the shell reads it.
        expect(script).not.toContain("${{");
      }
    }
    const checkout = jobs.build?.steps.find(({ uses }) => uses?.startsWith("actions/checkout"));
    expect(checkout?.with).toEqual({ "persist-credentials": false });
  });

  it("watches the run files, whatever their folder is called", () => {
    expect(written("fetched", "a: b # c").on.push?.paths).toEqual(["a: b # c/**", WORKFLOW_FILE]);
    expect(written("itself").on.push).toBeNull();
  });

  it.runIf(process.platform !== "win32")(
    "builds the site, and names links that are published and would be gone",
    () => {
      const { dir } = workplace();
      const bin = join(dir, "bin");
      mkdirSync(bin);
      mkdirSync(join(dir, "runs"));
      writeFileSync(join(dir, "runs", `${run.id}.json`), JSON.stringify(run));
      for (const part of [".build", "templates", "node_modules", "package.json"])
        symlinkSync(join(root, part), join(dir, part));
      // Stands in for the network: hands out the manifest of a site that had one page more.
      const manifest = JSON.stringify({
        generator: "scalebook",
        version: "0",
        files: [{ path: "run/gone/index.html", bytes: 1 }],
      });
      writeFileSync(join(bin, "curl"), `#!/bin/sh\necho '${manifest}' > published.json\n`, { mode: 0o755 });
      const step = written("itself").jobs.build?.steps.find(({ env }) => env !== undefined) as Step;
      const env = {
        ...process.env,
        PATH: `${bin}:${process.env.PATH}`,
        SITE_URL: "https://example.org/lab",
        RUNS_DIR: "runs",
      };
      const script = `${step.run}`.replace(/\n$/, " 2>&1\n");
      const out = execFileSync("bash", ["-e", "-c", script], { cwd: dir, env, encoding: "utf8" });
      expect(out).toContain("1 link that was published before this build is gone");
      expect(out).toContain("run/gone/index.html");
      expect(readFileSync(join(dir, "_site", "sitemap.xml"), "utf8")).toContain("https://example.org/lab/");
      expect(existsSync(join(dir, "_site", "404.html"))).toBe(true);
    },
  );
});

describe("what becomes public", () => {
  it("is everything that a run file holds, kind by kind", () => {
    const shown = whatIsShown([stored(run)]);
    const lines = shown.map(shownLine);
    expect(lines).toEqual(
      expect.arrayContaining([
        "names of machines: bench",
        "processors: Example CPU @ 3.0 GHz",
        "systems: linux 6.1.0",
        "environment of what was measured: TZ=UTC",
        "commands: scalebook run --budget 90s --seed 20261121",
        "commits of the measured project: 92a1916c0ffe",
      ]),
    );
  });

  it("names each value once, and of many a few", () => {
    expect(shownLine({ what: "labels", values: ["a", "b", "c", "d", "e", "f"] })).toBe("labels: a; b; c; d and 2 more");
    expect(whatIsShown([stored(run), stored(run)]).find(({ what }) => what === "studies")?.values).toEqual(["lab"]);
    expect(whatIsShown([])).toEqual([]);
  });

  it("tells where the name of the host, of the user or the home folder stand", () => {
    const told = { ...run, label: "on tower7 by /home/ada/work" };
    const secrets = { hostName: "tower7", userName: "ada", home: "/home/ada" };
    expect(leaks([stored(told)], secrets).map(({ what }) => what)).toEqual([
      "the name of this host",
      "the name of this user in a path",
      "the path of your home folder",
    ]);
    expect(leaks([stored(run)], secrets)).toEqual([]);
    expect(leaks([stored({ ...run, label: "tower77" })], secrets)).toEqual([]);
  });
});

describe("scalebook init --github-pages", () => {
  const { dir, scalebook } = workplace();

  it("writes the workflow once, and prints what becomes public", async () => {
    cpSync(join(root, "runs/examples"), join(dir, "runs"), { recursive: true });
    const first = await scalebook("init", "--github-pages");
    expect([first.exitCode, first.stdout]).toEqual([0, expect.stringContaining("What becomes public of the")]);
    expect(first.stdout).toContain("Settings, Pages, Source: GitHub Actions");
    const text = readFileSync(join(dir, WORKFLOW_FILE), "utf8");
    expect(text).toMatch(/npx --yes scalebook@\d+\.\d+\.\d+ build/);
    const again = await scalebook("init", "--github-pages");
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining("is there already")]);
    expect(readFileSync(join(dir, WORKFLOW_FILE), "utf8")).toBe(text);
  });

  it("prints nothing that could steer the terminal, and refuses folders outside the repository", async () => {
    const hostile = workplace();
    mkdirSync(join(hostile.dir, "runs"));
    const evil = hostileRun();
    writeFileSync(join(hostile.dir, "runs", `${evil.id}.json`), JSON.stringify(evil));
    const { stdout } = await hostile.scalebook("init", "--github-pages");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the claim
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    const { stderr, exitCode } = await hostile.scalebook("init", "--github-pages", "--runs-dir", "../elsewhere");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("a folder inside the repository")]);
    expect(readdirSync(hostile.dir)).not.toContain("elsewhere");
  });
});
