import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkFile, checkWorkflow, pagesHosts } from "../../../src/cli/jobs/pages-jobs.js";
import type { ToolSource } from "../../../src/cli/jobs/tool-source.js";
import { leaks, shownLine, whatIsShown } from "../../../src/cli/print/what-is-public.js";
import { mainScript } from "../../built.js";
import { has } from "../../needs.js";
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
interface Pipeline {
  pages: {
    rules: { if: string; changes?: string[] }[];
    variables: Record<string, string>;
    cache: { paths: string[] };
    script: string[];
    artifacts: { paths: string[] };
  };
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const run = makeRun({ experiments: [workersExperiment(2)] });
const { github, gitlab } = pagesHosts;
const sources: ToolSource[] = [
  { kind: "itself" },
  { kind: "installed" },
  { kind: "tarball", path: "tools/scalebook.tgz" },
  { kind: "repository", address: "https://example.org/$HOME/scalebook.git", at: "v1" },
];
const workflow = (source: ToolSource, runsDir = "runs") => parse(github.text({ source, runsDir })) as Workflow;
const pipeline = (source: ToolSource, runsDir = "runs") => parse(gitlab.text({ source, runsDir })) as Pipeline;

/** A clone of Scalebook with one run, and a stand-in for the network: a published site that had one page more. */
function cloneWithRun() {
  const { dir } = workplace();
  const bin = join(dir, "bin");
  mkdirSync(bin);
  mkdirSync(join(dir, "runs"));
  writeFileSync(join(dir, "runs", `${run.id}.json`), JSON.stringify(run));
  for (const part of [".build", "templates", "node_modules", "package.json"])
    symlinkSync(join(root, part), join(dir, part));
  const files = [{ path: "run/gone/index.html", bytes: 1 }];
  const manifest = JSON.stringify({ generator: "scalebook", version: "0", files });
  writeFileSync(join(bin, "curl"), `#!/bin/sh\necho '${manifest}' > published.json\n`, { mode: 0o755 });
  const execute = (script: string | undefined, variables: Record<string, string>) => {
    const env = {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      SITE_URL: "https://example.org/lab",
      ...variables,
    };
    return execFileSync("bash", ["-e", "-c", `${script}`.replace(/\n$/, " 2>&1\n")], {
      cwd: dir,
      env,
      encoding: "utf8",
    });
  };
  return { dir, execute };
}

describe("the workflow for GitHub Pages", () => {
  it.each(sources)("has the least rights, where Scalebook comes so: %j", (source) => {
    const { permissions, concurrency, jobs } = workflow(source);
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
        expect(script).not.toMatch(/example\.org|tools/);
      }
    }
    const checkout = jobs.build?.steps.find(({ uses }) => uses?.startsWith("actions/checkout"));
    expect(checkout?.with).toEqual({ "persist-credentials": false });
  });

  it("watches the run files and the tarball, whatever they are called", () => {
    expect(workflow({ kind: "installed" }, "a: b # c").on.push?.paths).toEqual(["a: b # c/**", github.file]);
    const paths = workflow({ kind: "tarball", path: "tools/scalebook.tgz" }).on.push?.paths;
    expect(paths).toEqual(["runs/**", "tools/scalebook.tgz", github.file]);
    expect(workflow({ kind: "itself" }).on.push).toBeNull();
  });

  it.runIf(process.platform !== "win32")(
    "builds the site, keeps its pages for the next build, and names links that are published and would be gone",
    () => {
      const { dir, execute } = cloneWithRun();
      const { steps = [] } = workflow({ kind: "itself" }).jobs.build ?? {};
      const cached = steps.find(({ uses }) => uses?.startsWith("actions/cache"))?.with?.path as string;
      const step = steps.find(({ env }) => env?.RUNS_DIR !== undefined);
      const out = execute(step?.run, { RUNS_DIR: "runs", SCALEBOOK_CACHE: step?.env?.SCALEBOOK_CACHE ?? "" });
      expect(out).toContain("1 link that the site had is gone");
      expect(out).toContain("run/gone/index.html");
      expect(readFileSync(join(dir, "_site", "sitemap.xml"), "utf8")).toContain("https://example.org/lab/");
      expect(existsSync(join(dir, "_site", "404.html"))).toBe(true);
      expect(readdirSync(join(dir, cached))).toContain("build");
    },
  );

  it.runIf(has("git") && process.platform !== "win32")(
    "takes Scalebook from its repository, at the commit named",
    () => {
      const { dir } = workplace();
      const origin = join(dir, "origin");
      const git = (...args: string[]) =>
        execFileSync("git", ["-C", origin, "-c", "user.name=a", "-c", "user.email=a@example.org", ...args]);
      mkdirSync(origin);
      git("init", "--quiet");
      for (const tag of ["v1", "v2"]) {
        const manifest = { name: "scalebook", scripts: { build: `echo ${tag} > built` } };
        writeFileSync(join(origin, "package.json"), JSON.stringify(manifest));
        git("add", ".");
        git("commit", "--quiet", "-m", tag);
        git("tag", tag);
      }
      const step = workflow(sources[3] as ToolSource).jobs.build?.steps.find(({ env }) => env?.SCALEBOOK !== undefined);
      expect(step?.env).toEqual({ SCALEBOOK: "https://example.org/$HOME/scalebook.git", SCALEBOOK_AT: "v1" });
      const env = { ...process.env, ...step?.env, SCALEBOOK: origin };
      execFileSync("bash", ["-e", "-c", `${step?.run}`], { cwd: dir, env, stdio: "pipe" });
      expect(readFileSync(join(dir, ".scalebook", "built"), "utf8")).toBe("v1\n");
    },
  );
});

describe("the pipeline for GitLab Pages", () => {
  it("publishes public/ from the default branch, and watches the run files", () => {
    const { pages } = pipeline({ kind: "tarball", path: "tools/scalebook.tgz" });
    expect(pages.artifacts.paths).toEqual(["public"]);
    const changes = ["runs/**/*", "tools/scalebook.tgz", ".gitlab-ci.yml"];
    expect(pages.rules).toEqual([{ if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", changes }]);
  });

  it("hands names to the scripts as they are, though GitLab fills in variables", () => {
    const { pages } = pipeline(sources[3] as ToolSource, "runs $CI_JOB_TOKEN: # c");
    expect(pages.variables.RUNS_DIR).toBe("runs $$CI_JOB_TOKEN: # c");
    expect(pages.variables.SCALEBOOK).toBe("https://example.org/$$HOME/scalebook.git");
  });

  it.runIf(process.platform !== "win32")("builds the site, and keeps its pages for the next build", () => {
    const { dir, execute } = cloneWithRun();
    const { pages } = pipeline({ kind: "itself" });
    const { RUNS_DIR = "", SCALEBOOK_CACHE = "" } = pages.variables;
    expect(execute(pages.script.at(-1), { RUNS_DIR, SCALEBOOK_CACHE })).toContain("run/gone/index.html");
    expect(readFileSync(join(dir, "public", "sitemap.xml"), "utf8")).toContain("https://example.org/lab/");
    expect(readdirSync(join(dir, `${pages.cache.paths}`))).toContain("build");
  });
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

describe("scalebook init --github-pages and --gitlab-pages", () => {
  const { dir, scalebook } = workplace();

  it("write their file once, and print what becomes public", async () => {
    cpSync(join(root, "runs/examples"), join(dir, "runs"), { recursive: true });
    const first = await scalebook("init", "--github-pages");
    expect([first.exitCode, first.stdout]).toEqual([0, expect.stringContaining("What becomes public of the")]);
    expect(first.stdout).toContain("Settings, Pages, Source: GitHub Actions");
    const text = readFileSync(join(dir, github.file), "utf8");
    const again = await scalebook("init", "--github-pages");
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining("is there already")]);
    expect(readFileSync(join(dir, github.file), "utf8")).toBe(text);
    expect((await scalebook("init", "--gitlab-pages")).stdout).toContain("Wrote .gitlab-ci.yml");
    expect(existsSync(join(dir, gitlab.file))).toBe(true);
  });

  const mainSource = async (files: Record<string, unknown>, ...args: string[]) => {
    const place = mkdtempSync(join(dir, "source-"));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), JSON.stringify(content));
    const printed = await execa(process.execPath, [mainScript, "init", "--gitlab-pages", ...args, "--json"], {
      cwd: place,
      reject: false,
    });
    return printed.exitCode === 0 ? JSON.parse(printed.stdout).source : printed.stderr;
  };

  it("take Scalebook from where the repository has it, else from a tarball, and say how to make it", async () => {
    const lock = { "package-lock.json": {} };
    const listing = (version: string) => ({ "package.json": { dependencies: { scalebook: version } }, ...lock });
    expect(await mainSource({ "package.json": { name: "scalebook" } })).toEqual({ kind: "itself" });
    expect(await mainSource(listing("file:scalebook-0.1.0.tgz"))).toEqual({ kind: "installed" });
    const tarball = { kind: "tarball", path: expect.stringMatching(/^scalebook-\d+\.\d+\.\d+\.tgz$/) };
    expect(await mainSource(listing("file:../scalebook"))).toEqual(tarball);
    expect(await mainSource({})).toEqual(tarball);
    rmSync(join(dir, gitlab.file));
    const { stdout } = await scalebook("init", "--gitlab-pages");
    expect(stdout).toContain(`npm pack --ignore-scripts ${JSON.stringify(root.replace(/\/$/, ""))}`);
  });

  it("take it from where --scalebook says", async () => {
    const source = (where: string) => mainSource({}, "--scalebook", where);
    expect(await source("./tools/scalebook.tgz")).toEqual({ kind: "tarball", path: "tools/scalebook.tgz" });
    expect(await source("https://example.org/scalebook.git#v1")).toEqual({
      kind: "repository",
      address: "https://example.org/scalebook.git",
      at: "v1",
    });
    for (const where of ["../scalebook.tgz", "scalebook", "git@example.org:scalebook", "https://example.org/#--orphan"])
      expect(await source(where)).toContain(`--scalebook is `);
    expect((await scalebook("init", "--scalebook", "a.tgz")).exitCode).toBe(2);
  });

  it("print nothing that could steer the terminal, and refuse folders outside the repository", async () => {
    const hostile = workplace();
    mkdirSync(join(hostile.dir, "runs"));
    expect((await hostile.scalebook("init", "--gitlab-pages")).stdout).toContain("runs holds no runs yet: those");
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

describe("the workflow that checks pull requests", () => {
  const check = (source: ToolSource, module = "./bench.mjs") =>
    parse(checkWorkflow({ source, module })) as Omit<Workflow, "on"> & { on: Record<string, unknown> };

  it.each(sources)("may only read, and no text of a request becomes part of a script: %j", (source) => {
    const { permissions, on, jobs } = check(source, "tools/$(reboot).mjs");
    expect(permissions).toEqual({ contents: "read" });
    expect(on).toEqual({ pull_request: null });
    const { steps = [] } = jobs.check ?? {};
    for (const { uses, run: script = "" } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
      expect(script).not.toMatch(/\$\{\{|reboot|example\.org/);
    }
    const checkout = steps.find(({ uses }) => uses?.startsWith("actions/checkout"));
    expect(checkout?.with).toEqual({ "fetch-depth": 0, "persist-credentials": false });
    const record = steps.find(({ env }) => env?.MODULE !== undefined);
    expect(record?.env).toEqual({ BASE_REF: `\${{ github.base_ref }}`, MODULE: "tools/$(reboot).mjs" });
  });

  it.runIf(process.platform !== "win32")(
    "writes the summary and fails by the exit code, with the commands that there are",
    () => {
      const { dir } = workplace();
      const calls = join(dir, "calls");
      // What stands in for Scalebook keeps its arguments; a check of it finds something slower.
      writeFileSync(
        join(dir, "npx"),
        `#!/bin/sh\nshift 2\necho "$*" >> ${calls}\nif [ "$1" = run ]; then echo "$SAYS" >&2; exit "$CODE"; fi\necho "# verdict"\nexit 3\n`,
        { mode: 0o755 },
      );
      const summary = join(dir, "summary");
      const variables = {
        BASE_REF: "main; touch stolen",
        MODULE: "./b c.mjs",
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: dir,
      };
      const [, measure = "", whyNot = "", verdict = ""] =
        check({ kind: "installed" }).jobs.check?.steps.flatMap(({ run: script }) => script ?? []) ?? [];
      const statusOf = (script: string, says = "", code = "0") => {
        const env = { ...process.env, PATH: `${dir}:${process.env.PATH}`, ...variables, SAYS: says, CODE: code };
        return spawnSync("bash", ["-e", "-c", script], { cwd: dir, env }).status;
      };
      expect([statusOf(measure), statusOf(verdict)]).toEqual([0, 3]);
      expect(readFileSync(summary, "utf8")).toBe("# verdict\n");
      expect(existsSync(join(dir, "stolen"))).toBe(false);
      expect(readFileSync(calls, "utf8").split("\n").slice(0, 2)).toEqual([
        "run --git origin/main; touch stolen...HEAD --module ./b c.mjs --strategies thread-pool --twin --blocks 20 --runs-dir scalebook-check",
        "check latest --runs-dir scalebook-check --format md",
      ]);
      // What could not be measured is told where people look.
      expect([statusOf(measure, "in HEAD, <b>bench.mjs</b> cannot be used", "2"), statusOf(whyNot)]).toEqual([2, 0]);
      expect(readFileSync(summary, "utf8")).toMatch(
        /### Not measured\n\n {4}in HEAD, <b>bench\.mjs<\/b> cannot be used\n$/,
      );
    },
  );

  it("is written in the top folder of a repository, and nowhere below", async () => {
    const { dir, scalebook } = workplace();
    mkdirSync(join(dir, ".git"));
    mkdirSync(join(dir, "below"));
    for (const option of ["--github-check", "--github-pages", "--gitlab-pages"]) {
      const options = { cwd: join(dir, "below"), reject: false };
      const { stderr, exitCode } = await execa(process.execPath, [mainScript, "init", option], options);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("top folder of the repository")]);
    }
    expect(readdirSync(join(dir, "below"))).toEqual([]);
    expect((await scalebook("init", "--github-check")).exitCode).toBe(0);
  });

  it("is written once, and says what is missing", async () => {
    const { dir, scalebook } = workplace();
    const first = await scalebook("init", "--github-check", "--module", "work.mjs");
    expect(first.stdout).toContain("Wrote .github/workflows/scalebook-check.yml.");
    expect(first.stdout).toContain("work.mjs is not there yet");
    expect(first.stdout).toContain("work.mjs to the branch that pull requests go to");
    expect(existsSync(join(dir, checkFile))).toBe(true);
    expect((await scalebook("init", "--github-check")).stderr).toContain("is there already");
    expect((await scalebook("init", "--module", "work.mjs")).stderr).toContain("--module goes with --github-check");
    expect((await scalebook("init", "--github-check", "--gitlab-pages")).stderr).toContain("give it alone");
  });
});
