/**
 * Kills lose nothing: `npm run bench -- kills [--kills 200] [--seed 1] [--only threads|processes|python|command|module|versions|build]`.
 * The program is killed (SIGKILL) at random moments, in turn while it records in six ways and while it builds. Counted are trials
 * lost beside the one in flight, processes that run 2 s later, and archives and sites that are not whole.
 */
import { rmSync } from "node:fs";
import { seededRandom } from "../../.build/stats/random.js";
import { type Killed, killingGround, killOnce, VARIANTS, type Variant } from "./kills/kill.js";
import { numberOption, textOption } from "./options.js";

/** From before the first trial to some blocks on; a build is done by then. */
const MOMENTS_MS = { from: 100, to: 4_000 };

const [kills, seed, only] = [numberOption("--kills", 200), numberOption("--seed", 1), textOption("--only")];
const random = seededRandom(seed);
const variants = (Object.keys(VARIANTS) as Variant[]).filter((name) => only === undefined || name === only);
const all: Record<string, (Killed & { afterMs: number })[]> = {};
const ground = killingGround();
try {
  for (let number = 0; number < kills; number += 1) {
    const variant = variants[number % variants.length] as Variant;
    const afterMs = Math.round(MOMENTS_MS.from + random() * (MOMENTS_MS.to - MOMENTS_MS.from));
    const killed = await killOnce(ground, variant, afterMs);
    all[variant] = [...(all[variant] ?? []), { ...killed, afterMs }];
    const wrong = [...killed.orphans.map((one) => `left running: ${one}`), ...killed.faults];
    if (killed.lost > 0) wrong.push(`${killed.lost} trials lost`);
    for (const fault of wrong) console.log(`${variant}, killed after ${afterMs} ms: ${fault}`);
    if (wrong.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(ground.dir, { recursive: true, force: true });
}
for (const [variant, killed] of Object.entries(all)) {
  const sum = (of: (one: Killed) => number) => killed.reduce((total, one) => total + of(one), 0);
  const whole = killed.filter(({ faults }) => faults.length === 0).length;
  console.log(
    `${variant}: ${killed.length} kills, ${sum(({ journalled }) => journalled)} trials journalled, ${sum(({ lost }) => lost)} lost; ` +
      `${sum(({ orphans }) => orphans.length)} processes left after 2 s; ${whole} of ${killed.length} left whole`,
  );
}
