/** The program with a mark, killed (SIGKILL) or run to its end, and the processes that it leaves. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const main = join(root, ".build/main.js");
/** An archive that is built quickly. */
const LARGEST_BYTES = 2_000;

const levels = ["--workers", "1,2", "--tasks", "4", "--seed", "1"];
const sized = [...levels, "--sizes", "3e5"];

/** What is recorded: what names a program, which has to be given again to go on with it, and the other arguments. */
export const RECORDINGS = {
  threads: [[], ["workers", "--strategies", "thread-pool,thread-per-task", ...sized, "--blocks", "6"]],
  processes: [[], ["workers", "--strategies", "process-pool,process-per-task", ...sized, "--blocks", "3"]],
  python: [
    ["--python", "./work.py"],
    ["--strategies", "thread-pool,process-pool", ...levels, "--blocks", "3"],
  ],
  command: [
    ["--command", "./work.sh {workers}"],
    ["--workers", "1,2", "--seed", "1", "--blocks", "10"],
  ],
  module: [
    ["--module", "./work.mjs"],
    ["--strategies", "thread-pool,process-pool", ...levels, "--blocks", "4"],
  ],
  versions: [
    ["--module", "before=./work.mjs,after=./other.mjs"],
    ["--strategies", "process-pool", ...levels, "--blocks", "3"],
  ],
} as const;

/** What is killed. */
export const VARIANTS = [...(Object.keys(RECORDINGS) as Recorded[]), "build"] as const;

export type Recorded = keyof typeof RECORDINGS;
export type Variant = Recorded | "build";

/** A process of a session of its own outlives each task, as does one of the same session where it is a command. */
const task = (loops: number) => `import { spawn } from "node:child_process";
export function task() {
  spawn("sleep", ["60"], { detached: true, stdio: "ignore" }).unref();
  let sum = 0;
  for (let i = 0; i < ${loops}; i += 1) sum += i % 7;
  return sum;
}
`;
const FILES = {
  "work.mjs": task(20_000_000),
  "other.mjs": task(21_000_000),
  "work.py": `import subprocess
def task():
    subprocess.Popen(["sleep", "60"], start_new_session=True)
    return sum(i % 7 for i in range(1_000_000))
`,
  "work.sh": "#!/bin/sh\nsleep 60 &\nsetsid sleep 60 &\nsleep 0.1\n",
};

/** What kills of one recording or build left. */
export interface Killed {
  kills: number;
  /** After how many of them the archive, or the next build's, could be read. */
  readable: number;
  /** Trials that the journal had when the program died. */
  journalled: number;
  /** Trials that are gone: before the last one of the journal, or of the journal and not in the finished run as they were. */
  lost: number;
  /** Processes that tasks had started and that ran when it died, most of them in sessions of their own. */
  running: number;
  /** Processes that it started and that run 2 s later. */
  orphans: string[];
  /** What is wrong with what it left. */
  faults: string[];
  /** How a recording came to its end. */
  how?: "resumed" | "nothing was recorded yet" | "was finished";
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
  return spawn(process.execPath, [main, ...args], { cwd: dir, env, stdio: ["ignore", "ignore", "pipe"] });
}

/** Runs the program to its end. */
export async function ended(
  ground: Ground,
  args: readonly string[],
): Promise<{ code: number | null; err: string; tookMs: number }> {
  const startMs = performance.now();
  const child = start(ground, args);
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const [code] = await once(child, "close");
  return { code, err, tookMs: performance.now() - startMs };
}

/** Starts the program and kills it after so long; gives how many processes of tasks ran then, and those that are left 2 s later. */
export async function killAfter(
  ground: Ground,
  args: readonly string[],
  afterMs: number,
): Promise<Pick<Killed, "running" | "orphans">> {
  const child = start(ground, args);
  child.stderr?.resume();
  const exited = once(child, "exit");
  await Promise.race([pause(afterMs), exited]);
  child.kill("SIGKILL");
  const running = startedIn(join(ground.dir, "tmp")).filter((words) => words.includes("sleep 60")).length;
  await exited;
  const orphans = await orphansOf(ground, 2_000);
  // The next one is not to be blamed for them.
  for (const one of orphans) endProcess(Number.parseInt(one, 10));
  return { running, orphans };
}

/** Processes that have the mark of a ground, or name its folder, once so long has passed or none is left. */
async function orphansOf({ dir }: Ground, withinMs: number): Promise<string[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = startedIn(join(dir, "tmp"));
    if (found.length === 0 || performance.now() > end) return found;
    await pause(100);
  }
}

function startedIn(folder: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid)) return [];
      const words = readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
      const environment = readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
      // The watchdog has no environment, and the folder as an argument.
      if (!environment.includes(`TMPDIR=${folder}`) && !words.includes(folder)) return [];
      const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
      return state === "Z" ? [] : [`${pid} ${words}`];
    } catch {
      return [];
    }
  });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
