import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { killingGround, killOnce } from "../bench/kills/kill.js";

describe.skipIf(process.platform !== "linux")("the program, killed while it works", () => {
  const ground = killingGround();
  afterAll(() => rmSync(ground.dir, { recursive: true, force: true }));

  // `npm run bench -- kills` does it 200 times, in seven ways.
  it.each([
    ["command", 1_300],
    ["build", 900],
  ] as const)("(%s) loses nothing and leaves nothing behind", { timeout: 60_000 }, async (variant, afterMs) => {
    expect(await killOnce(ground, variant, afterMs)).toMatchObject({ lost: 0, orphans: [], faults: [] });
  });
});
