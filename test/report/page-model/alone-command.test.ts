import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resolveRecording } from "../../../src/app/record-request.js";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run } from "../../../src/cli/commands/run.js";
import { askedRecording } from "../../../src/cli/options/asked-recording.js";
import { aloneCommand, neededWords, recordingCommand } from "../../../src/report/page-model/alone-command.js";
import { planCells } from "../../../src/runner/request/run-cells.js";
import { workersExperiment } from "../sample-runs.js";

const alone = (command: string, seed: number | null = 7) => aloneCommand({ command, seed }, "e");

describe("the command that records an experiment alone", () => {
  it.each([
    ["scalebook run --all --budget 5m --seed 7", "scalebook run e --seed 7"],
    ["scalebook run a e --workers 1..4 --blocks 20 --seed 7", "scalebook run e --workers 1..4 --blocks 20 --seed 7"],
    ["scalebook run --study 'my --all.yaml' --seed 7", "scalebook run e --study 'my --all.yaml' --seed 7"],
    ["scalebook run --study s.yaml --extend 2026-a", "scalebook run e --study s.yaml --seed 7"],
    ["scalebook run --seed 7", "scalebook run e --seed 7"],
  ])("of %s is %s", (command, expected) => {
    expect(alone(command)).toBe(expected);
  });

  it("is none where no command recorded the run", () => {
    expect([alone("runStudy of lab"), alone(""), aloneCommand({ seed: null }, "e")]).toEqual(["", "", ""]);
    expect(recordingCommand({ command: "runStudy of lab" })).toBe("");
  });

  it("is for the folder of the recording where it names files or programs", () => {
    expect(neededWords("scalebook run e --workers 1", [])).toBe("");
    for (const own of ["--study s.yaml", "--variant a=ls", "--python x.py", "--prepare sync"]) {
      expect(neededWords(`scalebook run e ${own}`, [])).toBe(", in the folder that it was recorded from");
    }
    expect(neededWords("scalebook run e --module a.mjs --git main..HEAD", [])).toBe(
      ", in the folder that it was recorded from, while --git names the same commits",
    );
  });

  it("says that a queue needs a Redis and its workers, whatever the command names", () => {
    const { cells } = workersExperiment(2);
    const queued = cells.map((cell) => ({ ...cell, factors: { ...cell.factors, strategy: "queue" } }));
    const words = (some: typeof cells) => neededWords("scalebook run e --study s.yaml", [{ cells: some }]);
    expect(words(cells)).toBe(", in the folder that it was recorded from");
    expect(words([...cells, ...queued])).toBe(
      ", in the folder that it was recorded from, where SCALEBOOK_REDIS names a Redis and other machines run scalebook worker for it",
    );
  });
});

describe.skipIf(process.platform === "win32")("printed commands of own studies", () => {
  const home = mkdtempSync(join(tmpdir(), "scalebook-home-"));
  const before = process.env.HOME;
  process.env.HOME = home;
  afterAll(() => {
    process.env.HOME = before;
    rmSync(home, { recursive: true });
  });
  const folder = join(home, "my lab");
  mkdirSync(folder);
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
    return join(folder, name);
  };
  const module = write("work.mjs", "export const task = () => 1;");
  const program = join(home, "sort");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  const experiment = (id: string, work: string) => `{ id: ${id}, title: T, question: Q, ${work} }`;
  const study = write(
    "study.yaml",
    `id: mine\nexperiments:\n${[
      experiment("first", "command: ls, matrix: [{}]"),
      experiment("second", "variants: { a: ls, b: 'ls {workers}' }, matrix: [{ workers: [1, 2] }]"),
    ]
      .map((one) => `  - ${one}\n`)
      .join("")}`,
  );

  const { signal } = new AbortController();
  async function planOf(argv: readonly string[]) {
    const { asked } = await askedRecording(await parseGiven(run, argv));
    const { study: resolved, catalogue } = await resolveRecording(asked, signal);
    return { asked, planned: planCells(resolved, catalogue, asked.overrides) };
  }

  it.each([
    ["module", "module", ["--module", module, "--workers", "1,2"]],
    [
      "command",
      "command",
      ["--command", `${program} {n} --out=${home}/x`, "--sizes", "10", "--setup", "mkdir -p 'a b'"],
    ],
    ["variants", "variants", ["--variant", `a=${program} {n}`, "--variant", "b=ls", "--sizes", "10"]],
    ["a study file", "second", ["--study", study]],
  ])("record the same again of %s", async (_, id, argv) => {
    const first = await planOf([...argv, "--seed", "3"]);
    const command = aloneCommand({ command: first.asked.command, seed: 3 }, id);
    expect(command).not.toContain(homedir());
    // The words that a shell makes of it.
    const words = execFileSync("sh", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" })
      .split("\0")
      .slice(2, -1);
    const again = await planOf(words);
    const cells = ({ planned }: typeof first) =>
      planned.filter(({ definition }) => definition.id === id).map((one) => one.planned);
    expect(cells(again)).toEqual(cells(first));
    expect(again.planned.map(({ definition }) => definition.id)).toEqual([id]);
  });
});
