/**
 * What a large archive costs: `npm run bench -- archive --runs 1000 --jobs 2 --json out.json`. Builds the site of made-up runs of
 * 10 cells and 10 trials with nothing known, again with nothing new, and after one more run; and counts the planted steps that
 * the history finds, and those that it finds where nothing was planted (`--steps-of 300`: in series of so many runs).
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { writeArchive } from "./archive-runs.js";
import { countSteps, type StepCounts } from "./archive-steps.js";
import { numberOption, textOption } from "./options.js";
import { peakOf } from "./peak-memory.js";

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const overview = fileURLToPath(new URL("./overview-child.js", import.meta.url));

interface Figures {
  name: string;
  seconds: number;
  cpuSeconds: number;
  /** Largest resident set, where the system tells it. */
  peakMb: number | null;
}

/** Longer series take minutes to be made up and followed a hundred times. */
const MOST_STEPS_OF = 1_000;

const runs = numberOption("--runs", 1_000);
const jobs = String(numberOption("--jobs", availableParallelism()));
const seed = numberOption("--seed", 1);
const folder = textOption("--folder") ?? mkdtempSync(join(tmpdir(), "scalebook-archive-"));
const archive = join(folder, "runs");
const env = { ...process.env, SCALEBOOK_CACHE: join(folder, "cache") };
const build = [main, "build", "--runs-dir", archive, "--out", join(folder, "site"), "--jobs", jobs];
const plan = { runs: runs + 1, seed };
const all: Figures[] = [];
let steps: StepCounts | null = null;
try {
  writeArchive(archive, plan, 0, runs);
  const index = () => measure("index and history, nothing known", [overview, archive, join(folder, "index"), jobs]);
  all.push(await index());
  if (!process.argv.includes("--index-only")) {
    all.push(await measure("everything, nothing known", build));
    all.push(await measure("nothing new", build));
    writeArchive(archive, plan, runs, runs + 1);
    all.push(await measure("one run added", build));
    const length = numberOption("--steps-of", Math.min(runs, MOST_STEPS_OF));
    steps = countSteps({ runs: length, seed });
    console.log(
      `series of ${length} runs: ${steps.found} of ${steps.planted} planted steps found, and ${steps.others} more; ` +
        `${steps.flatWithChange} of ${steps.flat} flat series with a change`,
    );
  }
} finally {
  if (textOption("--folder") === undefined) rmSync(folder, { recursive: true, force: true });
}
const file = textOption("--json");
if (file !== undefined)
  writeFileSync(file, `${JSON.stringify({ runs, jobs: Number(jobs), seed, figures: all, steps }, null, 2)}\n`);

async function measure(name: string, args: readonly string[]): Promise<Figures> {
  const start = performance.now();
  const child = spawn(process.execPath, [...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  let cpuSeconds = 0;
  const peakMb = await peakOf(child, () => {
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child.pid));
  });
  const figures = { name, seconds: (performance.now() - start) / 1_000, cpuSeconds, peakMb };
  const memory = peakMb === null ? "" : `, ${peakMb.toFixed(0)} MB`;
  console.log(`${runs} runs, ${name}: ${figures.seconds.toFixed(2)} s (${cpuSeconds.toFixed(1)} s of CPU${memory})`);
  return figures;
}

/** CPU time of a process and its threads so far, in steps of 10 ms; 0 where the system does not tell. */
function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100 || 0;
  } catch {
    return 0;
  }
}
