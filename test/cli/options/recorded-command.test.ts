import { expect, it } from "vitest";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run } from "../../../src/cli/commands/run.js";
import { commandLine, extendCommand } from "../../../src/cli/options/recorded-command.js";

const given = (...argv: string[]) => parseGiven(run, argv);

it("commandLine says that it was everything", async () => {
  expect(commandLine(await given("--all"), 5)).toBe("scalebook run --all --seed 5");
});

it("commandLine quotes for a shell", async () => {
  expect(commandLine(await given("workers", "--study", "it's mine.yaml"), 5)).toBe(
    "scalebook run workers --study 'it'\\''s mine.yaml' --seed 5",
  );
});

it("commandLine leaves out what says nothing of the study", async () => {
  const more = ["--label", "x", "--runs-dir", "y", "--machine", "m", "--compress", "--json", "--plan"];
  expect(commandLine(await given("--control", "0%", ...more, "--workers", "1"), 5)).toBe(
    "scalebook run --workers 1 --control 0% --seed 5",
  );
});

it("commands that go on with a run say the study again where it is the user's own", async () => {
  const more = ["--budget", "2m"];
  expect(commandLine(await given("--blocks", "5"), 7, "r-1")).toBe("scalebook run --blocks 5 --extend r-1");
  expect(extendCommand(await given("--workers", "1,2", "--runs-dir", "mine"), "r-1", more)).toBe(
    "scalebook run --extend r-1 --budget 2m --runs-dir mine",
  );
  expect(extendCommand(await given("--command", "ls -l", "--workers", "1"), "r-1", more)).toBe(
    "scalebook run --command 'ls -l' --workers 1 --extend r-1 --budget 2m",
  );
});
