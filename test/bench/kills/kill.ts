/** One SIGKILL of the program at a random moment, and what it left: see {@link killOnce}. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { differences, hashesIn } from "../builds/program.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const main = join(root, ".build/main.js");
/** An archive that is built quickly. */
const LARGEST_BYTES = 2_000;

const levels = ["--workers", "1,2", "--tasks", "4", "--blocks", "1000", "--seed", "1"];
const sized = [...levels, "--sizes", "3e5"];

/** What is killed: the arguments of the program, in a folder that has the files of {@link FILES}. */
export const VARIANTS = {
  threads: ["run", "workers", "--strategies", "thread-pool,thread-per-task", ...sized],
  processes: ["run", "workers", "--strategies", "process-pool,process-per-task", ...sized],
  python: ["run", "--python", "./work.py", "--strategies", "thread-pool,process-pool", ...levels],
  command: ["run", "--command", "./work.sh {workers}", "--workers", "1,2", "--blocks", "1000", "--seed", "1"],
  module: ["run", "--module", "./work.mjs", "--strategies", "thread-pool,process-pool", ...levels],
  versions: ["run", "--module", "before=./work.mjs,after=./other.mjs", "--strategies", "process-pool", ...levels],
  build: ["build", "--runs-dir", "archive", "--jobs", "2"],
} as const;

export type Variant = keyof typeof VARIANTS;

const task = (loops: number) =>
  `export function task() { let sum = 0; for (let i = 0; i < ${loops}; i += 1) sum += i % 7; return sum; }\n`;
const FILES = {
  "work.mjs": task(2_000_000),
  "other.mjs": task(2_100_000),
  "work.py": "def task():\n    return sum(i % 7 for i in range(100000))\n",
  // Its own process outlives it: what a trial leaves behind is ended as well.
  "work.sh": "#!/bin/sh\nsleep 60 &\nsleep 0.03\n",
};

export interface Killed {
  /** Trials that the journal had when the program died. */
  journalled: number;
  /** Trials that are gone: before the last one of the journal, or of the journal and not in the recovered run. */
  lost: number;
  /** Processes that it started and that run 2 s later. */
  orphans: string[];
  /** What is wrong with what it left. */
  faults: string[];
}

/** A folder to kill in: with files of its own, a cache, and a folder for temporary files that marks its processes. */
export function killingGround(): { dir: string; env: NodeJS.ProcessEnv } {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-kills-"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(dir, name), text, { mode: 0o755 });
  const examples = join(root, "runs/examples");
  mkdirSync(join(dir, "archive"));
  for (const name of readdirSync(examples))
    if (statSync(join(examples, name)).size < LARGEST_BYTES) cpSync(join(examples, name), join(dir, "archive", name));
  mkdirSync(join(dir, "tmp"));
  const own = { SCALEBOOK_CACHE: join(dir, "cache"), SCALEBOOK_CONFIG: join(dir, "config"), TMPDIR: join(dir, "tmp") };
  return { dir, env: { ...process.env, ...own } };
}

export type Ground = ReturnType<typeof killingGround>;

function start({ dir, env }: Ground, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { cwd: dir, env, stdio: "ignore" });
}

async function exitCodeOf(ground: Ground, args: readonly string[]): Promise<number | null> {
  const [code] = await once(start(ground, args), "exit");
  return code as number | null;
}

/** Starts the variant, kills it after so long, and looks: at processes, at the archive or the site. */
export async function killOnce(ground: Ground, variant: Variant, afterMs: number): Promise<Killed> {
  rmSync(join(ground.dir, "runs"), { recursive: true, force: true });
  // A build meets pages to be made, or to be put where there are none.
  if (variant === "build")
    rmSync(join(ground.dir, afterMs % 2 === 0 ? "site" : "cache"), { recursive: true, force: true });
  const child = start(ground, VARIANTS[variant]);
  const exited = once(child, "exit");
  await Promise.race([pause(afterMs), exited]);
  child.kill("SIGKILL");
  await exited;
  const orphans = await orphansOf(ground, 2_000);
  const left = variant === "build" ? await checkSite(ground) : await checkRuns(ground);
  const faults =
    child.signalCode === null && variant !== "build" ? [`it had ended by itself with ${child.exitCode}`] : [];
  return { ...left, orphans, faults: [...faults, ...left.faults] };
}

/** Processes that have the mark of a ground, once so long has passed or none is left. */
async function orphansOf({ dir }: Ground, withinMs: number): Promise<string[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = marked(`TMPDIR=${join(dir, "tmp")}`);
    if (found.length === 0 || performance.now() > end) return found;
    await pause(100);
  }
}

function marked(mark: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(mark)) return [];
      const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
      return state === "Z" ? [] : [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ")}`];
    } catch {
      return [];
    }
  });
}

interface Line {
  kind: string;
  trial?: { block: number; position: number };
}

/** The journal against the run that comes of it. */
async function checkRuns(ground: Ground): Promise<Omit<Killed, "orphans">> {
  const runs = join(ground.dir, "runs");
  const journals = existsSync(runs) ? readdirSync(runs).filter((name) => name.endsWith(".journal")) : [];
  const lines = journals.flatMap((name) => readFileSync(join(runs, name), "utf8").split("\n").slice(0, -1));
  const trials = lines
    .map((line) => JSON.parse(line) as Line)
    .flatMap(({ kind, trial }) => (kind === "trial" && trial ? [trial] : []));
  const { finishJournals } = await import("../../../.build/record/folder/recover-journals.js");
  const { readRuns } = await import("../../../.build/record/folder/run-index.js");
  const { problems } = await finishJournals(runs);
  const read = await readRuns(runs);
  const recovered = read.runs.flatMap(({ run }) =>
    run.experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials)),
  );
  const code = await exitCodeOf(ground, ["verify", "--runs-dir", "runs"]);
  return {
    journalled: trials.length,
    lost: gapsIn(trials) + Math.max(0, trials.length - recovered.length),
    faults: [
      ...[...problems, ...read.problems]
        .map(({ message }) => message)
        .filter((message) => !/before it began/.test(message)),
      ...(code === 0 || trials.length === 0 ? [] : [`verify told exit code ${code}`]),
    ],
  };
}

/** Trials that are missing before the last one: blocks are done one after the other, each from place 0 on. */
function gapsIn(trials: readonly { block: number; position: number }[]): number {
  const places = new Map<number, Set<number>>();
  for (const { block, position } of trials) places.set(block, (places.get(block) ?? new Set()).add(position));
  const last = Math.max(-1, ...places.keys());
  const most = Math.max(-1, ...trials.map(({ position }) => position)) + 1;
  let missing = 0;
  for (let block = 0; block <= last; block += 1) {
    const there = places.get(block) ?? new Set();
    missing += (block === last ? Math.max(-1, ...there) + 1 : most) - there.size;
  }
  return missing;
}

const sites = new Map<string, Map<string, string>>();

/** The next build ends well, with the site that was built when nothing was killed. */
async function checkSite(ground: Ground): Promise<Omit<Killed, "orphans">> {
  const due = sites.get(ground.dir) ?? (await undisturbed(ground));
  sites.set(ground.dir, due);
  const code = await exitCodeOf(ground, VARIANTS.build);
  const other = differences(hashesIn(join(ground.dir, "site")), due);
  return {
    journalled: 0,
    lost: 0,
    faults: [
      ...(code === 0 ? [] : [`the next build told exit code ${code}`]),
      ...other.map((one) => `of the site that it built, ${one}`),
    ],
  };
}

async function undisturbed(ground: Ground): Promise<Map<string, string>> {
  const fresh = { ...ground, env: { ...ground.env, SCALEBOOK_CACHE: join(ground.dir, "other-cache") } };
  const code = await exitCodeOf(fresh, [...VARIANTS.build, "--out", "other-site"]);
  if (code !== 0) throw new Error(`the site cannot be built where nothing is killed: exit code ${code}`);
  return hashesIn(join(ground.dir, "other-site"));
}
