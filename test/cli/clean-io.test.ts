import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanIo } from "../../src/cli/clean-io.js";
import type { Io } from "../../src/cli/command.js";
import { wrapped } from "../../src/cli/print/bullets.js";
import { runProgram } from "../../src/cli/program.js";
import { UserError } from "../../src/user-error.js";
import { cell, experiment } from "../analysis/make-run.js";
import { folderOfRuns } from "./commands/in-process.js";

/** The title of a window, a cleared screen, a colour by C1, a turned direction by both kinds, a line that is written over. */
const ESCAPES = "\u001b]0;evil\u0007\u001b[2J\u009b31m\u202e\u2066\r";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const { dir, write, scalebook } = folderOfRuns();
const label = `a${ESCAPES}b`;
const evil = (word: string) => `${word}${ESCAPES}\nx`;
/** A file or folder of such a name. */
const at = (name: string) => join(dir, name.replace(".", `${ESCAPES}.`));

/** A run that the schema lets pass, with escapes wherever it lets them pass. */
function hostile(hour: number): string {
  const more = { [evil("key")]: evil("level") };
  const failed = { block: 3, status: "failed" as const, reason: "task-error", detail: evil("why"), wallMs: null };
  const cells = [1, 2].map((workers) => {
    const factors = { strategy: "thread-pool", workers, tasks: 8, more };
    const timed = cell(
      factors,
      [300, 301, 302].map((ms) => hour + ms / workers),
    );
    return { ...timed, trials: [...timed.trials, { ...failed, trace: [evil("at")], notes: { said: evil("n") } }] };
  });
  const dropped = { factors: { strategy: "other", workers: 4, more }, dropped: evil("no room"), trials: [] };
  const file = { path: evil("p"), sha256: "0".repeat(64), bytes: 1 };
  return write(hour, {
    ...{ label, hypothesis: evil("h"), command: evil("scalebook run"), commit: { hash: evil("92a"), dirty: true } },
    machine: { id: "m-1", name: evil("bench"), cpuModel: evil("cpu"), platform: evil("os"), governor: evil("g") },
    software: {
      ...{ tool: { name: evil("tool"), version: evil("1") }, node: evil("v20") },
      ...{ environment: { [evil("KEY")]: evil("value") }, execArgv: [evil("--x")] },
    },
    experiments: [
      experiment([...cells, dropped], {
        ...{ title: evil("Title"), question: evil("Why?") },
        program: { files: [file], command: evil("c"), version: evil("v"), interpreter: evil("i") },
      }),
    ],
  });
}

const [first, second] = [hostile(1), hostile(2)];
const table = `strategy,workers,wall_ms,"${evil("colour")}"\n${[1, 2, 4].map((n) => `"${evil("p")}",${n},${60 / n},q`).join("\n")}\n`;
const fails = `process.stdout.write(${JSON.stringify(evil("out"))}); console.error(${JSON.stringify(evil("boom"))}); process.exit(3)`;
mkdirSync(at("folder."));
for (const [path, text] of [
  [at("broken.json"), "{"],
  [at("odd.json"), JSON.stringify({ schemaVersion: 1, [evil("key")]: 1 })],
  [join(at("folder."), `z${ESCAPES}.json`), "["],
  [at("table.csv"), table],
  [at("known.csv"), table.replace(/"colour[^"]*"/, "mode").replaceAll("q", `"${evil("q")}"`)],
  [at("law.csv"), `workers,"${evil("throughput")}"\n1,1\n2,1.9\n3,2.7\n4,3.4\n5,3.9\n`],
  [at("study.yaml"), JSON.stringify({ [evil("key")]: 1, id: evil("id"), experiments: [{ id: evil("x") }] })],
  [join(dir, "fails.mjs"), fails],
  [at("report.md"), "mine"],
] as const)
  writeFileSync(path, text);

/** A terminal that keeps what is written on it. */
function terminal(columns: number): { io: Io; text: () => string } {
  const written: string[] = [];
  const keep = (text: string) => void written.push(text);
  const io = { out: keep, drained: async (text: string) => keep(text), err: keep, isTerminal: false, columns };
  const whole: Io = { ...io, env: { SCALEBOOK_CACHE: join(dir, "cache") }, onInterrupt: () => () => {} };
  return { io: whole, text: () => written.join("") };
}

/** What a command writes on a terminal, a mistake of the user's included. */
async function said(args: readonly string[]): Promise<string> {
  const { io, text } = terminal(80);
  try {
    await runProgram([...args], io);
    return text();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${text()}${await wrapped(`scalebook: ${error.message}`, 80)}`;
  }
}

const runs = ["--runs-dir", dir];
const pair = [second, "--against", first];

describe("what comes from outside does not steer the terminal", () => {
  it.each<[string, string[][]]>([
    ["list", [[], ["--json"], ["--study", evil("x")], ["--since", evil("x")], ["--machine", evil("bench")]]],
    ["show", [[first], [first, "--json"], [evil("x")], ["lab"]]],
    ["analyse", [[first], [first, "--json"]]],
    [
      "compare",
      [
        [first, second],
        [first, second, "--json"],
        [first, evil("x")],
      ],
    ],
    ["check", [pair, [...pair, "--json"], [...pair, "--format", "md"], ["--fail-on", evil("x")]]],
    ["export", ["csv", "json", "md", "latex", "bibtex", "cff", evil("x")].map((as) => [first, "--format", as])],
    ["export", [["--all"], ["--all", "--format", "jsonl"], [first, "--format", "csv", "--experiment", evil("x")]]],
    ["report", [[first, "--format", "md", "--out", at("report.md")]]],
    ["verify", [[], ["--json"]]],
    ["merge", [[at("folder.")], [at("folder."), "--json"], [evil("none")]]],
    [
      "import",
      [["csv", at("table.csv")], ["csv", at("known.csv"), "--map", "mode=mode", "--name", "foreign"], [at("odd.json")]],
    ],
    [
      "import",
      [
        [evil("csv"), at("table.csv")],
        ["csv", at("known.csv"), "--map", evil("x")],
      ],
    ],
    ["analyse", [["foreign"]]],
    ["show", [["foreign"], ["foreign", "--json"]]],
    ["baseline", [["set", first], ["show"], ["show", "--json"], [evil("x")], ["clear"]]],
    [
      "build",
      [
        ["--compare", evil("x")],
        ["--out", at("odd.json")],
        ["--published", at("odd.json")],
      ],
    ],
    ["run", [["--study", at("study.yaml")], [evil("x")], ["--module", at("none.mjs")], ["--command", evil("./none")]]],
    ["run", [["--command", `node '${join(dir, "fails.mjs")}'`, "--blocks", "1", "--label", label]]],
    ["remove", [[second.slice(0, 20)], [second, evil("x")], [second]]],
  ])("%s", async (name, all) => {
    for (const args of all) {
      const text = await said([name, ...args, ...runs]);
      expect(text.length).toBeGreaterThan(20);
      expect(text).not.toMatch(RAW);
    }
  });

  it.each<[string, string[]]>([
    ["fit", ["fit", at("law.csv")]],
    ["fit --json", ["fit", at("law.csv"), "--json"]],
    ["a column of fit", ["fit", at("table.csv"), "--x", evil("x")]],
    ["a file that init would write over", ["init", at("study.yaml")]],
    ["preview", ["preview", "--out", at("none.")]],
    ["completion", ["completion", evil("x")]],
    ["doctor", ["doctor", evil("x")]],
    ["a command", [evil("x")]],
    ["an option before a command", [`--${evil("x")}`]],
    ["an option", ["list", `--${evil("x")}`]],
  ])("%s", async (_, args) => {
    const text = await said(args);
    expect(text).toContain("evil");
    expect(text).not.toMatch(RAW);
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
    expect(text()).toBe("\u001b[32mok\u001b[39m\r\u001b[K]0;evil[2J31m\n");
  });
});
