import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "../../../.build/stats/random.js";
import { type BuildFolders, build, differences, type Ended, hashesIn, startBuild } from "./program.js";
import { writeSmallRuns } from "./small-runs.js";

/** Runs of the two folders that sites are built from: each set against all others. */
const RUNS = [2, 3] as const;
/** The second build starts within this time of the first: it meets it at any stage. */
const LATEST_START_MS = 900;

/**
 * Pairs of builds into one site, from one folder of runs or from two, with one cache or two, into a new site or over an old one; in
 * every third pair the first is killed. Whoever ends with 0 last has to have left exactly its own site.
 *
 * @returns what was broken, a line each
 */
export async function tryPairs(folder: string, count: number): Promise<string[]> {
  const sources = await Promise.all(RUNS.map((runs) => sourceOf(folder, runs)));
  const broken: string[] = [];
  for (let pair = 0; pair < count; pair += 1) {
    const faults = await tryPair(join(folder, "pairs"), sources, seededRandom(pair));
    broken.push(...faults.map((fault) => `pair ${pair}: ${fault}`));
  }
  return broken;
}

interface Source {
  runs: string;
  /** The site that a build alone makes. */
  sound: ReadonlyMap<string, string>;
}

async function sourceOf(folder: string, count: number): Promise<Source> {
  const [runs, site] = [join(folder, `runs-${count}`), join(folder, `sound-${count}`)];
  writeSmallRuns(runs, 0, count);
  await build({ runs, site, cache: join(folder, `cache-${count}`) });
  return { runs, sound: hashesIn(site) };
}

async function tryPair(folder: string, sources: readonly Source[], random: () => number): Promise<string[]> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const site = join(folder, "site");
  const place = (source: Source, cache: string): BuildFolders => ({
    runs: source.runs,
    site,
    cache: join(folder, cache),
  });
  if (random() < 0.5) rmSync(folder, { recursive: true, force: true });
  const [first, second] = [pick(sources), pick(sources)];
  const [delayMs, killMs] = [random() * LATEST_START_MS, random() < 1 / 3 ? random() * LATEST_START_MS : null];
  const one = startBuild(place(first, "cache-0"));
  if (killMs !== null) void pause(killMs).then(() => one.child.kill("SIGKILL"));
  await pause(delayMs);
  const two = startBuild(place(second, pick(["cache-0", "cache-1"])));
  const ends = [
    { source: first, end: await one.ended },
    { source: second, end: await two.ended },
  ];
  const faults = ends.flatMap(({ end }) => unexpected(end, killMs !== null));
  let last = ends.filter(({ end }) => end.code === 0).sort((a, b) => b.end.atMs - a.end.atMs)[0];
  if (killMs === null && last === undefined) return [...faults, "neither build ended with 0"];
  if (killMs !== null) {
    // Whatever the killed one left, the next build makes whole.
    const end = await startBuild(place(second, "cache-0")).ended;
    if (end.code !== 0) return [...faults, `the build after a kill ended with ${end.code}: ${end.err}`];
    last = { source: second, end };
  }
  return [...faults, ...differences(hashesIn(site), last?.source.sound ?? new Map())];
}

/** A build ends well, says that another is at work, or was killed. */
function unexpected({ code, err }: Ended, isKilled: boolean): string[] {
  if (code === 0 || (code === 2 && err.includes("another build")) || (isKilled && code === "SIGKILL")) return [];
  return [`ended with ${code}: ${err.trim()}`];
}
