import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseGiven } from "../../../src/cli/arguments.js";
import type { Command } from "../../../src/cli/command.js";
import { build } from "../../../src/cli/commands/build.js";
import { merge } from "../../../src/cli/commands/merge.js";
import { run } from "../../../src/cli/commands/run.js";
import { verify } from "../../../src/cli/commands/verify.js";
import { handInFile, handInWorkflow, matrixFile, matrixWorkflow } from "../../../src/cli/jobs/class-jobs.js";
import { slurmFile, slurmScript } from "../../../src/cli/jobs/slurm-script.js";
import type { ToolSource } from "../../../src/cli/jobs/tool-source.js";
import { tidyRun } from "../../../src/record/schema/finish-run.js";
import { mainScript } from "../../built.js";
import { has } from "../../needs.js";
import { makeRun, workersExperiment } from "../../report/sample-runs.js";
import { workplace } from "../harness.js";

interface Job {
  permissions: Record<string, string>;
  needs?: string;
  strategy?: { matrix: Record<string, unknown[]> };
  steps: { uses?: string; run?: string; env?: Record<string, string>; with?: Record<string, unknown> }[];
}
interface Workflow {
  permissions: Record<string, string>;
  on: Record<string, { paths: string[] } | null>;
  jobs: Record<string, Job>;
}

const sources: ToolSource[] = [
  { kind: "itself" },
  { kind: "installed" },
  { kind: "tarball", path: "tools/scalebook.tgz" },
  { kind: "repository", address: "https://example.org/$HOME/scalebook.git", at: "v1" },
];
const names = { runsDir: "the runs", study: "my $(reboot) study.yaml" };
const workflows = (source: ToolSource) =>
  [matrixWorkflow, handInWorkflow].map((text) => parse(text({ source, ...names })) as Workflow);
const scriptsOf = ({ jobs }: Workflow) =>
  Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => step.run ?? []));

const isBash = process.platform !== "win32";
const bashAccepts = (script: string) => spawnSync("bash", ["-n", "-c", script], { encoding: "utf8" }).stderr;

/** Every call of the program in a script, as the program takes it apart. Throws where it would not accept it. */
async function callsIn(script: string): Promise<string[]> {
  const known: Record<string, Command> = { run, merge, verify, build };
  const calls = [
    ...script
      .replace(/^#.*$/gm, "")
      .matchAll(/(?:main\.js|scalebook|scalebook\[@\]\}") (run|merge|verify|build) ((?:"[^"]*"|[^\s|&;#]+|[ ])*)/g),
  ];
  for (const [, name = "", rest = ""] of calls) {
    const words = rest.replace(/\d>.*/, "").match(/"[^"]*"|\S+/g) ?? [];
    // What the shell fills in is one word, or further options.
    const given = words.filter((word) => name === "merge" || word !== '"$@"').map((word) => word.replaceAll('"', ""));
    await parseGiven(known[name] as Command, given);
  }
  return calls.map(([, name = ""]) => name);
}

describe("the workflows for several machines", () => {
  it.each(sources)("have the least rights, and no text from outside becomes part of a script: %j", (source) => {
    for (const workflow of workflows(source)) {
      expect(workflow.permissions).toEqual({});
      for (const [name, { permissions, steps }] of Object.entries(workflow.jobs)) {
        const mayWrite = Object.values(permissions).includes("write");
        expect(mayWrite).toBe(["propose", "publish"].includes(name));
        for (const { uses, run: script = "" } of steps) {
          if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
          expect(script).not.toMatch(/\$\{\{|reboot|example\.org|the runs/);
          // What may write runs no program of the repository.
          if (mayWrite) expect(script).not.toMatch(/scalebook (?:run|merge|build)|npm|node /);
          if (isBash) expect(bashAccepts(script)).toBe("");
        }
      }
    }
  });

  it("call the program as it wants to be called", async () => {
    const [matrix, handIn] = workflows({ kind: "tarball", path: "s.tgz" }) as [Workflow, Workflow];
    expect(await Promise.all(scriptsOf(matrix).map(callsIn))).toEqual([[], ["run"], [], ["merge", "verify"], []]);
    expect((await Promise.all(scriptsOf(handIn).map(callsIn))).flat()).toEqual(["merge", "verify", "merge", "build"]);
    const [, record] = matrix.jobs.record?.steps.flatMap(({ env }) => (env === undefined ? [] : [env])) ?? [];
    expect(record).toEqual({ STUDY: names.study, MACHINE: `\${{ matrix.os }}, Node \${{ matrix.node }}` });
    expect(Object.keys(matrix.jobs.record?.strategy?.matrix ?? {})).toEqual(["os", "node"]);
    expect([matrix.jobs.merge?.needs, matrix.jobs.propose?.needs]).toEqual(["record", "merge"]);
  });
});

describe.runIf(has("git") && isBash)("a pull request that hands in", () => {
  const { jobs } = parse(handInWorkflow({ source: { kind: "itself" }, runsDir: "runs" })) as Workflow;
  const scripts = jobs.verify?.steps.flatMap((step) => step.run ?? []) ?? [];

  /** Runs the steps behind the installation on a request that adds these files; gives what the summary says. */
  function handIn(files: Record<string, string>) {
    const { dir, env } = workplace();
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
        encoding: "utf8",
      });
    git("init", "--quiet");
    writeFileSync(join(dir, "study.yaml"), "id: a\n");
    mkdirSync(join(dir, "temp"));
    git("add", "study.yaml");
    git("commit", "--quiet", "-m", "start");
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(dir, path, ".."), { recursive: true });
      writeFileSync(join(dir, path), content);
      git("add", path);
    }
    git("commit", "--quiet", "-m", "hand in");
    const summary = join(dir, "temp/summary");
    const variables = { RUNNER_TEMP: join(dir, "temp"), GITHUB_STEP_SUMMARY: summary };
    const statuses: (number | null)[] = [];
    for (const script of scripts.slice(1)) {
      if (statuses.some((status) => status !== 0)) break;
      const text = script.replaceAll("node .build/main.js", `"${process.execPath}" "${mainScript}"`);
      const options = { cwd: dir, env: { ...process.env, ...env, ...variables } };
      statuses.push(spawnSync("bash", ["-e", "-c", text], options).status);
    }
    return { statuses, summary: readFileSync(summary, "utf8"), dir };
  }

  const { id: _, ...untitled } = makeRun({ experiments: [workersExperiment(2)] });
  const handed = tidyRun(untitled);
  const file = `handed-in/ada/${handed.id}.json`;

  it("is verified, and its summary tells what was handed in", () => {
    const { statuses, summary, dir } = handIn({ [file]: JSON.stringify(handed) });
    expect({ statuses, summary }).toEqual({
      statuses: [0, 0],
      summary: expect.stringContaining("### Handed in\n\n    "),
    });
    expect(summary).toContain("1 added, 0 there already, 0 not merged");
    expect(readdirSync(join(dir, "temp/runs"))).toEqual([`${handed.id}.json`]);
  });

  it("is refused where it changes anything else, or holds what is no run", () => {
    const path = "handed-in/ada/$(touch stolen); a.txt";
    const other = handIn({ [path]: "a" });
    expect(other.statuses).toEqual([1]);
    expect(other.summary).toContain("Only run files may be added, each as handed-in/<your name>/<file>.json");
    expect(readdirSync(other.dir)).not.toContain("stolen");
    expect(handIn({ [`handed-in/ada/runs/${handed.id}.json`]: "{}" }).statuses).toEqual([1]);
    const broken = handIn({ [file]: JSON.stringify(handed), "handed-in/bob/run.json": '{"schemaVersion":1' });
    expect(broken.statuses).toEqual([0, 1]);
    expect(broken.summary).toContain("### Not every run file can be used");
    expect(broken.summary).toContain("handed-in/bob/run.json");
    const faster = JSON.stringify(handed).replace(/"wallMs":[\d.]+/, '"wallMs":1');
    expect(handIn({ [file]: faster })).toMatchObject({
      statuses: [0, 1],
      summary: expect.stringContaining("the file was changed, or made by hand"),
    });
  });
});

describe("the job script for Slurm", () => {
  const script = slurmScript({ program: "/opt/it's here/main.js", study: "my study.yaml", runsDir: "runs" });

  it.runIf(isBash)("is one for bash, whatever the names, with calls that the program accepts", async () => {
    expect(bashAccepts(script)).toBe("");
    expect(await callsIn(script)).toEqual(["run", "merge"]);
    const names = `printf "%s\\n" "\${scalebook[@]}" "$study" "$runs"`;
    const lines = script.split("\n").filter((line) => /^(?:study|runs|scalebook)=/.test(line));
    expect(execFileSync("bash", ["-c", [...lines, names].join("\n")], { encoding: "utf8" })).toBe(
      "node\n/opt/it's here/main.js\nmy study.yaml\nruns\n",
    );
  });

  it.runIf(isBash)("records on each node once, in a folder and with an identity of its own, and merges that", () => {
    const { dir } = workplace();
    // What stands in for Node keeps what it was called with.
    writeFileSync(
      join(dir, "node"),
      `#!/bin/sh\necho "$SCALEBOOK_CONFIG $*" >> ${dir}/calls\n[ "$2" = merge ] || exit 5\n`,
      { mode: 0o755 },
    );
    writeFileSync(join(dir, slurmFile), slurmScript({ program: "/p/main.js", study: "study.yaml", runsDir: "runs" }));
    const element = (node: string) =>
      spawnSync("bash", [slurmFile, "--blocks", "3"], {
        cwd: dir,
        env: { PATH: `${dir}:${process.env.PATH}`, SLURMD_NODENAME: node, SLURM_ARRAY_JOB_ID: "7", SLURM_JOB_ID: "8" },
        encoding: "utf8",
      });
    expect(element("n1").status).toBe(5);
    expect(element("n2").status).toBe(5);
    expect(element("n1")).toMatchObject({ status: 0, stdout: expect.stringContaining("sbatch --exclude=n1") });
    const calls = (node: string) => [
      `${dir}/scalebook-nodes/${node} /p/main.js run --study study.yaml --machine ${node} --runs-dir scalebook-nodes/${node}/runs --blocks 3`,
      `${dir}/scalebook-nodes/${node} /p/main.js merge scalebook-nodes/${node}/runs --runs-dir runs`,
    ];
    expect(readFileSync(join(dir, "calls"), "utf8").trim().split("\n")).toEqual([...calls("n1"), ...calls("n2")]);
  });
});

describe("scalebook init --slurm and --github-matrix", () => {
  const { dir, scalebook } = workplace();

  it("write their files once, and say what is missing", async () => {
    const slurm = await scalebook("init", "--slurm");
    expect(slurm.stdout).toContain(
      `Wrote ${slurmFile}.\nstudy.yaml is not there yet: scalebook init study.yaml writes one`,
    );
    expect(readFileSync(join(dir, slurmFile), "utf8")).toContain(`scalebook=(node ${mainScript})`);
    expect((await scalebook("init", "--slurm")).stderr).toContain("is there already");
    writeFileSync(join(dir, "own.yaml"), "");
    const matrix = await scalebook("init", "--github-matrix", "own.yaml");
    expect(matrix.stdout).toContain(matrixFile);
    expect(matrix.stdout).toContain(handInFile);
    expect(matrix.stdout).not.toContain("own.yaml is not there yet");
    expect(readFileSync(join(dir, matrixFile), "utf8")).toContain('STUDY: "own.yaml"');
    const both = await scalebook("init", "--slurm", "--github-check");
    expect([both.exitCode, both.stderr]).toEqual([2, expect.stringContaining("give it alone")]);
    const expression = await scalebook("init", "--github-matrix", "a\u0024{{ github.token }}.yaml");
    expect([expression.exitCode, expression.stderr]).toEqual([2, expect.stringContaining("for an expression")]);
    const outside = await scalebook("init", "--github-matrix", "../own.yaml");
    expect([outside.exitCode, outside.stderr]).toEqual([2, expect.stringContaining("a study inside the repository")]);
  });
});
