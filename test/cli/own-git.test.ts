import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { isAlive } from "../../src/record/journal/recording-process.js";
import { parseRun } from "../../src/record/schema/parse-run.js";
import { withId } from "../../src/record/schema/run-id.js";
import { mainScript } from "../built.js";
import { runInside } from "./harness.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const [repo, temp] = [join(dir, "repo"), join(dir, "temp")];
const here = join(repo, "bench");
for (const folder of [here, temp]) mkdirSync(folder, { recursive: true });
const env = { SCALEBOOK_CONFIG: join(dir, "config"), SCALEBOOK_CACHE: join(dir, "cache"), TMPDIR: temp };

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@x", ...args], { cwd: repo, encoding: "utf8" }).trim();

function commit(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(repo, name), text);
  git("add", "--all");
  git("commit", "-q", "-m", "more");
  return git("rev-parse", "HEAD");
}

git("init", "-q", "-b", "main");
const task = 'import { built } from "./built.mjs"; import { says } from "../lib.mjs";';
const first = commit({
  ".gitignore": "built.mjs\nruns\nnode_modules\n",
  "lib.mjs": 'export const says = "first";',
  "bench/task.mjs": `${task} export const task = () => [built, says];`,
  "bench/lacks.mjs": 'import "no-such-package"; export const task = () => 1;',
  "bench/say.mjs": 'import { appendFileSync } from "node:fs"; appendFileSync(process.argv[2], process.cwd() + "\\n");',
});
const second = commit({
  "lib.mjs": 'export const says = "second";',
  "bench/new.mjs": "export const task = () => 1;",
  "bench/fails.mjs": "export const task = () => 1;",
});
commit({
  "bench/fails.mjs":
    "export const task = () => { throw new Error('in ' + import.meta.url + ' of ' + process.cwd()); };",
});

const run = (...args: string[]) => {
  const levels = args.includes("--command") ? [] : ["--strategies", "sequential", "--tasks", "1"];
  return ["run", ...args, ...levels, "--blocks", "1"];
};
const before = process.cwd();
afterAll(() => process.chdir(before));
Object.assign(process.env, env);
function scalebook(args: string[], cwd = here) {
  process.chdir(cwd);
  return runInside(...args);
}

async function record(...args: string[]) {
  const { stdout, stderr } = await scalebook([...run(...args), "--json"]);
  if (stdout === "") throw new Error(stderr);
  const text = readFileSync(join(here, JSON.parse(stdout).file), "utf8");
  const recorded = parseRun(JSON.parse(text), "run");
  return { text, stderr, stdout, run: recorded, cells: recorded.experiments[0]?.cells ?? [] };
}

/** What is left of work trees: folders, and what the repository knows of them. */
const left = () => [
  ...readdirSync(temp).filter((name) => name.startsWith("scalebook-git-")),
  ...git("worktree", "list").split("\n").slice(1),
];

const BUILD = "echo \"export const built = '$WHO $(git rev-parse HEAD)';\" > built.mjs";

describe.skipIf(process.platform === "win32")("scalebook run --git", { timeout: 60_000 }, () => {
  it("records two commits, each built in a work tree of its own, from the folder that one is in", async () => {
    process.env.WHO = "somebody";
    const asked = ["--git", "HEAD~2..HEAD~1", "--module", "./task.mjs", "--build", BUILD, "--twin"];
    const { run: recorded, text, stderr, cells } = await record(...asked);
    expect(stderr).toContain(`Checking out HEAD~2 (${first.slice(0, 7)}) and HEAD~1 (${second.slice(0, 7)}) ...\n`);
    expect(stderr).toContain(`Building HEAD~1: ${BUILD} ...\n`);
    const [experiment] = recorded.experiments;
    expect(experiment).toMatchObject({
      title: "The task of task.mjs, HEAD~2 and HEAD~1",
      versions: { before: "HEAD~2", after: "HEAD~1", twin: "HEAD~2 again" },
    });
    const programs = Object.values(experiment?.programs ?? {});
    expect(programs.map(({ commit: of }) => of)).toEqual([
      { ref: "HEAD~2", hash: first },
      { ref: "HEAD~1", hash: second },
    ]);
    expect(programs[0]?.files.map(({ path }) => path)).toEqual(["bench/task.mjs", "bench/built.mjs", "lib.mjs"]);
    const [before, after, twin] = cells.map(({ trials }) => trials[0]);
    for (const trial of [before, after, twin]) expect(trial?.status).toBe("ok");
    expect(twin?.checksum).toBe(before?.checksum);
    expect(after?.checksum).not.toBe(before?.checksum);
    expect(text).not.toContain("scalebook-git-");
    expect(recorded.command).toContain("--git 'HEAD~2..HEAD~1' --build ");
    expect(existsSync(join(here, "built.mjs"))).toBe(false);
    expect(left()).toEqual([]);

    git("checkout", "-q", "--detach", "HEAD~1");
    const again = await record(...asked, "--extend", recorded.id).finally(() => git("checkout", "-q", "main"));
    expect(again.run).toMatchObject({ parent: recorded.id, studyHash: recorded.studyHash });
    expect(again.stderr).toContain(
      "Both commits are those of the run that this one goes on with, wherever their names point now",
    );
    expect(again.run.experiments[0]?.programs).toEqual(experiment?.programs);

    const { id: _, ...cut } = structuredClone({ ...recorded, status: "interrupted" as const });
    for (const cell of cut.experiments[0]?.cells.slice(1) ?? []) cell.trials = [];
    const interrupted = withId(cut);
    writeFileSync(join(here, "runs", `${interrupted.id}.json`), JSON.stringify(interrupted));
    const { run: ended } = await record(...asked, "--resume", interrupted.id);
    expect(ended.resumed).toMatchObject([{ id: interrupted.id, trials: 1 }]);
    expect(ended.experiments[0]?.programs).toEqual(experiment?.programs);
    expect(ended.experiments[0]?.cells.map(({ trials }) => trials[0]?.checksum)).toEqual(
      cells.map(({ trials }) => trials[0]?.checksum),
    );
    expect(left()).toEqual([]);
  });

  it("runs commands in the same folder of each, and says nothing of where that was when they fail", async () => {
    const notes = join(dir, "notes");
    const { run: recorded, stderr } = await record(
      "--git",
      "HEAD~1..HEAD",
      "--command",
      `${process.execPath} say.mjs ${notes}`,
    );
    expect(stderr).not.toContain("the same for both versions");
    const whole = `${process.execPath} ${join(here, "say.mjs")} ${join(dir, "other-notes")}`;
    const same = await record("--git", "HEAD~1..HEAD", "--command", whole);
    expect(same.stderr).toContain(`The command names files in ${repo}, which are the same for both versions`);
    const folders = readFileSync(notes, "utf8").trim().split("\n");
    expect(new Set(folders).size).toBe(2);
    for (const folder of folders) expect(folder).toMatch(/scalebook-git-\w+\/[ab]\/bench$/);
    expect(recorded.experiments[0]?.cells.map(({ factors }) => factors.more)).toEqual([
      { version: "HEAD~1" },
      { version: "HEAD" },
    ]);
    const failed = await record("--git", "HEAD~1..HEAD", "--module", "./fails.mjs");
    expect(failed.run.status).toBe("failed");
    expect(failed.cells[1]?.trials[0]?.detail).toBe("task 0: Error: in bench/fails.mjs of bench");
    for (const said of [failed.text, failed.stderr, failed.stdout]) expect(said).not.toContain("scalebook-git-");
    expect(left()).toEqual([]);
  });

  it.each([
    [
      ["--git", "HEAD~2..HEAD", "--module", "./new.mjs"],
      "./new.mjs is not in HEAD~2: commit it there as well, or take it from another branch with --build 'git checkout BRANCH -- ./new.mjs'",
    ],
    [
      ["--git", "HEAD~2...HEAD", "--module", "./new.mjs"],
      "./new.mjs is not in the merge base of HEAD~2 and HEAD: take it from another branch with --build",
    ],
    [
      ["--git", "HEAD~1..HEAD", "--module", "./lacks.mjs"],
      "--build makes the rest, such as --build 'npm ci && npm run build'",
    ],
    [
      ["--git", "HEAD~1..HEAD", "--module", "./new.mjs", "--build", "echo 'Error: no' >&2; exit 3"],
      "--build failed in HEAD~1: exit code 3: Error: no",
    ],
    [["--git", "HEAD~1..HEAD", "--command", "./none"], "there is no program ./none"],
    [
      ["--git", "HEAD~1..HEAD", "--module", join(here, "task.mjs")],
      "is one and the same file for both versions: give its path from the current folder",
    ],
    [["--git", "HEAD~1..HEAD"], "give --module, --python or --command as well"],
    [["--git", "HEAD~1..HEAD", "--module", "before=a.mjs,after=b.mjs"], "give one file with --module"],
    [["--build", "true", "--module", "./new.mjs"], "--build is for --git"],
  ])("refuses %j, and leaves nothing", async (args, message) => {
    const { stderr, exitCode } = await scalebook(run(...args));
    expect(stderr.replaceAll("\n", " ")).toContain(message);
    expect(stderr).not.toContain(temp);
    expect([exitCode, left()]).toEqual([2, []]);
  });

  it("refuses a folder that is in no repository, or not in both versions", async () => {
    const outside = await scalebook(run("--git", "HEAD~1..HEAD", "--module", "./new.mjs"), dir);
    expect(outside.stderr).toContain(`--git needs a repository: ${dir} is in none`);
    mkdirSync(join(repo, "added"), { recursive: true });
    const added = await scalebook(run("--git", "HEAD~1..HEAD", "--module", "../bench/new.mjs"), join(repo, "added"));
    expect(added.stderr).toContain("there is no folder added/ in HEAD~1");
    expect(left()).toEqual([]);
  });

  it("ends a build and removes the work trees when it is interrupted; what kill -9 leaves goes with the next", async () => {
    const start = async () => {
      const pidFile = join(dir, "build-pid");
      rmSync(pidFile, { force: true });
      const line = `echo $$ > ${pidFile}; while :; do sleep 0.1; done`;
      const args = [mainScript, ...run("--git", "HEAD~1..HEAD", "--module", "./new.mjs", "--build", line)];
      const child = spawn(process.execPath, args, { cwd: here, env: { ...process.env, ...env }, stdio: "ignore" });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") await pause(20);
      const builder = readFileSync(pidFile, "utf8").trim();
      // The build may begin before its runner is on from starting it.
      while (!guarded().includes(builder)) await pause(20);
      return { child, ended, builder: Number(builder) };
    };
    const guarded = () =>
      left()
        .filter((name) => name.startsWith("scalebook-git-"))
        .map((name) => readFileSync(join(temp, name, "guarded-processes"), "utf8"))
        .join(" ");
    const gone = async (pid: number) => {
      while (isAlive({ pid, start: null })) await pause(20);
      return true;
    };
    const interrupted = await start();
    expect(left()).toHaveLength(3);
    interrupted.child.kill("SIGINT");
    expect(await interrupted.ended).toBe(130);
    expect([await gone(interrupted.builder), left()]).toEqual([true, []]);

    const killed = await start();
    killed.child.kill("SIGKILL");
    await killed.ended;
    // What was checked out goes at once; that the repository knows of it, with the next.
    while (left().some((name) => name.startsWith("scalebook-git-"))) await pause(20);
    expect([await gone(killed.builder), left().length]).toEqual([true, 2]);
    await record("--git", "HEAD~2..HEAD~1", "--command", "ls");
    expect(left()).toEqual([]);
  });
});
