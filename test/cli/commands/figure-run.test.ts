import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook } = folderOfRuns();
const program = join(dir, "program.cjs");

/** Records a program of that code in 2 repeats; the run as it stands in its file. */
async function record(code: string, ...options: string[]): Promise<Run> {
  writeFileSync(program, code);
  const args = ["--command", `${process.execPath} ${program}`, "--blocks", "2", "--runs-dir", dir];
  const { out } = await scalebook("run", ...args, "--control", "0%", ...options);
  return JSON.parse(readFileSync(/Run: (.*)/.exec(out)?.[1] ?? "", "utf8"));
}

const throughput = ["--figure", "throughput=([0-9.]+) req/s", "--better", "higher"];

it("keeps the figures that a program prints beside its time, however much else it prints", async () => {
  const code = `console.log("512.5 req/s"); console.log("x".repeat(3e6)); console.error('{"p99":[7]}');`;
  const { command, experiments } = await record(
    code,
    ...throughput,
    "--figure",
    "p99=json:p99[0]",
    "--figure",
    "a=(b)c",
  );
  expect(experiments[0]?.figure).toEqual({ name: "throughput", unit: "req/s", better: "higher" });
  const trials = experiments[0]?.cells[0]?.trials;
  expect(trials).toMatchObject(Array(2).fill({ status: "ok", figures: { throughput: 512.5, p99: 7, a: null } }));
  expect(trials?.every(({ wallMs }) => (wallMs ?? 0) > 0)).toBe(true);
  expect(command).toContain("--figure 'throughput=([0-9.]+) req/s' --figure 'p99=json:p99[0]'");
});

it.each([
  [
    "console.log('no luck')",
    { reason: "no-figure", detail: "throughput is not in the output, which ends with: no luck" },
  ],
  ["console.log('0 req/s')", { reason: "no-figure", detail: 'throughput is "0", which is no number above 0' }],
  ["console.log('9 req/s'); console.log('why'); process.exit(3)", { reason: "exit", detail: "exit code 3: why" }],
])("fails a trial of %s", async (code, failure) => {
  const { experiments, status } = await record(code, ...throughput);
  expect(status).toBe("failed");
  expect(experiments[0]?.cells[0]?.trials[0]).toMatchObject({ status: "failed", wallMs: null, ...failure });
});

it.each([
  [["--better", "higher"], "is for --figure"],
  [["--figure", "x=(a)"], "needs --better"],
  [["--figure", "x=(a)", "--better", "up"], '--better is "up"'],
  [["--figure", "x=a", "--better", "lower"], "put the number in brackets"],
  [["--figure", "(a)", "--better", "lower"], "give a name"],
])("refuses %j before recording", async (options, words) => {
  const { exitCode, mistake } = await scalebook("run", "--command", "node", ...options, "--runs-dir", dir);
  expect(exitCode).toBe(2);
  expect(mistake).toContain(words);
});

it("refuses a figure of a module, which prints nothing", async () => {
  const { mistake } = await scalebook("run", "--module", "x.mjs", ...throughput);
  expect(mistake).toContain("only a program prints a figure");
});
