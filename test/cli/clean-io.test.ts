import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanIo } from "../../src/cli/clean-io.js";
import type { Io } from "../../src/cli/command.js";
import { runProgram } from "../../src/cli/program.js";
import { folderOfRuns } from "./commands/in-process.js";

const ESCAPES = "\u001b[2J\u009b31m\u202e\u0007\r";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const { dir, write, scalebook } = folderOfRuns();
const label = `a${ESCAPES}b`;
const id = write(1, { label });
writeFileSync(join(dir, `x${ESCAPES}.json`), "{");

/** A terminal that keeps what is written on it. */
function terminal(columns: number): { io: Io; text: () => string } {
  const written: string[] = [];
  const keep = (text: string) => void written.push(text);
  const io = { out: keep, drained: async (text: string) => keep(text), err: keep, isTerminal: false, columns };
  const whole: Io = { ...io, env: { SCALEBOOK_CACHE: join(dir, "cache") }, onInterrupt: () => () => {} };
  return { io: whole, text: () => written.join("") };
}

describe("what comes from outside does not steer the terminal", () => {
  it.each([
    ["export --all"],
    ["export --all --format jsonl"],
    ["list"],
    ["list --json"],
    [`show ${id} --json`],
    ["verify"],
    [`export ${id} --format csv`],
  ])("%s", async (command) => {
    const { io, text } = terminal(80);
    await runProgram([...command.split(" "), "--runs-dir", dir], io);
    expect(text().length).toBeGreaterThan(20);
    expect(text()).not.toMatch(RAW);
  });

  it("JSON keeps the text as it was, by escapes", async () => {
    const { out, err } = await scalebook("list", "--json", "--runs-dir", dir);
    expect(out).not.toMatch(RAW);
    expect(JSON.parse(out)[0].label).toBe(label);
    expect(err).toContain("left out: ");
    expect(err).not.toMatch(RAW);
  });

  it("results for a file or another program stay as they are", async () => {
    expect((await scalebook("export", "--all", "--runs-dir", dir)).out).toContain(ESCAPES.replace("\r", ""));
  });

  it("a command's own colours pass", () => {
    const { io, text } = terminal(80);
    const clean = cleanIo(io);
    clean.out("\u001b[32mok\u001b[39m", true);
    clean.err("\r\u001b[K", true);
    clean.out(`${ESCAPES}\n`);
    expect(text()).toBe("\u001b[32mok\u001b[39m\r\u001b[K[2J31m\n");
  });
});
