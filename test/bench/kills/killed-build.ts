import { rmSync } from "node:fs";
import { join } from "node:path";
import { differences, hashesIn } from "../builds/program.js";
import { ended, type Ground, type Killed, killAfter } from "./kill.js";

const BUILD = ["build", "--runs-dir", "archive", "--jobs", "2"];

const undisturbed = new Map<string, { site: Map<string, string>; tookMs: number }>();

/** The site that is built where nothing is killed, and how long that takes. Built once. */
export async function undisturbedSite(ground: Ground): Promise<{ site: Map<string, string>; tookMs: number }> {
  const there = undisturbed.get(ground.dir);
  if (there !== undefined) return there;
  const fresh = { ...ground, env: { ...ground.env, SCALEBOOK_CACHE: join(ground.dir, "other-cache") } };
  const { code, err, tookMs } = await ended(fresh, [...BUILD, "--out", "other-site"]);
  if (code !== 0) throw new Error(`the site cannot be built where nothing is killed: ${code}, ${err}`);
  const told = { site: hashesIn(join(ground.dir, "other-site")), tookMs };
  undisturbed.set(ground.dir, told);
  return told;
}

/** Kills a build at each of these moments. The next one ends well, with the site that was built when nothing was killed. */
export async function killBuild(ground: Ground, momentsMs: readonly number[]): Promise<Killed> {
  const { site: due } = await undisturbedSite(ground);
  const orphans: string[] = [];
  for (const afterMs of momentsMs) {
    // It meets pages to be made, or to be put where there are none.
    rmSync(join(ground.dir, afterMs % 2 === 0 ? "site" : "cache"), { recursive: true, force: true });
    orphans.push(...(await killAfter(ground, BUILD, afterMs)).orphans);
  }
  const { code, err } = await ended(ground, BUILD);
  const other = differences(hashesIn(join(ground.dir, "site")), due);
  const faults = [
    ...(code === 0 ? [] : [`the next build told exit code ${code}: ${err}`]),
    ...other.map((one) => `of the site that it built, ${one}`),
  ];
  const kills = momentsMs.length;
  return { kills, readable: kills - Number(code !== 0), journalled: 0, lost: 0, running: 0, orphans, faults };
}
