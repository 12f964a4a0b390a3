/**
 * Whether ssh shows in what is measured, and what it takes besides: `npm run bench -- hosts [--host localhost] [--rounds 20]`. The
 * same study is recorded in turn here and by ssh on a host that is this machine (SCALEBOOK_SSH is the client), and the medians of
 * each round are judged by this project's own verdict, round by round. Told as well: the time outside of the recording, of the first
 * time, when program and study travel, and of later ones.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Run } from "../../.build/record/schema/run-schema.js";
import { median } from "./measures.js";
import { countOption, textOption } from "./options.js";

const execute = promisify(execFile);
const [host, rounds] = [textOption("--host") ?? "localhost", countOption("--rounds", 20)];
const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "scalebook-hosts-"));
/** Work that computes, and work that waits, which shows delays also on a machine that is not quiet. */
const studies = {
  computing: ["workers", "--workers", "1", "--tasks", "4", "--sizes", "3e7"],
  waiting: ["--module", "./wait.mjs", "--workers", "1", "--tasks", "4"],
} as const;
const extent = ["--strategies", "sequential", "--blocks", "5", "--control", "0%"];
writeFileSync(join(dir, "wait.mjs"), "export const task = () => new Promise((done) => setTimeout(done, 50, 1));\n");

interface Times {
  connectMs: number;
  sendMs: number;
  recordMs: number;
  fetchMs: number;
}

const scalebook = async (...args: string[]) =>
  (await execute(process.execPath, [main, ...args], { cwd: dir, maxBuffer: 1e9 })).stdout;

/** Records once; the median of its time, and of the CPU time of its tasks where it computes. */
async function record(what: keyof typeof studies, runsDir: string, ...more: string[]) {
  const { hosts } = JSON.parse(
    await scalebook("run", ...studies[what], ...extent, "--runs-dir", runsDir, "--json", ...more),
  );
  const name = readdirSync(join(dir, runsDir)).find((file) => file.endsWith(".json")) ?? "";
  const run = JSON.parse(readFileSync(join(dir, runsDir, name), "utf8")) as Run;
  const trials = run.experiments[0]?.cells[0]?.trials ?? [];
  const times = { workload: `${what}-time`, wall_ms: median(trials.flatMap(({ wallMs }) => wallMs ?? [])) };
  const cpu = { workload: `${what}-cpu`, wall_ms: median(trials.flatMap(({ taskCpuMs }) => taskCpuMs ?? [])) };
  const medians = what === "computing" ? [times, cpu] : [times];
  rmSync(join(dir, runsDir), { recursive: true });
  return { medians, times: (hosts as { times: Times }[] | undefined)?.[0]?.times };
}

const lines: string[] = [];
const times: Times[] = [];
try {
  for (let block = 0; block < rounds; block++) {
    // Who begins changes from round to round: what the first one leaves behind touches both alike.
    for (const strategy of block % 2 === 0 ? ["here", "ssh"] : ["ssh", "here"]) {
      for (const what of ["computing", "waiting"] as const) {
        const done = await record(what, strategy, ...(strategy === "ssh" ? ["--hosts", host] : []));
        if (done.times !== undefined) times.push(done.times);
        lines.push(...done.medians.map((one) => JSON.stringify({ ...one, strategy, workers: 1, block })));
      }
    }
    process.stderr.write(`round ${block + 1} of ${rounds}\n`);
  }
  writeFileSync(join(dir, "hosts.jsonl"), `${lines.join("\n")}\n`);
  await scalebook("import", "jsonl", "hosts.jsonl", "--runs-dir", "judged");
  console.log(await scalebook("analyse", "latest", "--runs-dir", "judged"));
  const outside = ({ connectMs, sendMs, fetchMs }: Times) => connectMs + sendMs + fetchMs;
  const words = (some: readonly Times[]) =>
    `${(median(some.map(outside)) / 1_000).toFixed(2)} s (connect ${Math.round(median(some.map((one) => one.connectMs)))} ms, send ${Math.round(median(some.map((one) => one.sendMs)))} ms, fetch ${Math.round(median(some.map((one) => one.fetchMs)))} ms)`;
  console.log(`Outside of the recording, the first time: ${words(times.slice(0, 1))}`);
  if (times.length > 1) console.log(`Later, median of ${times.length - 1}: ${words(times.slice(1))}`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
