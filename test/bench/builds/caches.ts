import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "../../../.build/stats/random.js";
import { damaged } from "./damage.js";
import { build, differences, hashesIn, startBuild } from "./program.js";
import { writeSmallRuns } from "./small-runs.js";

/** A file that was written a moment ago is read again, whatever the cache says. */
const SETTLED_MS = 2_100;
const RUNS = 2;
/** Builds at a time, each in folders of its own. */
const LANES = 2;

/**
 * Builds with caches that were damaged, each by its own seed: half of the sites are built anew, half are there already, after one more run
 * was recorded. Each has to end with 0 and be the site that is built without a cache.
 *
 * @returns what was broken, a line each
 */
export async function tryCaches(folder: string, count: number): Promise<string[]> {
  const own = join(folder, "caches");
  const [runs, whole, old] = [join(own, "runs"), join(own, "cache"), join(own, "old-site")];
  writeSmallRuns(runs, 0, RUNS);
  await pause(SETTLED_MS);
  for (const _ of [1, 2]) await build({ runs, site: old, cache: whole });
  writeSmallRuns(runs, RUNS, RUNS + 1);
  await pause(SETTLED_MS);
  await build({ runs, site: join(own, "sound"), cache: join(own, "none") });
  const sound = hashesIn(join(own, "sound"));
  const tryOne = async (seed: number): Promise<string[]> => {
    const at = join(own, `seed-${seed}`);
    const folders = { runs, site: join(at, "site"), cache: join(at, "cache") };
    cpSync(whole, folders.cache, { recursive: true });
    if (seed % 4 > 1) cpSync(old, folders.site, { recursive: true });
    damageSome(folders.cache, seededRandom(seed));
    const { code, err } = await startBuild(folders).ended;
    const faults = code === 0 ? differences(hashesIn(folders.site), sound) : [`ended with ${code}: ${err.trim()}`];
    rmSync(at, { recursive: true });
    return faults.map((fault) => `cache ${seed}: ${fault}`);
  };
  const tryLane = async (lane: number): Promise<string[]> => {
    const broken: string[] = [];
    for (let seed = lane; seed < count; seed += LANES) broken.push(...(await tryOne(seed)));
    return broken;
  };
  return (await Promise.all(Array.from({ length: LANES }, (_, lane) => tryLane(lane)))).flat();
}

/** Damages up to half of the files, those of lines more often: most of a cache is pages. Some get the content of another file. */
function damageSome(cache: string, random: () => number): void {
  const share = random() / 2;
  const files = [...hashesIn(cache).keys()].map((path) => join(cache, path));
  for (const file of files) {
    if (random() >= (file.includes("/kept/") ? share : 0.5 + share)) continue;
    const from = random() < 0.1 ? (files[Math.floor(random() * files.length)] ?? file) : file;
    writeFileSync(file, from === file ? damaged(readFileSync(file), random) : readFileSync(from));
  }
}
