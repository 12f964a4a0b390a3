import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { has } from "../../needs.js";
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
  const always = ["--blocks", "1", "--control", "0%", "--seed", "1", "--runs-dir", dir, "--json"];
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
    ["a module in threads", ["--module", module, "--strategies", "thread-pool"]],
    ["a module in processes", ["--module", module, "--strategies", "process-pool"]],
    ["a command", ["--command", `sh ${program}`]],
    ["a line for a shell", ["--command", `sh ${program} && true`, "--shell"]],
    ...(has("python3") ? [["a function in Python", ["--python", python, "--strategies", "process-pool"]]] : []),
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
