import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { killingGround } from "../bench/kills/kill.js";
import { killBuild } from "../bench/kills/killed-build.js";
import { killRecording } from "../bench/kills/killed-run.js";

describe.skipIf(process.platform !== "linux")("the program, killed while it works", () => {
  const ground = killingGround();
  afterAll(() => rmSync(ground.dir, { recursive: true, force: true }));

  // `npm run bench -- kills` does it 200 times, in seven ways.
  it("loses nothing of a recording, leaves nothing behind, and ends it as if nobody had killed it", {
    timeout: 60_000,
  }, async () => {
    const killed = await killRecording(ground, "command", [1_300]);
    expect(killed).toMatchObject({ readable: 1, lost: 0, orphans: [], faults: [] });
  });

  it("leaves a site that the next build makes whole", { timeout: 60_000 }, async () => {
    expect(await killBuild(ground, [900])).toMatchObject({ readable: 1, orphans: [], faults: [] });
  });
});
