import { describe, expect, it } from "vitest";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run } from "../../../src/cli/commands/run.js";
import { askedRecording } from "../../../src/cli/options/asked-recording.js";

const asked = async (...argv: string[]) => askedRecording(await parseGiven(run, argv));

describe("an option that means nothing beside the others", () => {
  it.each([
    [["--build", "npm ci"], "--build is for --git"],
    [["--unit", "ms"], "--unit is for --figure"],
    [["--better", "lower", "--study", "s.yaml"], "--better is for --figure"],
    [["--bound", "cpu", "--study", "s.yaml"], "--bound is for --module, --python, --command or --variant"],
    [["--shell", "--module", "a.mjs"], "--shell is for --command"],
    [["--runtime", "python", "--study", "s.yaml"], "--runtime is for built-in work: leave it out beside --study"],
    [["--runtime", "node", "--variant", "a=ls"], "--runtime is for built-in work: leave it out beside --variant"],
    [["--interpreter", "no-such-python", "--command", "ls"], "--interpreter means nothing to a command"],
    [["--pool", "warm", "--variant", "a=ls"], "--pool means nothing to a command"],
    [["--nodes", "4"], "--nodes is for --slurm"],
    [["--hosts-node", "node22", "--slurm"], "--hosts-node is for --hosts"],
    [["--hosts-folder", "/work"], "--hosts-folder is for --hosts and --slurm"],
    [["--machine", "a", "--slurm"], "--machine and --slurm were both given: every machine has a name of its own"],
    [["--command", "ls", "--workers", "1,2"], "--workers has 2 levels, and no command line or hook has {workers}"],
    [["--command", "ls", "--sizes", "1,2,3"], "--sizes has 3 levels, and no command line or hook has {n}"],
    [["--variant", "a=ls", "--variant", "b=ls -a", "--workers", "1..3"], "--workers has 3 levels"],
  ])("is refused: %j", async (argv, message) => {
    await expect(asked(...argv)).rejects.toThrow(message);
  });

  it.each([
    ["--command", "ls {workers}", "--workers", "1,2", "--bound", "cpu", "--shell"],
    ["--command", "ls", "--workers", "4", "--sizes", "7"],
    ["--command", "ls", "--workers", "1,2", "--prepare", "ls {workers}"],
    ["--prepare", "ls | wc", "--shell"],
    ["--git", "a..b", "--build", "npm ci", "--module", "a.mjs", "--bound", "io"],
  ])("is taken where it means something: %j", async (...argv) => {
    expect((await asked(...argv)).asked.loaded.study.experiments.length).toBeGreaterThan(0);
  });
});
