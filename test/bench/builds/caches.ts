import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "../../../.build/stats/random.js";
import { writeArchive } from "../archive-runs.js";
import { damaged } from "./damage.js";
import { build, differences, hashesIn, startBuild } from "./program.js";

/** A file that was written a moment ago is read again, whatever the cache says. */
const SETTLED_MS = 2_100;
const RUNS = 4;

/**
 * Builds with caches that were damaged, each by its own seed: half of the sites are built anew, half are there already, after one more run
 * was recorded. Each has to end with 0 and be the site that is built without a cache.
 *
 * @returns what was broken, a line each
 */
export async function tryCaches(folder: string, count: number): Promise<string[]> {
  const own = join(folder, "caches");
  const [runs, whole, old] = [join(own, "runs"), join(own, "cache"), join(own, "old-site")];
  const archive = { runs: RUNS + 1, seed: 2 };
  writeArchive(runs, archive, 0, RUNS);
  await pause(SETTLED_MS);
  for (const _ of [1, 2]) await build({ runs, site: old, cache: whole });
  writeArchive(runs, archive, RUNS);
  await pause(SETTLED_MS);
  await build({ runs, site: join(own, "sound"), cache: join(own, "none") });
  const sound = hashesIn(join(own, "sound"));
  const broken: string[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const folders = { runs, site: join(own, "site"), cache: join(own, "damaged") };
    for (const one of [folders.site, folders.cache]) rmSync(one, { recursive: true, force: true });
    cpSync(whole, folders.cache, { recursive: true });
    if (seed % 2 === 1) cpSync(old, folders.site, { recursive: true });
    damageSome(folders.cache, seededRandom(seed));
    const { code, err } = await startBuild(folders).ended;
    const faults = code === 0 ? differences(hashesIn(folders.site), sound) : [`ended with ${code}: ${err.trim()}`];
    broken.push(...faults.map((fault) => `cache ${seed}: ${fault}`));
  }
  return broken;
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
