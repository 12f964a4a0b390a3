import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { seededRandom } from "../../../.build/stats/random.js";
import { type BuildFolders, differences, hashesIn, startBuild, startProgram } from "./program.js";
import { writeSmallRuns } from "./small-runs.js";

/** Builds in one folder: more would make of most of the time pages of what was recorded meanwhile. */
const IN_A_FOLDER = 5;
const FIRST_RUNS = 1;

/**
 * Builds while runs are recorded: in four of five folders made-up ones without a pause, in one real ones. Each has to end with 0,
 * leave no file out, and be the site of its own downloads, whose hashes its pages tell.
 *
 * @returns what was broken, a line each
 */
export async function tryRecordings(folder: string, count: number): Promise<string[]> {
  const broken: string[] = [];
  for (let done = 0; done < count; done += IN_A_FOLDER) {
    const own = join(folder, `recordings-${done}`);
    const runs = join(own, "runs");
    writeSmallRuns(runs, 0, FIRST_RUNS);
    const stop = done % (5 * IN_A_FOLDER) === 0 ? recordRuns(runs, own) : recordMadeUp(runs);
    try {
      for (let index = done; index < Math.min(count, done + IN_A_FOLDER); index += 1) {
        await pause(seededRandom(index)() * 500);
        const faults = await tryBuild({ runs, site: join(own, "site"), cache: join(own, "cache") }, own);
        broken.push(...faults.map((fault) => `build ${index}: ${fault}`));
      }
    } finally {
      await stop();
    }
    rmSync(own, { recursive: true });
  }
  return broken;
}

/** Starts the child that records; what comes back ends it. */
function recordMadeUp(runs: string): () => Promise<void> {
  const script = fileURLToPath(new URL("./recorder-child.js", import.meta.url));
  const child = spawn(process.execPath, [script, runs, String(FIRST_RUNS)], { stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  return () => {
    child.kill("SIGKILL");
    return ended;
  };
}

/** Records by the program, run after run, until it is told to stop. */
function recordRuns(runs: string, own: string): () => Promise<void> {
  const small = ["--workers", "1,2", "--tasks", "2", "--sizes", "20000", "--blocks", "2"];
  let isOver = false;
  const recording = (async () => {
    while (!isOver) await startProgram(["run", "workers", ...small, "--runs-dir", runs], join(own, "other")).ended;
  })();
  return () => {
    isOver = true;
    return recording;
  };
}

async function tryBuild(folders: BuildFolders, own: string): Promise<string[]> {
  const { code, err } = await startBuild(folders).ended;
  if (code !== 0) return [`ended with ${code}: ${err.trim()}`];
  const left = err.split("\n").filter((line) => line.includes("left out"));
  return [...left, ...wrongHashes(folders.site), ...(await unlikeDownloads(folders, join(own, "again")))];
}

const DOWNLOAD = /\.(?:json|jsonl)$/;

function downloadsOf(site: string): string[] {
  return readdirSync(join(site, "data")).filter((name) => /^\d{8}t/.test(name) && DOWNLOAD.test(name));
}

function wrongHashes(site: string): string[] {
  const hashes = hashesIn(join(site, "data"));
  return downloadsOf(site).filter((name) => {
    const page = readFileSync(join(site, "run", name.replace(DOWNLOAD, ""), "index.html"), "utf8");
    return !page.includes(hashes.get(name) ?? "no hash");
  });
}

/** Builds a second site of the first one's downloads alone, and names what the two do not share. */
async function unlikeDownloads({ site }: BuildFolders, folder: string): Promise<string[]> {
  const [runs, again] = [join(folder, "runs"), join(folder, "site")];
  mkdirSync(runs, { recursive: true });
  for (const name of downloadsOf(site))
    copyFileSync(join(site, "data", name), join(runs, name.replace(/jsonl$/, "journal")));
  const { code, err } = await startBuild({ runs, site: again, cache: join(folder, "cache") }).ended;
  const unlike = code === 0 ? differences(hashesIn(site), hashesIn(again)) : [`the downloads alone: ${err.trim()}`];
  for (const one of [runs, again]) rmSync(one, { recursive: true, force: true });
  return unlike;
}
