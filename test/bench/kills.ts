/**
 * Kills lose nothing: `npm run bench -- kills [--kills 200] [--seed 1] [--only threads|processes|python|command|module|versions|build]`;
 * some 20 minutes. The program is killed (SIGKILL) at random moments, in turn while it records in six ways and while it builds; every
 * fourth recording is killed once more as it is gone on with. Counted are trials lost beside the one in flight, processes that run 2 s
 * later, those in sessions of their own included, and what is not as it would have been: archives that cannot be read, runs that
 * `--resume` ends with other cells, blocks or trials than an undisturbed one, sites with other pages.
 */
import { rmSync } from "node:fs";
import { seededRandom } from "../../.build/stats/random.js";
import { type Killed, killingGround, VARIANTS, type Variant } from "./kills/kill.js";
import { killBuild, undisturbedSite } from "./kills/killed-build.js";
import { killRecording, undisturbedRun } from "./kills/killed-run.js";
import { numberOption, textOption } from "./options.js";

/** From before the first trial on, to the end of the work where that is earlier. */
const MOMENTS_MS = { from: 100, to: 8_000 };
const PROGRESS_MS = 30_000;

const [kills, seed, only] = [numberOption("--kills", 200), numberOption("--seed", 1), textOption("--only")];
const random = seededRandom(seed);
const variants = VARIANTS.filter((name) => only === undefined || name === only);
const all = new Map<Variant, Killed[]>();
const ground = killingGround();
const startMs = performance.now();
let [done, rounds, toldMs] = [0, 0, startMs];
try {
  while (done < kills) {
    const variant = variants[rounds % variants.length] as Variant;
    const turn = Math.floor(rounds / variants.length);
    const { tookMs } = await (variant === "build" ? undisturbedSite(ground) : undisturbedRun(ground, variant));
    const span = Math.min(MOMENTS_MS.to, tookMs) - MOMENTS_MS.from;
    const moment = () => Math.round(MOMENTS_MS.from + random() * span);
    const moments = turn % 4 === 3 && done + 1 < kills ? [moment(), moment()] : [moment()];
    const killed = await (variant === "build" ? killBuild(ground, moments) : killRecording(ground, variant, moments));
    all.set(variant, [...(all.get(variant) ?? []), killed]);
    report(variant, moments, killed);
    done += moments.length;
    rounds += 1;
    if (performance.now() - toldMs < PROGRESS_MS) continue;
    toldMs = performance.now();
    console.log(`${done} of ${kills} kills after ${Math.round((toldMs - startMs) / 1_000)} s`);
  }
} finally {
  rmSync(ground.dir, { recursive: true, force: true });
}

function report(variant: Variant, moments: readonly number[], { orphans, faults, lost }: Killed): void {
  const wrong = [...orphans.map((one) => `left running: ${one}`), ...faults];
  if (lost > 0) wrong.push(`${lost} trials lost`);
  for (const fault of wrong) console.log(`${variant}, killed after ${moments.join(" and ")} ms: ${fault}`);
  if (wrong.length > 0) process.exitCode = 1;
}

for (const [variant, killed] of all) {
  const sum = (of: (one: Killed) => number) => killed.reduce((total, one) => total + of(one), 0);
  const sound = killed.filter(({ faults }) => faults.length === 0).length;
  const resumed = killed.filter(({ how }) => how === "resumed").length;
  const parts = [
    `archive readable after ${sum(({ readable }) => readable)}`,
    `${sum(({ running }) => running)} processes of tasks ran then`,
    `${sum(({ orphans }) => orphans.length)} of all were left after 2 s`,
    `${sum(({ journalled }) => journalled)} trials journalled, ${sum(({ lost }) => lost)} lost`,
    `${sound} of ${killed.length} ended as undisturbed${variant === "build" ? "" : `, ${resumed} by --resume`}`,
  ];
  console.log(`${variant}: ${sum((one) => one.kills)} kills; ${parts.join("; ")}`);
}
console.log(`${done} kills in ${Math.round((performance.now() - startMs) / 1_000)} s`);
