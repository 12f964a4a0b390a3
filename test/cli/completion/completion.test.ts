import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { allExperiments } from "../../../src/experiments/index.js";
import { importers } from "../../../src/formats/index.js";
import { strategyIds } from "../../../src/strategies/index.js";
import { has } from "../../needs.js";
import { workplace } from "../harness.js";

const { dir, scalebook } = workplace();
const SHELLS = ["bash", "zsh", "fish"] as const;
const scripts = new Map<string, string>();
const there = { bash: has("bash"), zsh: has("zsh"), fish: has("fish") };

beforeAll(async () => {
  for (const shell of SHELLS) {
    scripts.set(shell, join(dir, shell));
    writeFileSync(join(dir, shell), (await scalebook("completion", shell)).stdout);
  }
  for (const folder of ["runs", "archive"]) mkdirSync(join(dir, folder));
  for (const name of ["20261121t161508z-lab-2f4322.json", "20261122t161508z-lab-aaaaaa.json.gz", "baselines"])
    writeFileSync(join(dir, "runs", name), "");
  writeFileSync(join(dir, "archive", "20250101t000000z-old-abcdef.json"), "");
  // A name that bash would run as a command, were it read as one.
  writeFileSync(join(dir, "runs", "$(touch run-by-bash).json"), "");
  writeFileSync(join(dir, "times.csv"), "");
});

describe.runIf(there.bash)("in bash, at the end of the line", () => {
  const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _scalebook; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const offered = (line: string) =>
    execFileSync("bash", ["-c", script, "bash", scripts.get("bash") ?? "", ...line.split(" ")], {
      cwd: dir,
      encoding: "utf8",
    })
      .split("\n")
      .filter((word) => word !== "");

  it.each([
    ["scalebook comp", ["compare", "completion"]],
    ["scalebook run weak", ["weak-scaling"]],
    ["scalebook run --strat", ["--strategies"]],
    ["scalebook run --strategies thread-po", ["thread-pool"]],
    ["scalebook run --strategies sequential,thread-po", ["sequential,thread-pool"]],
    ["scalebook run --budget ", []],
    ["scalebook run --pool ", ["fresh", "warm"]],
    [
      "scalebook show ",
      ["latest", "previous", "baseline", "20261121t161508z-lab-2f4322", "20261122t161508z-lab-aaaaaa"],
    ],
    ["scalebook show --runs-dir archive 2", ["20250101t000000z-old-abcdef"]],
    ["scalebook compare latest 20261121", ["20261121t161508z-lab-2f4322"]],
    ["scalebook build --compare latest,20261122", ["latest,20261122t161508z-lab-aaaaaa"]],
    ["scalebook report latest --format p", ["pdf"]],
    ["scalebook export --format bib", ["bibtex"]],
    ["scalebook check --format ", ["text", "md"]],
    ["scalebook check --fail-on slower,und", ["slower,undecided"]],
    ["scalebook check --against prev", ["previous"]],
    ["scalebook baseline s", ["set", "show"]],
    ["scalebook import hyper", ["hyperfine"]],
    ["scalebook fit t", ["times.csv"]],
    ["scalebook build --runs-dir arch", ["archive"]],
    ["scalebook completion z", ["zsh"]],
    ["scalebook nothing ", []],
  ])("%s: %j", (line, expected) => expect(offered(line)).toEqual(expected));

  it("offers what the program knows, and every option that its help lists", async () => {
    expect(offered("scalebook run ")).toEqual(allExperiments.map(({ id }) => id));
    expect(offered("scalebook run --strategies ")).toEqual(strategyIds);
    expect(offered("scalebook import ")).toEqual(expect.arrayContaining(Object.keys(importers)));
    const { stdout } = await scalebook("report", "--help");
    const listed = [...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, name]) => name);
    expect(listed.length).toBeGreaterThan(10);
    expect(offered("scalebook report --")).toEqual(listed);
  });

  it("runs no command that a file of the folder is named like", () => {
    offered("scalebook show ");
    expect(spawnSync("ls", { cwd: dir, encoding: "utf8" }).stdout).not.toContain("run-by-bash");
  });
});

describe("completion", () => {
  it.each(SHELLS.filter((shell) => there[shell]))("for %s is a script that the shell can read", (shell) => {
    const { status, stderr } = spawnSync(shell, ["-n", scripts.get(shell) ?? ""], { encoding: "utf8" });
    expect([stderr, status]).toEqual(["", 0]);
  });

  it.runIf(there.fish)("offers the same in fish", () => {
    const offered = (line: string) => {
      const script = `source ${scripts.get("fish")}; complete -C ${JSON.stringify(line)}`;
      const { stdout } = spawnSync("fish", ["--no-config", "-c", script], { cwd: dir, encoding: "utf8" });
      return stdout.split("\n").flatMap((one) => one.split("\t")[0] || []);
    };
    expect(offered("scalebook comp")).toEqual(["compare", "completion"]);
    expect(offered("scalebook run weak")).toEqual(["weak-scaling"]);
    expect(offered("scalebook run --strategies sequential,thread-po")).toEqual(["sequential,thread-pool"]);
    expect(offered("scalebook show 2026112")).toEqual(["20261121t161508z-lab-2f4322", "20261122t161508z-lab-aaaaaa"]);
    expect(offered("scalebook export --format bib")).toEqual(["bibtex"]);
  });

  it("is there for three shells", async () => {
    const { exitCode, stderr } = await scalebook("completion", "tcsh");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("give bash, zsh, fish")]);
  });
});
