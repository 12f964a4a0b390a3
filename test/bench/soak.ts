/**
 * Whether memory, descriptors or temporary files grow: `npm run bench -- soak [--minutes 30] [--builds 20]`. One recording of many
 * short trials, which Ctrl-C ends after so many minutes and whose processes are looked at each few seconds; then so many builds one
 * after another, with a run added between. Told are the first, the median and the last of each figure.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeSmallRuns } from "./builds/small-runs.js";
import { median } from "./measures.js";
import { countOption, numberOption } from "./options.js";
import { peakOf } from "./peak-memory.js";

const LOOK_MS = 2_000;
const PROGRESS_MS = 60_000;
const FIRST_RUNS = 10;
/** More than there is time for: a budget plans no more repeats than a verdict needs. */
const MANY_BLOCKS = 9_999;

const [minutes, builds] = [numberOption("--minutes", 30), countOption("--builds", 20)];
const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "scalebook-soak-"));
const [temporary, runs, archive] = ["tmp", "runs", "archive"].map((name) => join(dir, name)) as [
  string,
  string,
  string,
];
mkdirSync(temporary);
const own = { SCALEBOOK_CACHE: join(dir, "cache"), SCALEBOOK_CONFIG: join(dir, "config"), TMPDIR: temporary };

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { cwd: dir, env: { ...process.env, ...own }, stdio: "ignore" });
}

/** What is looked at, figure by figure; a process that is not there gives none. */
const seen = new Map<string, number[]>();

function note(name: string, value: number | null): void {
  if (value !== null) seen.set(name, [...(seen.get(name) ?? []), value]);
}

function look(pid: number): void {
  note("recorder, MB", residentMb(pid));
  note("recorder, descriptors", countIn(`/proc/${pid}/fd`));
  for (const { id, name } of childrenOf(pid))
    note(name === "sh" ? "its watchdog, MB" : "hosts of trials, MB", residentMb(id));
  note("files in TMPDIR", filesIn(temporary));
}

function residentMb(pid: number): number | null {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`)) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
}

function childrenOf(pid: number): { id: number; name: string }[] {
  const ids = textOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return ids.map((id) => ({ id, name: textOf(`/proc/${id}/comm`).trim() }));
}

/** A process may end between two readings. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function countIn(folder: string): number | null {
  return existsSync(folder) ? readdirSync(folder).length : null;
}

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true }).length;
}

async function record(): Promise<void> {
  const short = ["--strategies", "sequential,thread-pool", "--workers", "1,2", "--tasks", "2", "--sizes", "1e4"];
  const child = start("run", "workers", ...short, "--blocks", String(MANY_BLOCKS));
  const startMs = performance.now();
  const ending = setTimeout(() => child.kill("SIGINT"), minutes * 60_000);
  const looking = setInterval(() => look(child.pid as number), LOOK_MS);
  const telling = setInterval(() => {
    const now = [...seen].map(([name, values]) => `${name} ${values.at(-1)?.toFixed(1)}`).join(", ");
    console.log(`${Math.round((performance.now() - startMs) / PROGRESS_MS)} min: ${now}`);
  }, PROGRESS_MS);
  const [code] = await once(child, "exit");
  for (const timer of [ending, looking, telling]) clearTimeout(timer);
  const [file = ""] = readdirSync(runs);
  const trials = readFileSync(join(runs, file), "utf8").split('"position":').length - 1;
  console.log(`run of ${minutes} min: exit code ${code}, ${trials} trials, ${filesIn(temporary)} files left in TMPDIR`);
}

async function buildAll(): Promise<void> {
  writeSmallRuns(archive, 0, FIRST_RUNS);
  for (let number = 0; number < builds; number += 1) {
    if (number > 0) writeSmallRuns(archive, FIRST_RUNS + number - 1, FIRST_RUNS + number);
    note("builds, peak MB", await peakOf(start("build", "--runs-dir", archive, "--jobs", "2")));
    note("files in TMPDIR after a build", filesIn(temporary));
    note("files in the cache after a build", filesIn(own.SCALEBOOK_CACHE));
  }
}

try {
  await record();
  if (builds > 0) await buildAll();
} finally {
  rmSync(dir, { recursive: true, force: true });
}
for (const [name, values] of seen) {
  const told = [values[0] as number, median(values), values.at(-1) as number].map((value) => value.toFixed(1));
  console.log(`${name}: first ${told[0]}, median ${told[1]}, last ${told[2]} (${values.length} looks)`);
}
