import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { openProcessors } from "../../../src/runner/processors/processors.js";
import { mainScript } from "../../built.js";
import { has, met } from "../../needs.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook } = folderOfRuns();
const seen = join(dir, "seen");
const write = (name: string, text: string) => {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
};

/** A module whose task notes the processors that it may use. */
const module = write(
  "looks.mjs",
  `import { appendFileSync, readFileSync } from "node:fs";
export const inputs = () => [1];
export const task = () => {
  appendFileSync(${JSON.stringify(seen)}, readFileSync("/proc/self/status", "utf8").match(/Cpus_allowed_list:\\s*(\\S+)/)[1] + "\\n");
  return 1;
};`,
);
const python = write(
  "looks.py",
  `import re
def inputs(size): return [1]
def task(n):
    allowed = re.search(r"Cpus_allowed_list:\\s*(\\S+)", open("/proc/self/status").read()).group(1)
    open(${JSON.stringify(seen)}, "a").write(allowed + "\\n")
    return 1
`,
);
const program = write("looks.sh", `sed -n 's/^Cpus_allowed_list:[^0-9]*//p' /proc/self/status >> ${seen}\n`);

/** Records once each; gives the cells, and what their trials saw. */
async function recorded(...args: string[]) {
  rmSync(seen, { force: true });
  const always = [
    ...(args.includes("--blocks") ? [] : ["--blocks", "1"]),
    "--control",
    "0%",
    "--seed",
    "1",
    "--runs-dir",
    dir,
    "--json",
  ];
  const { out, err, mistake } = await scalebook("run", ...args, ...always);
  if (out === "") return { experiment: undefined, saw: [], mistake: mistake || err };
  const { file } = JSON.parse(out);
  const { experiments } = parseRun(JSON.parse(readFileSync(file, "utf8")), file);
  const cells = experiments[0]?.cells ?? [];
  // What finds the size of a task comes before.
  const saw = readFileSync(seen, "utf8").trim().split("\n").slice(-cells.length).toSorted();
  return { experiment: experiments[0], saw, mistake };
}

describe.skipIf(!has("taskset") || availableParallelism() < 2)("--cores", () => {
  const ways = [
    ["a module in threads", ["--module", module, "--sizes", "1", "--strategies", "thread-pool"]],
    ["a module in processes", ["--module", module, "--sizes", "1", "--strategies", "process-pool"]],
    ["a command", ["--command", `sh ${program}`]],
    ["a line for a shell", ["--command", `sh ${program} && true`, "--shell"]],
    ...(has("python3")
      ? [["a function in Python", ["--python", python, "--sizes", "1", "--strategies", "process-pool"]]]
      : []),
  ] as [string, string[]][];

  it.each(ways)("binds the trials of %s before they start", async (_, args) => {
    const { experiment, saw, mistake } = await recorded(...args, "--workers", "1", "--cores", "1,2");
    expect(mistake).toBe("");
    const sets = experiment?.coreSets?.map(({ cpus }) => cpus);
    expect(experiment?.coreSets?.map(({ cores }) => cores)).toEqual([1, 2]);
    expect(saw).toEqual(sets?.toSorted());
    for (const { factors, trials } of experiment?.cells ?? []) {
      expect(trials.map(({ status }) => status)).toEqual(["ok"]);
      expect(trials[0]?.cpus).toBe(experiment?.coreSets?.find(({ cores }) => cores === factors.more?.cores)?.cpus);
    }
  });

  it("refuses more than there are before anything runs", async () => {
    const { mistake, saw } = await recorded("--module", module, "--cores", "1,1000");
    expect(mistake).toMatch(/^cores has 1000: only \d+ processors may be used here \(/);
    expect(saw).toEqual([]);
    expect(existsSync(seen)).toBe(false);
  });
});

/** Whether groups with a quota may be made here, as the program finds out itself. */
function makesGroups(): boolean {
  try {
    openProcessors({ cores: [], quotas: [1], sideWorkers: null });
    return true;
  } catch {
    return false;
  }
}

/** Groups that recordings of this process left behind. */
function groups(pid = process.pid): string[] {
  const under = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"].filter((folder) => existsSync(folder));
  return under.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      new RegExp(`scalebook-${pid}-\\d+$`).test(name),
    ),
  );
}

describe.skipIf(!met("control-groups", makesGroups()) || !has("taskset"))("--cpu-quota", () => {
  const spins = write(
    "spins.mjs",
    `import { appendFileSync, readFileSync } from "node:fs";
export const inputs = () => [1];
export const task = () => {
  appendFileSync(${JSON.stringify(seen)}, readFileSync("/proc/self/cgroup", "utf8").match(/scalebook-\\d+-\\d+|$/)[0] + "\\n");
  for (const end = performance.now() + 300; performance.now() < end; );
  return 1;
};`,
  );

  it("runs each trial in a group of its own, which holds back what is beyond it, and leaves none", async () => {
    const { experiment, saw, mistake } = await recorded(
      ...["--module", spins, "--strategies", "thread-pool", "--workers", "1", "--sizes", "1"],
      ...["--cpu-quota", "0.25,1", "--cores", "1"],
    );
    expect(mistake).toBe("");
    expect(new Set(saw).size).toBe(2);
    for (const name of saw) expect(name).toMatch(/^scalebook-/);
    const throttled = experiment?.cells.map(({ trials: [trial] }) => trial?.figures?.["throttled-ms"]);
    // 300 ms of the clock on a quarter of a CPU: what 100 ms pay for is used up within 25 ms.
    expect(throttled?.[0]).toBeGreaterThan(100);
    expect(experiment?.cells.map(({ trials: [trial] }) => trial?.cpus)).toEqual(
      [0, 1].map(() => experiment?.coreSets?.[0]?.cpus),
    );
    expect(groups()).toEqual([]);
  });

  it("removes what a recording left behind that was ended by force", async () => {
    const args = ["--module", spins, "--workers", "1", "--sizes", "1", "--cpu-quota", "1", "--runs-dir", dir];
    rmSync(seen, { force: true });
    const child = execa(process.execPath, [mainScript, "run", ...args], { reject: false, stdio: "ignore" });
    while (!existsSync(seen) || !readFileSync(seen, "utf8").includes("scalebook-")) await pause(50);
    child.kill("SIGKILL");
    await child;
    expect(groups(child.pid)).not.toEqual([]);
    // What ran in it is ended by the watchdog, a moment later.
    for (let left = 100; left > 0 && groups(child.pid).length > 0; left--) {
      openProcessors({ cores: [], quotas: [1], sideWorkers: null });
      await pause(20);
    }
    expect(groups(child.pid)).toEqual([]);
  });
});

describe.skipIf(!has("taskset") || availableParallelism() < 2)("--side-by-side", () => {
  const half = Math.floor(availableParallelism() / 2);
  const before = `sh -c 'echo start >> ${seen}; sleep 0.3; sed -n s/^Cpus_allowed_list:[^0-9]*//p /proc/self/status >> ${seen}'`;
  const versions = (after: string) => ["--variant", `before=${before}`, "--variant", `after=${after}`];
  const cpusOf = (experiment: Awaited<ReturnType<typeof recorded>>["experiment"]) =>
    experiment?.cells.map(({ trials }) => trials.map(({ cpus }) => cpus));

  it("runs both at once, each on its half, in swapped halves after every repeat", async () => {
    const { experiment, saw, mistake } = await recorded(...versions(before), "--side-by-side", "--blocks", "2");
    expect(mistake).toBe("");
    expect(experiment?.versions).toEqual({ before: "before", after: "after", sideBySide: true });
    const [one, other] = cpusOf(experiment) ?? [];
    expect(one?.toReversed()).toEqual(other);
    expect(new Set(one).size).toBe(2);
    // Both had started before the first of them looked where it was.
    const all = readFileSync(seen, "utf8").trim().split("\n");
    expect([all.slice(0, 2), all.slice(4, 6)]).toEqual([
      ["start", "start"],
      ["start", "start"],
    ]);
    expect(saw).toEqual(all.slice(-2).toSorted());
    expect(new Set(saw)).toEqual(new Set(one));
    expect(experiment?.cells.flatMap(({ trials }) => trials.map(({ userMs }) => userMs))).toEqual(Array(4).fill(null));
  });

  it("lets the other finish where one fails", async () => {
    const { experiment } = await recorded(...versions("sh -c 'exit 3'"), "--side-by-side");
    expect(experiment?.cells.map(({ trials }) => trials.map(({ status }) => status))).toEqual([["ok"], ["failed"]]);
  });

  it("leaves out the numbers of workers that a half has no room for, and refuses those that are asked for", async () => {
    const both = ["--module", `before=${module},after=${module}`, "--sizes", "1", "--strategies", "thread-pool"];
    const { experiment, mistake } = await recorded(...both, "--side-by-side");
    expect(mistake).toBe("");
    expect(new Set(experiment?.cells.map(({ factors }) => factors.workers))).toEqual(
      new Set([1, 2, 4].filter((workers) => workers <= half)),
    );
    const refused = await recorded(...both, "--side-by-side", "--workers", String(half + 1));
    expect(refused.mistake).toMatch(
      /^workers has \d+: side by side, each version has \d+ of \d+ processors, so give at most/,
    );
  });

  it.each([
    [["--twin"], "--side-by-side leaves no half for a twin"],
    [["--prepare", "true"], "--side-by-side leaves no time for prepare"],
    [["--cores", "1"], "cores and side by side were both given"],
  ])("refuses %j", async (more, message) => {
    const { mistake } = await recorded(...versions("true"), "--side-by-side", ...more);
    expect(mistake).toContain(message);
  });

  it("is for two versions", async () => {
    const { mistake } = await recorded("workers", "--side-by-side");
    expect(mistake).toContain("--side-by-side is for two versions: give --module before=./a.mjs,after=./b.mjs");
  });
});
